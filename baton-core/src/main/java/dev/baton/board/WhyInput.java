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
 * @param candidate the job, as a board considers it for a claim
 * @param executors the live processes that run jobs
 * @param posting the posting of the job on the board; null if it was not found
 * @param postingsAhead the number of postings before the job's posting, or the number of postings
 *     that were searched if it was not found
 * @param history the events of the job, oldest first
 * @param providedAction the process that provided the job's action last; null if no process of
 *     Baton has provided it
 * @param sharedBoard whether foreign executors, such as Nuvla's, may also claim from the board;
 *     they are not in the member registry
 */
public record WhyInput(
    ClaimCandidate candidate,
    List<Member> executors,
    JobBoard.@Nullable Posting posting,
    int postingsAhead,
    List<JobEvent> history,
    @Nullable KnownAction providedAction,
    boolean sharedBoard) {

  public WhyInput {
    executors = List.copyOf(executors);
    history = List.copyOf(history);
  }

  public Job job() {
    return candidate.job();
  }

  public Instant now() {
    return candidate.now();
  }

  /** Whether the gate is open for the job, so far as this does not depend on the executor. */
  boolean passes(Gate gate) {
    return gate.admits(candidate);
  }

  /** The executor that has claimed the job; null if none has. */
  @Nullable String claimedBy() {
    return posting == null ? null : posting.owner();
  }

  /** Returns the time of the last event of the job; if there is no event, the time of its post. */
  public Instant since() {
    return history.isEmpty() ? job().created() : history.getLast().at();
  }

  /** Whether the job was started and now waits for a time or a signal. */
  boolean isWaiting() {
    return !history.isEmpty() && history.getLast().kind() == JobEvent.Kind.WAITING;
  }

  /** Returns the live executors that provide the job's action. */
  List<Member> executorsWithAction() {
    return executors.stream()
        .filter(member ->
            Gate.ACTION.admits(Admission.ActionVersion.of(job()), GateAdmission.of(member)))
        .toList();
  }

  /**
   * Returns the executors that provide the action and know every capability that the job requires.
   */
  List<Member> capableExecutors() {
    return executorsWithAction().stream()
        .filter(member -> member.capabilities().containsAll(job().spec().requires()))
        .toList();
  }

  /** Returns the capable executors that are not stopping, so that they claim new jobs. */
  List<Member> readyExecutors() {
    return capableExecutors().stream().filter(member -> !member.stopping()).toList();
  }

  /**
   * Whether foreign executors may claim from the board and no live executor of Baton provides the
   * action. Then a foreign executor may run the job, but Baton cannot know whether there is one.
   */
  public boolean mayRunOnOtherExecutors() {
    return sharedBoard && executorsWithAction().isEmpty();
  }
}
