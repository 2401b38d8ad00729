// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.access.Acl;
import dev.baton.error.ConflictException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class JobTransitionsTest {

  private static final JobId ID = JobId.named("some");
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  /**
   * The table is repeated here on purpose, because a test must not read the table that it checks.
   */
  private static final Set<String> ALLOWED =
      Set.of(
          "QUEUED QUEUED",
          "QUEUED RUNNING",
          "QUEUED SUCCESS",
          "QUEUED FAILED",
          "QUEUED CANCELED",
          "RUNNING QUEUED",
          "RUNNING RUNNING",
          "RUNNING SUCCESS",
          "RUNNING FAILED",
          "RUNNING CANCELED");

  record Pair(JobState from, JobState to) {
    @Override
    public String toString() {
      return from + " " + to;
    }
  }

  static Stream<Pair> pairs() {
    return Arrays.stream(JobState.values())
        .flatMap(from -> Arrays.stream(JobState.values()).map(to -> new Pair(from, to)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void check_everyPair_isAllowedOrRefusedAsListed(Pair pair) {
    if (ALLOWED.contains(pair.toString())) {
      assertThatCode(() -> JobTransitions.check(ID, pair.from(), pair.to()))
          .doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> JobTransitions.check(ID, pair.from(), pair.to()))
          .isInstanceOf(ConflictException.class)
          .hasMessageContainingAll(ID.toString(), pair.from().name());
    }
  }

  @Test
  void check_finalState_saysSoFirst() {
    assertThatThrownBy(() -> JobTransitions.check(ID, JobState.SUCCESS, JobState.SUCCESS))
        .hasMessage(
            "edit is not allowed in final state: " + ID + " is SUCCESS, which never changes");
  }

  @Test
  void allowedFrom_finalStates_isEmptyAndOthersNot() {
    for (JobState state : JobState.values()) {
      assertThat(JobTransitions.allowedFrom(state).isEmpty()).isEqualTo(state.isFinal());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = JobState.class,
      names = {"SUCCESS", "FAILED", "CANCELED"})
  void effects_onFinalJob_areRefused(JobState state) {
    Job queued = Job.posted(ID, JobSpec.of("any"), Acl.ownedBy("user/a"), NOW, "user/a");
    Job job = queued.withStatus(queued.status().toBuilder().state(state).build());
    List<RunWrite> writes =
        List.of(
            new RunWrite.Report(ID, 1, 50, null, null, null, null, null),
            new RunWrite.End(ID, 1, JobState.SUCCESS, 0, null, null, null),
            new RunWrite.Retry(ID, 1, Duration.ZERO, false, "failed", "failed"),
            new RunWrite.Wait(ID, 1, NOW, Collections.emptySortedMap(), "waits"),
            new RunWrite.Park(ID, 1, List.of(), null));
    assertThat(writes)
        .allSatisfy(write ->
            assertThatThrownBy(() -> JobTransitionEffects.written(job, write, NOW))
                .isInstanceOf(ConflictException.class));
    assertThatThrownBy(() -> JobTransitionEffects.claimed(job, "executor/a", 2, NOW))
        .isInstanceOf(ConflictException.class);
    assertThatThrownBy(() -> JobTransitionEffects.edited(job, job, NOW))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void statesPage_showsTheTable() throws IOException {
    Path page = Path.of("..", "docs", "states.md");
    String table =
        JobTransitions.all().stream()
            .map(step -> "| " + step.from() + " | " + step.to() + " | " + step.why() + " |")
            .collect(Collectors.joining("\n", "| from | to | when |\n|---|---|---|\n", ""));
    assertThat(Files.readString(page))
        .as("docs/states.md holds the table of Transitions")
        .contains("\n\n" + table + "\n\n");
  }
}
