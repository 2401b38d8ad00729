// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.externalboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.board.ExternalBoardStore.UnpostedJob;
import dev.baton.job.JobId;
import dev.baton.testkit.clock.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Tests for how long the feeder leaves a new job to its writer. */
final class PostingGraceTest {

  private final ManualClock clock = new ManualClock();
  private final AtomicInteger told = new AtomicInteger();
  private final PostingGrace grace = new PostingGrace(clock, told::incrementAndGet);
  private final JobId job = JobId.create(clock.now());

  private boolean isInGrace(boolean fresh) {
    grace.beginScan();
    boolean inGrace = grace.isInGrace(new UnpostedJob(job, 1, fresh, false));
    grace.endScan();
    return inGrace;
  }

  @Test
  void freshJobOfAnotherProcess_isLeftToItsWriterFor300Milliseconds() {
    assertThat(isInGrace(true)).isTrue();
    clock.advance(Duration.ofMillis(299));
    assertThat(isInGrace(true)).isTrue();
    clock.advance(Duration.ofMillis(1));
    assertThat(isInGrace(true)).isFalse();
  }

  @Test
  void oldJob_isNotLeftToItsWriter() {
    assertThat(isInGrace(false)).isFalse();
  }

  @Test
  void jobOfThisProcess_isInGraceUntilItsPostEnds() {
    grace.beginPost(List.of(job));
    clock.advance(Duration.ofHours(1));
    assertThat(isInGrace(false)).isTrue();
    grace.endPost(List.of(job), List.of(job));
    assertThat(told).hasValue(1);
    assertThat(isInGrace(true)).isFalse();
  }
}
