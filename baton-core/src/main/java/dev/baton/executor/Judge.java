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

/** Decides what a run comes to. Pure: nothing here blocks or writes. */
final class Judge {

  private Judge() {}

  /**
   * How the action ended.
   *
   * @param thrown null if it returned
   * @param parked the tags it asked to be parked with
   * @param canceled whether it did what somebody who cancelled it asked for
   * @param awaited what it asked to wait for
   * @param result the JSON text of its result
   */
  record Ending(
      @Nullable Throwable thrown,
      @Nullable List<String> parked,
      boolean canceled,
      RunWrite.@Nullable Wait awaited,
      ResultJson.@Nullable Rendered result) {}

  /** Why this job fails before its action is called, if so. */
  static Optional<Failure> refusal(Job job, boolean actionKnown) {
    if (job.spec().version() < JobSpec.VERSION) {
      return Optional.of(
          Failure.refused(
              null,
              "Job v"
                  + job.spec().version()
                  + " is not supported by Job engine v"
                  + JobSpec.VERSION));
    }
    if (!actionKnown) {
      return Optional.of(
          Failure.refused(null, "Not implemented action " + job.id() + ": " + job.spec().action()));
    }
    return Optional.empty();
  }

  /** Fails a job that was taken over in a row from more executors than allowed. */
  static Failure tooManyTakeovers(Job job, int maxTakeovers) {
    return Failure.refused(
        1,
        "the executor died or lost its claim "
            + job.status().takeovers()
            + " times in a row while it ran this job (max-takeovers is "
            + maxTakeovers
            + "), which the job itself probably causes; look into the logs of the executors that"
            + " its history names. To run it again: baton job retry "
            + job.id());
  }

  /**
   * The verdict that is decided or, if that throws, the one that ends the job all the same. Never
   * throws.
   */
  static Verdict decided(Run run, Supplier<Verdict> decision) {
    try {
      return decision.get();
    } catch (Throwable e) {
      Cut cut = run.cut();
      if (cut == Cut.LOST) {
        return new Verdict.Leave();
      }
      if (cut == Cut.ENDED_BY_OTHERS) {
        return new Verdict.Drop();
      }
      String problem = "it could not be decided what follows this run: " + ErrorText.line(e);
      return ended(run.claim(), Failure.refused(1, problem));
    }
  }

  /** What follows, when the action ended by itself. */
  static Verdict verdict(
      Claim claim, @Nullable Cut cut, Ending ending, @Nullable Duration timeout) {
    if (cut == Cut.LOST) {
      return new Verdict.Leave();
    }
    if (cut == Cut.ENDED_BY_OTHERS) {
      return new Verdict.Drop();
    }
    if (cut == Cut.TIMED_OUT && timeout != null) {
      return failed(claim, Failure.timedOut(timeout));
    }
    Throwable thrown = ending.thrown();
    if (thrown == null) {
      return returned(claim, ending);
    }
    // Whatever an action throws after it was interrupted for a stop, the interrupt is the reason.
    boolean handedOver = thrown instanceof HandedOverException || cut == Cut.STOPPING;
    return handedOver ? new Verdict.GiveBack() : failed(claim, Failure.of(thrown));
  }

  /** What follows, when the thread of the action had to be abandoned. */
  static Verdict abandoned(Claim claim, @Nullable Cut cut, @Nullable Duration timeout) {
    return verdict(
        claim,
        cut,
        new Ending(new InterruptedException("did not end in time"), null, false, null, null),
        timeout);
  }

  private static Verdict returned(Claim claim, Ending ending) {
    Job job = claim.job();
    if (ending.parked() != null) {
      return new Verdict.Write(new RunWrite.Park(job.id(), claim.token(), ending.parked(), null));
    }
    if (ending.awaited() != null) {
      return new Verdict.Write(ending.awaited());
    }
    ResultJson.Rendered result = ending.result();
    if (result != null && result.problem() != null) {
      return failed(claim, Failure.refused(1, result.problem()));
    }
    return new Verdict.Write(
        new RunWrite.End(
            job.id(),
            claim.token(),
            ending.canceled() ? JobState.CANCELED : JobState.SUCCESS,
            ending.canceled() ? null : 0,
            null,
            result == null ? null : result.json(),
            null));
  }

  /** FAILED, or another attempt. */
  static Verdict failed(Claim claim, Failure failure) {
    Job job = claim.job();
    if (failure.fromAction() && job.spec().mode() == ExecutionMode.MIXED) {
      return again(
          claim,
          failure,
          Duration.ZERO,
          true,
          "Re-running job in pull mode after failed first attempt: " + failure.statusMessage());
    }
    int failures = job.status().failures() + 1;
    int allowed = job.spec().retry().maxAttempts();
    if (failure.retryable() && failures < allowed) {
      Duration delay = job.spec().retry().backoff().after(failures);
      String which = "attempt " + failures + " of " + allowed + " failed: ";
      return again(claim, failure, delay, false, which + failure.statusMessage());
    }
    return ended(claim, failure);
  }

  private static Verdict ended(Claim claim, Failure failure) {
    return new Verdict.Write(
        new RunWrite.End(
            claim.job().id(),
            claim.token(),
            JobState.FAILED,
            failure.returnCode(),
            failure.statusMessage(),
            failure.result(),
            failure.lastError()));
  }

  private static Verdict again(
      Claim claim, Failure failure, Duration delay, boolean toPull, String message) {
    return new Verdict.Write(
        new RunWrite.Retry(
            claim.job().id(), claim.token(), delay, toPull, message, failure.lastError()));
  }
}
