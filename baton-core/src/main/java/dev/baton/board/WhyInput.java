// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.board;

import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.member.KnownAction;
import dev.baton.member.Member;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All facts that explain a job's state.
 *
 * @param executors the live processes that run jobs
 * @param posting the posting of the job on the board; null if it was not found
 * @param postingsAhead the number of postings before the job's posting, or the number of postings
 *     that were searched if it was not found
 * @param history the events of the job, oldest first
 * @param providedAction the process that provided the job's action last; null if no process of
 *     Baton has provided it
 * @param sharedBoard whether other kinds of executors, such as Nuvla's, may claim from the board;
 *     these do not announce themselves
 */
public record WhyInput(
    Job job,
    List<Member> executors,
    JobBoard.@Nullable Posting posting,
    int postingsAhead,
    List<JobEvent> history,
    Instant now,
    @Nullable KnownAction providedAction,
    boolean sharedBoard) {

  public WhyInput {
    executors = List.copyOf(executors);
    history = List.copyOf(history);
  }

  /** Whether the gate is open for the job, as far as that does not depend on the executor. */
  boolean passes(Gate gate) {
    ClaimCandidate.Holder holder =
        claimedBy() == null ? ClaimCandidate.Holder.NOBODY : ClaimCandidate.Holder.CLAIM;
    return gate.admits(new ClaimCandidate(job, holder, now));
  }

  /** The executor that has claimed the job; null if none has. */
  @Nullable String claimedBy() {
    return posting == null ? null : posting.owner();
  }

  /** When the job entered its present state, or was posted. */
  public Instant since() {
    return history.isEmpty() ? job.created() : history.getLast().at();
  }

  /** Whether the job was started and now waits for a time or a signal. */
  boolean isWaiting() {
    return !history.isEmpty() && history.getLast().kind() == JobEvent.Kind.WAITING;
  }

  /** The live executors that provide the job's action. */
  List<Member> executorsWithAction() {
    return executors.stream()
        .filter(
            member -> Gate.ACTION.admits(Admission.ActionVersion.of(job), GateAdmission.of(member)))
        .toList();
  }

  /** The executors with the action that know every capability that the job requires. */
  List<Member> capableExecutors() {
    return executorsWithAction().stream()
        .filter(member -> member.capabilities().containsAll(job.spec().requires()))
        .toList();
  }

  /** The capable executors that accept new jobs. */
  List<Member> readyExecutors() {
    return capableExecutors().stream().filter(member -> !member.stopping()).toList();
  }

  /**
   * Whether the board is shared and no live executor of Baton has the action. Then only an executor
   * that does not announce itself could run the job.
   */
  public boolean mayRunOnOtherExecutors() {
    return sharedBoard && executorsWithAction().isEmpty();
  }
}
