// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.error.LostClaimException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.flow.FlowNode;
import dev.baton.flowrunner.FlowListener;
import dev.baton.flowrunner.FlowOptions;
import dev.baton.flowrunner.FlowOutcome;
import dev.baton.flowrunner.FlowRun;
import dev.baton.flowrunner.FlowRunner;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.Jobs;
import dev.baton.logbook.Logbook;
import dev.baton.logbook.LogbookStore;
import dev.baton.plugin.HandedOverException;
import dev.baton.plugin.JobFailedException;
import dev.baton.plugin.StopHandler;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a flow as the action of a job, and turns the outcome of the flow into the result of the
 * action.
 */
final class RunFlow implements StopHandler {

  private static final Logger LOG = LoggerFactory.getLogger(RunFlow.class);

  private static final int TIMED_OUT = 124;

  private final RunningJob runningJob;
  private final ExecutorJobRun view;
  private final ExecutorContext context;
  // Set once by the action's thread, before the stop handler is registered.
  private @Nullable FlowRun flow;
  private volatile boolean canceled;

  RunFlow(RunningJob runningJob, ExecutorJobRun view, ExecutorContext context) {
    this.runningJob = runningJob;
    this.view = view;
    this.context = context;
  }

  void run(FlowNode definition, FlowOptions options, List<FlowListener> listeners)
      throws Exception {
    try {
      runOnStore(definition, options, listeners);
    } catch (UnavailableException e) {
      if (view.isForeignInterrupt(e)) {
        throw e;
      }
      // An exception of a task body would have become a failure of the flow. So this exception
      // comes from the store. The flow has not failed, and another executor can continue it.
      LOG.warn(
          "job is abandoned, because the progress of its flow cannot be stored now; an executor"
              + " resumes it later: job={}",
          runningJob.job().id(),
          e);
      throw new HandedOverException();
    }
  }

  private void runOnStore(FlowNode definition, FlowOptions options, List<FlowListener> listeners)
      throws Exception {
    LogbookStore store = store();
    FlowContinuation flowContinuation = FlowContinuation.of(runningJob.job());
    FlowRunner.Opening opening = opening(store, definition, options);
    listeners.forEach(opening::listen);
    boolean isFirstRun = store.find(runningJob.job().id()).isEmpty();
    if (flowContinuation != null && isFirstRun) {
      opening.continueFrom(origin(store, runningJob.job(), flowContinuation.job()));
    }
    FlowRun opened;
    try {
      opened = opening.open();
      if (ended(opened).isEmpty() && !opened.logbook().unsettled().isEmpty()) {
        opened.validate();
      }
    } catch (UnavailableException | LostClaimException e) {
      throw e;
    } catch (RuntimeException e) {
      if (!UnsettledFlow.hasStarted(store, runningJob.job())) {
        throw e;
      }
      new UnfitFlow(runningJob, view, store, context.clock()).leaveToOtherExecutors(e);
      return;
    }
    if (flowContinuation != null) {
      prepare(opened, flowContinuation, isFirstRun);
    }
    flow = opened;
    view.onStop(this);
    conclude(opened, outcome(opened));
  }

  private LogbookStore store() throws JobFailedException {
    LogbookStore store = context.ports().logbook();
    if (store == null) {
      throw new JobFailedException(
          1,
          "the store of this executor cannot keep the progress of flows; use another store",
          false);
    }
    return store;
  }

  private FlowRunner.Opening opening(LogbookStore store, FlowNode definition, FlowOptions options) {
    Job job = runningJob.job();
    Jobs jobs = context.jobService().forRun(job);
    return new FlowRunner(store, context.clock())
        .flow(definition)
        .forJob(job.id(), runningJob.claim().token())
        .round(job.status().failures())
        .options(options)
        .signals(view::signals)
        .interruptedWhen(view::isInterrupted)
        .host(new JobFlowHost(view, new FlowChildJobs(job, jobs, context, store, view)))
        .listen(new JobLogFlowListener(view));
  }

  private static Logbook origin(LogbookStore store, Job reader, JobId id) {
    return store
        .findFor(reader, id)
        .orElseThrow(() ->
            new NotFoundException(
                "the flow of " + id + " cannot be continued, because it is not stored"));
  }

  private static void prepare(
      FlowRun opened, FlowContinuation flowContinuation, boolean isFirstRun) {
    String from = flowContinuation.from();
    if (from == null) {
      opened.revertAgain();
      opened.revert();
    } else if (isFirstRun) {
      opened.rerunFrom(from);
    }
  }

  private FlowOutcome outcome(FlowRun opened) throws InterruptedException {
    Optional<FlowOutcome> ended = ended(opened);
    return ended.isPresent() ? ended.get() : opened.run();
  }

  /**
   * The stored outcome of a flow that ended before the earlier executor of a resumed job could
   * report it. Such a flow is not run again. Empty in all other cases, also after a failed attempt:
   * the new attempt runs the flow again.
   */
  private Optional<FlowOutcome> ended(FlowRun opened) {
    return runningJob.claim().resumed() ? opened.storedOutcome() : Optional.empty();
  }

  private void conclude(FlowRun opened, FlowOutcome outcome) throws Exception {
    switch (outcome) {
      case FlowOutcome.Succeeded succeeded -> {
        view.result(FlowStatusMessages.results(opened));
        if (FlowStatusMessages.isWaiting(runningJob.job().status().statusMessage())) {
          view.message("continued after a wait");
        }
      }
      case FlowOutcome.Reverted reverted -> reverted(reverted);
      case FlowOutcome.Failed failed ->
          throw new JobFailedException(
              1,
              "the flow stopped with tasks that are neither completed nor reverted: "
                  + FlowStatusMessages.failureText(failed.failures())
                  + "; remove the cause, then: baton job revert "
                  + runningJob.job().id(),
              false);
      case FlowOutcome.Suspended suspended -> throw new HandedOverException();
      case FlowOutcome.Waiting waiting ->
          view.await(waiting.until(), waiting.seen(), FlowStatusMessages.waitText(waiting));
    }
  }

  private void reverted(FlowOutcome.Reverted reverted) throws JobFailedException {
    FlowContinuation flowContinuation = FlowContinuation.of(runningJob.job());
    String timeout = FlowStatusMessages.timeout(reverted.failures());
    if (timeout != null) {
      throw new JobFailedException(TIMED_OUT, timeout + "; the flow was reverted");
    }
    if (canceled) {
      view.message("cancelled; the flow was reverted");
      view.endCanceled();
    } else if (flowContinuation != null && flowContinuation.from() == null) {
      view.message("the flow of " + flowContinuation.job() + " was reverted");
    } else {
      String rest =
          reverted.partial() ? "; part of the flow was reverted" : "; the flow was reverted";
      throw new JobFailedException(1, FlowStatusMessages.failureText(reverted.failures()) + rest);
    }
  }

  @Override
  public void stopRequested() {
    openedFlow().suspend();
  }

  @Override
  public void timedOut() {
    openedFlow().revert(new TimeoutException("timed out after " + runningJob.timeout()));
  }

  @Override
  public void cancelRequested() {
    canceled = true;
    openedFlow().revert();
  }

  private FlowRun openedFlow() {
    FlowRun opened = flow;
    if (opened == null) {
      throw new IllegalStateException("the flow has not been opened yet");
    }
    return opened;
  }
}
