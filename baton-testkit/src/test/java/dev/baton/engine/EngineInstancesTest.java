// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class EngineInstancesTest {

  private static final Instant ONE = Instant.ofEpochSecond(1);
  private static final Instant TWO = Instant.ofEpochSecond(2);
  private static final Instant NINE = Instant.ofEpochSecond(9);

  private static EngineStatus failed(int code) {
    return EngineStatus.failed(EngineReason.EXIT_CODE, code, "said", ONE, TWO);
  }

  @Test
  void together_someStillRunning_isNotOverThoughOneFailed() {
    EngineStatus status =
        EngineInstances.together(
            List.of(failed(3), EngineStatus.running(TWO), EngineStatus.waiting("no room")));
    assertThat(status.isOver()).isFalse();
    assertThat(List.of(status.active(), status.succeeded(), status.failed()))
        .containsExactly(2, 0, 1);
    assertThat(status.started()).isEqualTo(ONE);
    assertThat(status.message()).isEqualTo("1 of 3 instances run, 1 wait");
  }

  @Test
  void together_noneRuns_saysWhatTheFirstWaitsFor() {
    EngineStatus status =
        EngineInstances.together(
            List.of(EngineStatus.completed(ONE, TWO), EngineStatus.waiting("no room")));
    assertThat(status.message()).isEqualTo("0 of 2 instances run, 1 wait: no room");
  }

  @Test
  void together_allEndedWell_isFromTheFirstStartToTheLastEnd() {
    EngineStatus status =
        EngineInstances.together(
            List.of(EngineStatus.completed(TWO, TWO), EngineStatus.completed(ONE, NINE)));
    assertThat(status)
        .isEqualTo(new EngineStatus(0, 2, 0, 0, EngineReason.COMPLETED, null, ONE, NINE));
  }

  @Test
  void together_someFailed_isAsTheFirstOfThem() {
    EngineStatus status =
        EngineInstances.together(List.of(EngineStatus.completed(ONE, NINE), failed(7), failed(8)));
    assertThat(status.reason()).isEqualTo(EngineReason.EXIT_CODE);
    assertThat(status.exitCode()).isEqualTo(7);
    assertThat(status.succeeded()).isEqualTo(1);
    assertThat(status.failed()).isEqualTo(2);
    assertThat(status.message()).isEqualTo("2 of 3 instances failed: 1, 2; the first: said");
  }

  @Test
  void failed_many_namesTheFirstOnes() {
    assertThat(EngineInstances.failed(IntStream.range(0, 40).boxed().toList(), 50))
        .isEqualTo("40 of 50 instances failed: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …");
  }
}
