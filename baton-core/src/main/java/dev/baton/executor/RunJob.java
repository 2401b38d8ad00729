// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.error.InvalidInputException;
import dev.baton.job.Job;
import dev.baton.logbook.LogbookStore;
import dev.baton.plugin.ActionDefinition;
import dev.baton.service.Interrupts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Runs the action of a claimed job on a thread of its own, then settles what becomes of it. */
final class RunJob implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(RunJob.class);

  /** The parameters do not fit: no attempt can help. */
  private static final class UnfitParameters extends RuntimeException {
    UnfitParameters(InvalidInputException cause) {
      super(cause.getMessage(), cause, false, false);
    }
  }

  private final Run run;
  private final RunContext context;
  private final RunView view;
  private Timers.@Nullable Alarm timeout;

  RunJob(Run run, RunContext context) {
    this.run = run;
    this.context = context;
    this.view = new RunView(run, context);
  }

  @Override
  public void run() {
    MDC.put("job", run.job().id().toString());
    MDC.put("executor", context.options().name());
    try {
      Verdict verdict = Judge.decided(run, this::decide);
      if (run.finish()) {
        context.settlement().settle(run, verdict);
      }
    } finally {
      run.stay().remove(run);
      context.runs().remove(run);
      MDC.clear();
    }
  }

  private Verdict decide() {
    Optional<Failure> refusal = refusal();
    return refusal.isPresent() ? refused(refusal.get()) : verdict(act());
  }

  private Verdict refused(Failure failure) {
    LOG.debug("job={} is refused: {}", run.job().id(), failure.lastError());
    return Judge.failed(run.claim(), failure);
  }

  /** Why the action is not called at all, if so. */
  private Optional<Failure> refusal() {
    Job job = run.job();
    Optional<Failure> refusal = Judge.refusal(job, run.action() != null);
    int max = context.options().maxTakeovers();
    if (refusal.isPresent() || max == 0 || job.status().takeovers() <= max || advanced(max)) {
      return refusal;
    }
    return Optional.of(Judge.tooManyTakeovers(job, max));
  }

  /** Whether a flow has done a step within the last so many takeovers. */
  private boolean advanced(int max) {
    LogbookStore logbook = context.ports().logbook();
    if (logbook == null) {
      return false;
    }
    try {
      return FlowTakeovers.count(logbook, run.job().id()) <= max;
    } catch (RuntimeException e) {
      // One start more does less harm than not to run the job at all.
      LOG.debug("job={} has a flow that cannot be read", run.job().id(), e);
      return true;
    }
  }

  /** Whether an earlier start has left something of a flow: then the parameters did fit once. */
  private boolean hasBegun() {
    LogbookStore logbook = context.ports().logbook();
    try {
      return logbook != null && UnsettledFlow.isBegun(logbook, run.job());
    } catch (RuntimeException e) {
      LOG.debug("job={} may have a flow, which cannot be read", run.job().id(), e);
      return run.job().status().attempt() > 1;
    }
  }

  /** Calls the action; answers what it threw. */
  private @Nullable Throwable act() {
    ActionDefinition<?> action = run.action();
    if (run.cut() != null || action == null) {
      return new InterruptedException("cut off before the start");
    }
    context.listener().started(run.job(), waited());
    // The listener may have left an interrupt, or have swallowed one of the executor.
    Interrupts.dropForeign(view::isCutOff);
    if (view.isCutOff()) {
      return new InterruptedException("cut off before the start");
    }
    LOG.debug("job={} starts, action={} attempt={}", run.job().id(), action.name(), view.attempt());
    try {
      startTimeout(action);
      call(action);
      return Interrupts.dropForeign(view::isCutOff) ? flagLeft() : null;
    } catch (Throwable e) {
      log(e);
      return e;
    } finally {
      stopTimeout();
    }
  }

  /** An action that was interrupted has not done its work, unless Baton had it end. */
  private static InterruptedException flagLeft() {
    return new InterruptedException(
        "the action returned with the interrupt flag of its thread set: its work was interrupted,"
            + " but not by Baton");
  }

  private <P extends Record> void call(ActionDefinition<P> action) throws Exception {
    action.body().run(view, parameters(action));
  }

  private <P extends Record> P parameters(ActionDefinition<P> action) {
    try {
      return action.parameters().parse(run.job().spec().payload());
    } catch (InvalidInputException e) {
      throw new UnfitParameters(e);
    }
  }

  private Verdict verdict(@Nullable Throwable thrown) {
    if (thrown instanceof UnfitParameters unfit) {
      String message = "the parameters do not fit the action: " + unfit.getMessage();
      return Judge.failed(
          run.claim(), hasBegun() ? Failure.unfit(message) : Failure.refused(1, message));
    }
    Judge.Ending ending = view.ending(thrown);
    return Judge.verdict(run.claim(), run.cut(), ending, run.timeout());
  }

  private void startTimeout(ActionDefinition<?> action) {
    Duration own = run.job().spec().timeout();
    Duration allowed = own == null ? action.timeout() : own;
    if (allowed != null) {
      run.timeout(allowed);
      timeout = context.timers().scheduleAfter(allowed, this::timeOut);
    }
  }

  private void timeOut() {
    Steering steering = run.steering();
    if (steering == null) {
      context.interrupter().interrupt(run, Cut.TIMED_OUT);
    } else {
      steering.timedOut();
    }
  }

  private void stopTimeout() {
    if (timeout != null) {
      context.timers().cancel(timeout);
    }
  }

  /** Only what concerns this machine: that an action fails is told in the job. */
  private void log(Throwable thrown) {
    if (thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError)) {
      LOG.error("job={} met an error of the virtual machine", run.job().id(), thrown);
    } else {
      // Its text only: a logger calls methods of the exception, and those are the action's code
      // too.
      LOG.debug("job={} threw {}", run.job().id(), ErrorText.line(thrown));
    }
  }

  /** Zero for what was started before: then the time since the post says nothing. */
  private Duration waited() {
    Job job = run.job();
    Instant notBefore = job.spec().notBefore();
    Instant due = notBefore != null && notBefore.isAfter(job.created()) ? notBefore : job.created();
    boolean first = job.status().attempt() == 1 && run.startedAt().isAfter(due);
    return first ? Duration.between(due, run.startedAt()) : Duration.ZERO;
  }
}
