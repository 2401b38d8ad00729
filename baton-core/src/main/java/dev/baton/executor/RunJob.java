// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.error.InvalidInputException;
import dev.baton.job.Job;
import dev.baton.logbook.LogbookStore;
import dev.baton.plugin.ActionDefinition;
import dev.baton.service.ForeignInterrupts;
import dev.baton.trace.CurrentSpan;
import dev.baton.trace.Span;
import dev.baton.trace.SpanKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Runs the action of a claimed job on its own thread, then finishes the run. */
final class RunJob implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(RunJob.class);

  /** Thrown if the parameters do not fit the action, so that no further attempt can help. */
  private static final class UnfitParameters extends RuntimeException {
    UnfitParameters(InvalidInputException cause) {
      super(cause.getMessage(), cause, false, false);
    }
  }

  private final RunningJob runningJob;
  private final ExecutorContext context;
  private final ExecutorJobRun view;
  private Timers.@Nullable Alarm timeout;

  RunJob(RunningJob runningJob, ExecutorContext context) {
    this.runningJob = runningJob;
    this.context = context;
    this.view = new ExecutorJobRun(runningJob, context);
  }

  @Override
  public void run() {
    MDC.put("job", runningJob.job().id().toString());
    MDC.put("attempt", String.valueOf(runningJob.job().status().attempt()));
    MDC.put("executor", context.options().name());
    try (CurrentSpan.Scope scope = CurrentSpan.enter(runningJob.span())) {
      RunDecision runDecision = DecideRun.decideSafely(runningJob, this::decide);
      if (runningJob.actionEnded()) {
        context.finishRun().finish(runningJob, runDecision);
      }
    } finally {
      runningJob.session().remove(runningJob);
      context.runningJobs().remove(runningJob);
      MDC.clear();
    }
  }

  private RunDecision decide() {
    Optional<AttemptFailure> refusal = refusal();
    return refusal.isPresent() ? refused(refusal.get()) : decision(act());
  }

  private RunDecision refused(AttemptFailure attemptFailure) {
    LOG.debug(
        "job is not started: job={} reason={}", runningJob.job().id(), attemptFailure.lastError());
    return DecideRun.decideForFailure(runningJob.claim(), attemptFailure);
  }

  /** The reason why the action is not called; empty if it may be called. */
  private Optional<AttemptFailure> refusal() {
    Job job = runningJob.job();
    Optional<AttemptFailure> refusal = DecideRun.refusal(job, runningJob.action() != null);
    int max = context.options().maxTakeovers();
    if (refusal.isPresent() || max == 0 || job.status().takeovers() <= max || advanced(max)) {
      return refusal;
    }
    return Optional.of(DecideRun.tooManyTakeovers(job, max));
  }

  /** Whether the flow of the job completed a step within the last {@code max} takeovers. */
  private boolean advanced(int max) {
    LogbookStore logbook = context.ports().logbook();
    if (logbook == null) {
      return false;
    }
    try {
      return FlowTakeovers.count(logbook, runningJob.job().id()) <= max;
    } catch (RuntimeException e) {
      // The progress of the flow cannot be read, so it is unknown whether the flow completed a
      // step.
      // The job starts anyway: one start too many does less harm than giving up a job that
      // advances.
      LOG.debug(
          "progress of the flow of a job cannot be read; the job starts anyway: job={}",
          runningJob.job().id(),
          e);
      return true;
    }
  }

  /**
   * Whether an earlier attempt left the progress of a flow. If so, the parameters fitted the action
   * at that time, and may fit the action of another executor. Then parameters that do not fit here
   * are no reason to fail the job.
   */
  private boolean hasStartedFlow() {
    LogbookStore logbook = context.ports().logbook();
    try {
      return logbook != null && UnsettledFlow.hasStarted(logbook, runningJob.job());
    } catch (RuntimeException e) {
      LOG.debug("flow of a job cannot be read: job={}", runningJob.job().id(), e);
      return runningJob.job().status().attempt() > 1;
    }
  }

  /** Calls the action and returns the exception that it threw, or null. */
  private @Nullable Throwable act() {
    ActionDefinition<?> action = runningJob.action();
    if (runningJob.interruptReason() != null || action == null) {
      return new InterruptedException("interrupted before the action was called");
    }
    context.listener().tell(to -> to.started(runningJob.job(), waited()));
    // The listener may have set the interrupt flag, or may have cleared an interrupt by the
    // executor.
    ForeignInterrupts.clear(view::isInterrupted);
    if (view.isInterrupted()) {
      return new InterruptedException("interrupted before the action was called");
    }
    LOG.debug(
        "job starts: job={} action={} attempt={}",
        runningJob.job().id(),
        action.name(),
        view.attempt());
    try {
      startTimeout(action);
      call(action);
      return ForeignInterrupts.clear(view::isInterrupted) ? flagLeft() : null;
    } catch (Throwable e) {
      log(e);
      return e;
    } finally {
      stopTimeout();
    }
  }

  /**
   * Creates the failure of an action that returned with the interrupt flag set although Baton did
   * not interrupt it. Such an action has probably not completed its work.
   */
  private static InterruptedException flagLeft() {
    return new InterruptedException(
        "the action returned with the interrupt flag of its thread set: its work was interrupted,"
            + " but not by Baton");
  }

  private <P extends Record> void call(ActionDefinition<P> action) throws Exception {
    Span span = runningJob.span().child(SpanKind.INTERNAL, "action");
    try (CurrentSpan.Scope scope = CurrentSpan.enter(span)) {
      action.body().run(view, parameters(action));
    } catch (Throwable e) {
      span.failed(e.getClass().getName());
      throw e;
    } finally {
      span.end();
    }
  }

  private <P extends Record> P parameters(ActionDefinition<P> action) {
    try {
      return action.parameters().parse(runningJob.job().spec().payload());
    } catch (InvalidInputException e) {
      throw new UnfitParameters(e);
    }
  }

  private RunDecision decision(@Nullable Throwable thrown) {
    if (thrown instanceof UnfitParameters unfit) {
      String message = "the parameters do not fit the action: " + unfit.getMessage();
      return DecideRun.decideForFailure(
          runningJob.claim(),
          hasStartedFlow()
              ? AttemptFailure.unfitFlow(message)
              : AttemptFailure.refused(1, message));
    }
    DecideRun.ActionOutcome actionOutcome = view.ending(thrown);
    return DecideRun.decide(
        runningJob.claim(), runningJob.interruptReason(), actionOutcome, runningJob.timeout());
  }

  private void startTimeout(ActionDefinition<?> action) {
    Duration own = runningJob.job().spec().timeout();
    Duration allowed = own == null ? action.timeout() : own;
    if (allowed != null) {
      runningJob.timeout(allowed);
      timeout = context.timers().scheduleAfter(allowed, this::timeOut);
    }
  }

  private void timeOut() {
    RunStopHandler runStopHandler = runningJob.stopHandler();
    if (runStopHandler == null) {
      context.runInterrupter().interrupt(runningJob, InterruptReason.TIMED_OUT);
    } else {
      runStopHandler.action().timedOut();
    }
  }

  private void stopTimeout() {
    if (timeout != null) {
      context.timers().cancel(timeout);
    }
  }

  /**
   * Logs errors of the Java virtual machine as errors. All other exceptions are logged only for
   * debugging, because the job stores the failure of its action.
   */
  private void log(Throwable thrown) {
    if (thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError)) {
      LOG.error(
          "an error of the Java virtual machine ended an attempt of a job; restart the process if"
              + " it happens again: job={}",
          runningJob.job().id(),
          thrown);
    } else {
      // Only the text is logged: a logger would call methods of the exception, which are the
      // action's code.
      LOG.debug(
          "action threw an exception: job={} reason={}",
          runningJob.job().id(),
          ErrorText.line(thrown));
    }
  }

  /**
   * The time that the job waited for its first start. Zero for later starts, because the time since
   * the post is meaningless for them.
   */
  private Duration waited() {
    Instant due = firstDue(runningJob.job());
    return due != null && runningJob.startedAt().isAfter(due)
        ? Duration.between(due, runningJob.startedAt())
        : Duration.ZERO;
  }

  /** Returns when the job could have been started; null if this is not its first start. */
  static @Nullable Instant firstDue(Job job) {
    if (job.status().attempt() != 1) {
      return null;
    }
    Instant notBefore = job.spec().notBefore();
    return notBefore != null && notBefore.isAfter(job.created()) ? notBefore : job.created();
  }
}
