// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.error.BatonException;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.job.ExecutorJobService;
import dev.baton.job.Job;
import dev.baton.job.JobState;
import dev.baton.job.RunWrite;
import dev.baton.service.Backoff;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.OutageLog;
import dev.baton.trace.CurrentSpan;
import dev.baton.trace.Span;
import dev.baton.trace.SpanKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out a run decision. If the store or the board does not answer, tries again as long as
 * this executor can be sure that it holds the claim. After that, another executor may claim the
 * job.
 */
record FinishRun(
    ExecutorPorts ports,
    ExecutorJobService jobService,
    ReportWriter reportWriter,
    SafeExecutorListener listener,
    OutageLog outageLog,
    Clock clock,
    Duration endWriteTimeout) {

  private static final Logger LOG = LoggerFactory.getLogger(FinishRun.class);
  private static final Backoff BACKOFF =
      Backoff.doubling(Duration.ofMillis(50), Duration.ofSeconds(1));

  /** Carries out the decision. Never throws. */
  void finish(RunningJob runningJob, RunDecision runDecision) {
    Span span = runningJob.span().child(SpanKind.INTERNAL, "finish");
    TraceRun.outcome(runningJob.span(), runDecision);
    try (CurrentSpan.Scope scope = CurrentSpan.enter(span)) {
      switch (runDecision) {
        case RunDecision.Persist write -> persistAndConsume(runningJob, write.write());
        case RunDecision.Abandon back -> release(runningJob);
        case RunDecision.EndedElsewhere endedElsewhere -> consumeEndedElsewhere(runningJob);
        case RunDecision.ClaimLost claimLost -> reportClaimLost(runningJob);
      }
    } catch (LostClaimException e) {
      reportClaimLost(runningJob);
    } catch (RuntimeException | Error e) {
      LOG.error(
          "job cannot be finished by this executor; restart the executor, so that another executor"
              + " resumes the job: job={}",
          runningJob.job().id(),
          e);
    } finally {
      runningJob.pendingReports().discard();
      runningJob.session().remove(runningJob);
      span.end();
      runningJob.span().end();
    }
  }

  private void persistAndConsume(RunningJob runningJob, RunWrite write) {
    RunWrite written;
    try {
      // The write of an end also stores the last message and sets the progress to 100, so no report
      // is written before it.
      RunWrite whole = write instanceof RunWrite.End end ? withMessage(runningJob, end) : write;
      written = persistOrAbandon(runningJob, whole);
      if (written == null) {
        return;
      }
    } catch (LostClaimException e) {
      if (!runningJob.session().isTrusted()) {
        throw e;
      }
      // This executor certainly still holds the claim, so the store refused the write because
      // somebody ended the job.
      consumeEndedElsewhere(runningJob);
      return;
    }
    persist(
        runningJob,
        "consume claims",
        () -> runningJob.session().boardSession().consume(runningJob.claim()));
    notifyListener(runningJob, written);
    if (written instanceof RunWrite.End) {
      notifyParentOf(runningJob.job());
    }
  }

  /**
   * A flow that waits for this job also polls for the end of the job, so a failure here only delays
   * it.
   */
  private void notifyParentOf(Job ended) {
    try {
      jobService.notifyParent(ended);
    } catch (RuntimeException e) {
      LOG.debug("job could not tell its parent that it ended: job={}", ended.id(), e);
    }
  }

  private RunWrite withTaskNames(RunningJob runningJob, RunWrite write) {
    try {
      return UnsettledFlow.withUnsettledTasks(ports.logbook(), runningJob, write);
    } catch (UnavailableException | LostClaimException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.warn(
          "job ends without a list of its unsettled tasks, because the progress of its flow cannot"
              + " be read: job={}",
          runningJob.job().id(),
          e);
      return write;
    }
  }

  /**
   * Creates the failure that is stored instead of an end that the store refuses permanently. The
   * failure contains the reason of the refusal. If the store refuses the failure too, the next
   * failure contains neither that reason nor the names of unsettled tasks, because their text may
   * be the cause.
   */
  private static RunWrite failureInstead(RunningJob runningJob, Throwable refusal, int refusals) {
    String message = "the end of the job could not be stored";
    String whole = refusals == 1 ? message + ": " + ErrorText.line(refusal) : message;
    return new RunWrite.End(
        runningJob.job().id(), runningJob.claim().token(), JobState.FAILED, 1, whole, null, whole);
  }

  private static RunWrite withMessage(RunningJob runningJob, RunWrite.End end) {
    if (end.statusMessage() != null) {
      return end;
    }
    PendingReports.ReportBatch reportBatch = runningJob.pendingReports().take();
    runningJob.pendingReports().endTake(reportBatch.withoutReport());
    return new RunWrite.End(
        end.job(),
        end.token(),
        end.state(),
        end.returnCode(),
        reportBatch.message(),
        end.result(),
        end.lastError());
  }

  private void release(RunningJob runningJob) {
    try {
      persist(
          runningJob,
          "write the reports and logs of jobs",
          () -> reportWriter.flush(runningJob, true));
    } catch (LostClaimException e) {
      LOG.debug(
          "job is abandoned, and its last reports are lost: job={}", runningJob.job().id(), e);
    }
    persist(
        runningJob,
        "abandon claims",
        () -> runningJob.session().boardSession().abandon(runningJob.claim()));
    LOG.debug("job is abandoned: job={}", runningJob.job().id());
    listener.tell(to -> to.abandoned(runningJob.job()));
  }

  private void consumeEndedElsewhere(RunningJob runningJob) {
    persist(
        runningJob,
        "consume claims",
        () -> runningJob.session().boardSession().consume(runningJob.claim()));
    LOG.debug("job was ended by another process: job={}", runningJob.job().id());
    listener.tell(to -> to.canceled(runningJob.job()));
  }

  private void reportClaimLost(RunningJob runningJob) {
    LOG.debug("job is no longer claimed by this executor: job={}", runningJob.job().id());
    listener.tell(to -> to.claimLost(runningJob.job()));
  }

  private void notifyListener(RunningJob runningJob, RunWrite write) {
    Duration ran = runningJob.runTime(clock);
    switch (write) {
      case RunWrite.End end -> listener.tell(to -> to.ended(runningJob.job(), end.state(), ran));
      case RunWrite.Retry retry -> listener.tell(to -> to.retried(runningJob.job(), ran));
      case RunWrite.Wait wait -> listener.tell(to -> to.waiting(runningJob.job()));
      case RunWrite.Park park -> listener.tell(to -> to.parked(runningJob.job()));
      case RunWrite.Report report ->
          throw new IllegalArgumentException("a report does not end a run: " + report.job());
    }
  }

  /**
   * Writes like {@link #persist}, with two differences. If the store has not answered for the
   * end-write timeout but the board does answer, the job is abandoned, because another executor may
   * reach the store. (If store and board are the same database, the board does not answer either,
   * and the job is not abandoned.) If the store refuses a write permanently, a failure with the
   * reason is written instead. An exception that is not Baton's counts as a permanent refusal only
   * after the same timeout.
   *
   * @return the write that was stored; null if the job was abandoned
   */
  private @Nullable RunWrite persistOrAbandon(RunningJob runningJob, RunWrite write) {
    Deadline until = Deadline.after(clock.nanos(), endWriteTimeout);
    String what = "store the ends of runs";
    RunWrite next = write;
    int refusals = 0;
    for (int failures = 1; ; failures++) {
      runningJob.session().checkTrusted();
      try {
        reportWriter.flush(runningJob, !(next instanceof RunWrite.End));
        ports.jobs().write(refusals < 2 ? withTaskNames(runningJob, next) : next);
        outageLog.callSucceeded(what);
        return next;
      } catch (UnavailableException e) {
        outageLog.callFailed(what, e);
        if (until.isPast(clock) && isAbandoned(runningJob)) {
          return null;
        }
      } catch (LostClaimException e) {
        throw e;
      } catch (RuntimeException | Error e) {
        unexpected(runningJob, what, failures, e);
        if (e instanceof BatonException || until.isPast(clock)) {
          until = Deadline.after(clock.nanos(), endWriteTimeout);
          refusals++;
          next = failureInstead(runningJob, e, refusals);
        }
      }
      runningJob.session().awaitLoss(BACKOFF.after(failures));
    }
  }

  private static void unexpected(RunningJob runningJob, String what, int failures, Throwable e) {
    if (failures == 1) {
      LOG.warn("cannot {}; Baton tries again: job={}", what, runningJob.job().id(), e);
    } else {
      LOG.debug("cannot {}, as before; Baton tries again: job={}", what, runningJob.job().id(), e);
    }
  }

  private boolean isAbandoned(RunningJob runningJob) {
    try {
      runningJob.session().boardSession().abandon(runningJob.claim());
    } catch (LostClaimException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.debug("job cannot be abandoned either: job={}", runningJob.job().id(), e);
      return false;
    }
    LOG.warn(
        "job is abandoned, because the store did not accept the end of its run; another executor"
            + " resumes it: job={} waited={}",
        runningJob.job().id(),
        endWriteTimeout);
    listener.tell(to -> to.abandoned(runningJob.job()));
    return true;
  }

  /**
   * Executes a step, and repeats it while the job store or the board does not answer.
   *
   * @throws LostClaimException if this executor is no longer sure that it holds the claim
   */
  private void persist(RunningJob runningJob, String what, Runnable step) {
    boolean done = false;
    for (int failures = 1; !done; failures++) {
      runningJob.session().checkTrusted();
      try {
        step.run();
        done = true;
      } catch (UnavailableException e) {
        outageLog.callFailed(what, e);
        runningJob.session().awaitLoss(BACKOFF.after(failures));
      } catch (LostClaimException e) {
        throw e;
      } catch (RuntimeException | Error e) {
        unexpected(runningJob, what, failures, e);
        runningJob.session().awaitLoss(BACKOFF.after(failures));
      }
    }
    outageLog.callSucceeded(what);
  }
}
