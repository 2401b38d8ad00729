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

/** The one table of what may follow what; {@code docs/states.md} is checked against it. */
public final class JobTransitions {

  /**
   * One allowed step.
   *
   * @param why when it happens, as {@code docs/states.md} tells it
   */
  public record AllowedTransition(JobState from, JobState to, String why) {}

  private static final List<AllowedTransition> TABLE =
      List.of(
          new AllowedTransition(QUEUED, RUNNING, "an executor claimed the job and starts it"),
          new AllowedTransition(QUEUED, SUCCESS, "a client settles by hand a job that never ran"),
          new AllowedTransition(QUEUED, FAILED, "no executor can ever run it, or a client says so"),
          new AllowedTransition(QUEUED, CANCELED, "somebody cancelled it before it started"),
          new AllowedTransition(
              RUNNING, RUNNING, "another executor resumes it, or it reports progress"),
          new AllowedTransition(
              RUNNING,
              QUEUED,
              "the attempt failed and another follows, or it waits for a time or a signal"),
          new AllowedTransition(RUNNING, SUCCESS, "the action ended well"),
          new AllowedTransition(RUNNING, FAILED, "the action failed for the last allowed time"),
          new AllowedTransition(RUNNING, CANCELED, "somebody cancelled it, or its time ran out"));

  private JobTransitions() {}

  /** The whole table. */
  public static List<AllowedTransition> all() {
    return TABLE;
  }

  /** The states that may follow; empty for a final state. */
  public static Set<JobState> allowedFrom(JobState from) {
    return TABLE.stream()
        .filter(allowedTransition -> allowedTransition.from() == from)
        .map(AllowedTransition::to)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(JobState.class)));
  }

  /**
   * Does nothing when the step is allowed. Keeping a state that is not final counts as allowed.
   *
   * @throws ConflictException if it is not
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
