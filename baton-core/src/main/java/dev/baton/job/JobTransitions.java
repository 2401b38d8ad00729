// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import static dev.baton.job.JobState.CANCELED;
import static dev.baton.job.JobState.FAILED;
import static dev.baton.job.JobState.QUEUED;
import static dev.baton.job.JobState.RUNNING;
import static dev.baton.job.JobState.SUCCESS;

import dev.baton.error.ConflictException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The table of the allowed changes of a job's state. A test compares {@code docs/states.md} with
 * it.
 */
public final class JobTransitions {

  /**
   * An allowed change of state.
   *
   * @param why when the change happens, for {@code docs/states.md}
   */
  public record AllowedTransition(JobState from, JobState to, String why) {}

  private static final List<AllowedTransition> TABLE =
      List.of(
          new AllowedTransition(QUEUED, RUNNING, "an executor claimed the job and starts it"),
          new AllowedTransition(QUEUED, SUCCESS, "a client sets the end of a job that never ran"),
          new AllowedTransition(QUEUED, FAILED, "no executor can run it, or a client fails it"),
          new AllowedTransition(QUEUED, CANCELED, "a client or job cancelled it before its start"),
          new AllowedTransition(
              RUNNING, RUNNING, "another executor resumes it, or it reports progress"),
          new AllowedTransition(
              RUNNING,
              QUEUED,
              "the attempt failed and another follows, or it waits for a time or a signal"),
          new AllowedTransition(RUNNING, SUCCESS, "the action ended without an error"),
          new AllowedTransition(RUNNING, FAILED, "the last allowed attempt failed"),
          new AllowedTransition(RUNNING, CANCELED, "a client or job cancelled it"));

  private JobTransitions() {}

  /** Returns the whole table. */
  public static List<AllowedTransition> all() {
    return TABLE;
  }

  /** Returns the states that may follow a state; empty for a final state. */
  public static Set<JobState> allowedFrom(JobState from) {
    return TABLE.stream()
        .filter(allowedTransition -> allowedTransition.from() == from)
        .map(AllowedTransition::to)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(JobState.class)));
  }

  /**
   * Checks that a change of state is allowed. A state that is not final may stay the same.
   *
   * @throws ConflictException if the change is not allowed
   */
  public static void check(JobId job, JobState from, JobState to) {
    if (from.isFinal()) {
      throw new ConflictException(
          "edit is not allowed in final state: " + job + " is " + from + ", which never changes");
    }
    if (from != to && !allowedFrom(from).contains(to)) {
      throw new ConflictException(
          job + " cannot go from " + from + " to " + to + " (allowed: " + allowedFrom(from) + ")");
    }
  }
}
