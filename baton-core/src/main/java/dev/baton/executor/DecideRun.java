// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.board.Claim;
import dev.baton.job.ExecutionMode;
import dev.baton.job.Job;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.RunWrite;
import dev.baton.plugin.HandedOverException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens to a job after its run. The methods are pure: they neither block nor write.
 */
final class DecideRun {

  private DecideRun() {}

  /**
   * The way in which the action ended.
   *
   * @param thrown null if the action returned
   * @param parked the tags with which the action parked the job; null if it did not park it
   * @param canceled whether the action ended because a user cancelled the job
   * @param awaited the wait that the action requested; null if none
   * @param result the JSON text of the action's result
   */
  record ActionOutcome(
      @Nullable Throwable thrown,
      @Nullable List<String> parked,
      boolean canceled,
      RunWrite.@Nullable Wait awaited,
      ResultJson.@Nullable Rendered result) {}

  /**
   * The reason why this job fails before its action is called; empty if the action may be called.
   */
  static Optional<AttemptFailure> refusal(Job job, boolean actionKnown) {
    if (job.spec().version() < JobSpec.VERSION) {
      return Optional.of(
          AttemptFailure.refused(
              null,
              "Job v"
                  + job.spec().version()
                  + " is not supported by Job engine v"
                  + JobSpec.VERSION));
    }
    if (!actionKnown) {
      return Optional.of(
          AttemptFailure.refused(
              null, "Not implemented action " + job.id() + ": " + job.spec().action()));
    }
    return Optional.empty();
  }

  /** Creates the failure of a job that had more takeovers in a row than allowed. */
  static AttemptFailure tooManyTakeovers(Job job, int maxTakeovers) {
    return AttemptFailure.refused(
        1,
        "the executor died or lost its claim "
            + job.status().takeovers()
            + " times in a row while it ran this job (max-takeovers is "
            + maxTakeovers
            + "); the job itself is probably the cause. Read the logs of the executors that the"
            + " history of the job names. To run it again: baton job retry "
            + job.id());
  }

  /**
   * Returns the supplied decision. If the supplier throws, returns the decision that the interrupt
   * reason requires, or else a decision that fails the job. Never throws.
   */
  static RunDecision decideSafely(RunningJob runningJob, Supplier<RunDecision> decision) {
    try {
      return decision.get();
    } catch (Throwable e) {
      InterruptReason interruptReason = runningJob.interruptReason();
      if (interruptReason == InterruptReason.CLAIM_LOST) {
        return new RunDecision.ClaimLost();
      }
      if (interruptReason == InterruptReason.ENDED_ELSEWHERE) {
        return new RunDecision.EndedElsewhere();
      }
      String problem =
          "Baton could not decide what to do with the job after this run: " + ErrorText.line(e);
      return ended(runningJob.claim(), AttemptFailure.refused(1, problem));
    }
  }

  /** The decision after the action ended by itself. */
  static RunDecision decide(
      Claim claim,
      @Nullable InterruptReason interruptReason,
      ActionOutcome actionOutcome,
      @Nullable Duration timeout) {
    if (interruptReason == InterruptReason.CLAIM_LOST) {
      return new RunDecision.ClaimLost();
    }
    if (interruptReason == InterruptReason.ENDED_ELSEWHERE) {
      return new RunDecision.EndedElsewhere();
    }
    if (interruptReason == InterruptReason.TIMED_OUT && timeout != null) {
      return decideForFailure(claim, AttemptFailure.timedOut(timeout));
    }
    Throwable thrown = actionOutcome.thrown();
    if (thrown == null) {
      return returned(claim, actionOutcome);
    }
    // If an action was interrupted because the executor stops, every exception that it throws
    // counts as a consequence of the interrupt, and the job is abandoned.
    boolean handedOver =
        thrown instanceof HandedOverException || interruptReason == InterruptReason.STOPPING;
    return handedOver
        ? new RunDecision.Abandon()
        : decideForFailure(claim, AttemptFailure.of(thrown));
  }

  /** The decision after the thread of the action had to be abandoned. */
  static RunDecision decideForAbandonedThread(
      Claim claim, @Nullable InterruptReason interruptReason, @Nullable Duration timeout) {
    return decide(
        claim,
        interruptReason,
        new ActionOutcome(
            new InterruptedException("the action did not end in time after its interrupt"),
            null,
            false,
            null,
            null),
        timeout);
  }

  private static RunDecision returned(Claim claim, ActionOutcome actionOutcome) {
    Job job = claim.job();
    if (actionOutcome.parked() != null) {
      return new RunDecision.Persist(
          new RunWrite.Park(job.id(), claim.token(), actionOutcome.parked(), null));
    }
    if (actionOutcome.awaited() != null) {
      return new RunDecision.Persist(actionOutcome.awaited());
    }
    ResultJson.Rendered result = actionOutcome.result();
    if (result != null && result.problem() != null) {
      return decideForFailure(claim, AttemptFailure.refused(1, result.problem()));
    }
    return new RunDecision.Persist(
        new RunWrite.End(
            job.id(),
            claim.token(),
            actionOutcome.canceled() ? JobState.CANCELED : JobState.SUCCESS,
            actionOutcome.canceled() ? null : 0,
            null,
            result == null ? null : result.json(),
            null));
  }

  /** Ends the job as FAILED, or starts another attempt. */
  static RunDecision decideForFailure(Claim claim, AttemptFailure attemptFailure) {
    Job job = claim.job();
    if (attemptFailure.fromAction() && job.spec().mode() == ExecutionMode.MIXED) {
      return again(
          claim,
          attemptFailure,
          Duration.ZERO,
          true,
          "Re-running job in pull mode after failed first attempt: "
              + attemptFailure.statusMessage());
    }
    int failures = job.status().failures() + 1;
    int allowed = job.spec().retry().maxAttempts();
    if (attemptFailure.retryable() && failures < allowed) {
      Duration delay = job.spec().retry().backoff().after(failures);
      String which = "attempt " + failures + " of " + allowed + " failed: ";
      return again(claim, attemptFailure, delay, false, which + attemptFailure.statusMessage());
    }
    return ended(claim, attemptFailure);
  }

  private static RunDecision ended(Claim claim, AttemptFailure attemptFailure) {
    return new RunDecision.Persist(
        new RunWrite.End(
            claim.job().id(),
            claim.token(),
            JobState.FAILED,
            attemptFailure.returnCode(),
            attemptFailure.statusMessage(),
            attemptFailure.result(),
            attemptFailure.lastError()));
  }

  private static RunDecision again(
      Claim claim, AttemptFailure attemptFailure, Duration delay, boolean toPull, String message) {
    return new RunDecision.Persist(
        new RunWrite.Retry(
            claim.job().id(), claim.token(), delay, toPull, message, attemptFailure.lastError()));
  }
}
