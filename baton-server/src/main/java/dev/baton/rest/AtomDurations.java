// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.job.Job;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.FlowTransition;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The durations of the last execute and the last revert of an atom, including waits.
 *
 * @param execute null if no execute has ended, or if the start of the execute is not among the
 *     steps that were read
 * @param revert null if no revert has ended, or if its start is not among the steps that were read
 */
record AtomDurations(@Nullable Duration execute, @Nullable Duration revert) {

  static final AtomDurations NOTHING = new AtomDurations(null, null);

  private static final int PAGE = 5_000;

  /**
   * The maximum number of steps that are read to compute durations. Reading more would take too
   * long; the list of steps shows the times of all steps.
   */
  private static final int MOST = 50_000;

  /** Reads the steps of the job's flow and returns the durations by atom name. */
  static Map<String, AtomDurations> readAll(FlowReader flowReader, Job job) {
    Map<String, Instant> begun = new HashMap<>();
    Map<String, AtomDurations> spent = new HashMap<>();
    for (int offset = 0; offset < MOST; offset += PAGE) {
      List<FlowTransition> page = flowReader.steps(job, offset, PAGE);
      page.forEach(step -> take(step, begun, spent));
      if (page.size() < PAGE) {
        break;
      }
    }
    return spent;
  }

  private static void take(
      FlowTransition step, Map<String, Instant> begun, Map<String, AtomDurations> spent) {
    if (step.kind() == FlowTransition.Kind.FLOW) {
      return;
    }
    Instant began = begun.remove(step.name());
    if (began != null) {
      Duration took = Duration.between(began, step.at());
      AtomDurations before = spent.getOrDefault(step.name(), NOTHING);
      spent.put(
          step.name(),
          step.from().equals(AtomState.RUNNING.name())
              ? new AtomDurations(took, before.revert())
              : new AtomDurations(before.execute(), took));
    }
    if (step.to().equals(AtomState.RUNNING.name())
        || step.to().equals(AtomState.REVERTING.name())) {
      begun.put(step.name(), step.at());
    }
  }
}
