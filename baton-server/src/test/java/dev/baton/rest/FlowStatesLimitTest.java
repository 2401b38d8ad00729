// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.testkit.job.JobBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.InvalidInputException;
import dev.baton.job.Job;
import dev.baton.logbook.FlowTransition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Checks how many steps a request for the states of a flow reads. */
final class FlowStatesLimitTest {

  private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

  private final Job job = aJob().action("flow").build();
  private final List<Integer> offsets = new ArrayList<>();

  /** The steps of a flow that makes one step in each second and does not end. */
  private List<FlowTransition> endless(int offset, int limit) {
    offsets.add(offset);
    return IntStream.range(offset, offset + limit)
        .mapToObj(i ->
            new FlowTransition(
                START.plusSeconds(i), FlowTransition.Kind.TASK, "loop", "PENDING", "RUNNING"))
        .toList();
  }

  @Test
  void statesAfterTooManySteps_areRefused() {
    Instant late = START.plusSeconds(10L * FlowStates.MAX_STEPS);
    assertThatThrownBy(() -> FlowStates.at(this::endless, job, late))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("more than 100000 steps");
    assertThat(offsets.getLast()).isEqualTo(FlowStates.MAX_STEPS);
  }

  @Test
  void statesAfterAsManyStepsAsAllowed_areRead() {
    Instant last = START.plusSeconds(FlowStates.MAX_STEPS - 1L);
    assertThat(FlowStates.at(this::endless, job, last).atoms().get("loop").at()).isEqualTo(last);
  }

  @Test
  void statesOfALongFlow_atAnEarlyTime_areRead() {
    FlowStates states = FlowStates.at(this::endless, job, START.plusSeconds(7));
    assertThat(states.atoms().get("loop").at()).isEqualTo(START.plusSeconds(7));
    assertThat(offsets).containsExactly(0);
  }
}
