// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RunWriteTest {

  private static final JobId JOB = JobId.create(Instant.parse("2026-01-31T12:00:00Z"));
  private static final String LONG = "x".repeat(1_000_000);
  private static final String CUT = JobStatus.bounded(LONG);

  @Test
  void texts_thatAreLong_areCutBeforeTheyAreWritten() {
    assertThat(CUT).hasSizeLessThan(JobStatus.MAX_MESSAGE_LENGTH + 10);
    assertThat(JobStatus.bounded(CUT)).isEqualTo(CUT);
    assertThat(new RunWrite.Report(JOB, 1, null, LONG, null, null, null, null).statusMessage())
        .isEqualTo(CUT);
    RunWrite.End end = new RunWrite.End(JOB, 1, JobState.FAILED, 1, LONG, null, LONG);
    assertThat(List.of(end.statusMessage(), end.lastError())).containsOnly(CUT);
    RunWrite.Retry retry = new RunWrite.Retry(JOB, 1, Duration.ZERO, false, LONG, LONG);
    assertThat(List.of(retry.statusMessage(), retry.lastError())).containsOnly(CUT);
    Instant until = Instant.parse("2026-01-31T12:00:00Z");
    assertThat(new RunWrite.Wait(JOB, 1, until, Collections.emptySortedMap(), LONG).statusMessage())
        .isEqualTo(CUT);
    assertThat(new RunWrite.Park(JOB, 1, List.of(), LONG).statusMessage()).isEqualTo(CUT);
  }
}
