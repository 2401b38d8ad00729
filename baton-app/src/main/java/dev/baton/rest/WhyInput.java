// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.board.JobBoard;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.member.KnownAction;
import dev.baton.member.Member;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that tells why a job is where it is.
 *
 * @param executors the live processes that run jobs
 * @param posting the job's place on the board, if it was found
 * @param postingsAhead how many postings are before it, or were looked through without finding it
 * @param history what happened to it, oldest first
 * @param providedAction who provided the job's action last, if any process of Baton ever did
 * @param sharedBoard whether executors of other makes, which do not announce themselves, may claim
 *     from the board
 */
record WhyInput(
    Job job,
    List<Member> executors,
    JobBoard.@Nullable Posting posting,
    int postingsAhead,
    List<JobEvent> history,
    Instant now,
    @Nullable KnownAction providedAction,
    boolean sharedBoard) {

  WhyInput {
    executors = List.copyOf(executors);
    history = List.copyOf(history);
  }

  /** When the job came into its present state, or was posted. */
  Instant since() {
    return history.isEmpty() ? job.created() : history.getLast().at();
  }

  /** Whether the job was started and waits for a time or a signal. */
  boolean isWaiting() {
    return !history.isEmpty() && history.getLast().kind() == JobEvent.Kind.WAITING;
  }

  /** The executors that have the job's action. */
  List<Member> executorsWithAction() {
    return executors.stream()
        .filter(
            member -> member.actions().stream().anyMatch(a -> a.name().equals(job.spec().action())))
        .toList();
  }

  /** Those of them that know every capability that the job requires. */
  List<Member> capableExecutors() {
    return executorsWithAction().stream()
        .filter(member -> member.capabilities().containsAll(job.spec().requires()))
        .toList();
  }

  /** Those of them that take new jobs. */
  List<Member> readyExecutors() {
    return capableExecutors().stream().filter(member -> !member.stopping()).toList();
  }

  /** Whether the job may be run only by an executor of another make, of which nothing is known. */
  boolean mayRunOnOtherExecutors() {
    return sharedBoard && executorsWithAction().isEmpty();
  }
}
