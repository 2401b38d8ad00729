// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.LostClaimException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.flow.Node;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.Jobs;
import dev.baton.logbook.Logbook;
import dev.baton.logbook.LogbookStore;
import dev.baton.plugin.HandedOverException;
import dev.baton.plugin.JobFailedException;
import dev.baton.runner.FlowListener;
import dev.baton.runner.FlowOptions;
import dev.baton.runner.FlowOutcome;
import dev.baton.runner.FlowRun;
import dev.baton.runner.FlowRunner;
import dev.baton.service.Clock;
import dev.baton.service.Threads;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a flow as the action of a job, and makes of its outcome what the job comes to. */
final class RunFlow implements Steering {

  private static final Logger LOG = LoggerFactory.getLogger(RunFlow.class);

  private static final int TIMED_OUT = 124;

  private final Run run;
  private final RunView view;
  private final RunContext context;
  private final Clock clock;
  // Set once, by the action's thread, before anybody can steer.
  private @Nullable FlowRun flow;
  private volatile boolean canceled;

  RunFlow(Run run, RunView view, RunContext context) {
    this.run = run;
    this.view = view;
    this.context = context;
    this.clock = context.clock();
  }

  void run(Node definition, FlowOptions options, List<FlowListener> listeners) throws Exception {
    try {
      runOnStore(definition, options, listeners);
    } catch (UnavailableException e) {
      if (view.isForeignInterrupt(e)) {
        throw e;
      }
      // What bodies throw is a failure of the flow, so this is the store's: nothing has failed.
      LOG.warn("job={} is given back: its flow cannot be stored now", run.job().id(), e);
      throw new HandedOverException();
    }
  }

  private void runOnStore(Node definition, FlowOptions options, List<FlowListener> listeners)
      throws Exception {
    LogbookStore store = store();
    Continuation continuation = Continuation.of(run.job());
    FlowRunner.Opening opening = opening(store, definition, options);
    listeners.forEach(opening::listen);
    boolean begins = store.find(run.job().id()).isEmpty();
    if (continuation != null && begins) {
      opening.continuing(origin(store, run.job(), continuation.job()));
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
      if (!UnsettledFlow.isBegun(store, run.job())) {
        throw e;
      }
      new UnfitFlow(run, view, store, clock).leaveToOthers(e);
      return;
    }
    if (continuation != null) {
      prepare(opened, continuation, begins);
    }
    flow = opened;
    run.steer(this);
    look(run.job());
    if (view.stopRequested()) {
      opened.suspend();
    }
    conclude(opened, outcome(opened));
  }

  private LogbookStore store() throws JobFailedException {
    LogbookStore store = context.ports().logbook();
    if (store == null) {
      throw new JobFailedException(
          1, "this executor's backend keeps no progress of flows; use another store", false);
    }
    return store;
  }

  private FlowRunner.Opening opening(LogbookStore store, Node definition, FlowOptions options) {
    return new FlowRunner(store, clock)
        .flow(definition)
        .of(run.job().id(), run.claim().token())
        .round(run.job().status().failures())
        .options(options)
        .signals(view::signals)
        .cutOff(view::isCutOff)
        .host(new JobHost(view, new FlowChildren(run.job(), context, store, view)))
        .listen(new FlowProgress(view));
  }

  private static Logbook origin(LogbookStore store, Job reader, JobId id) {
    return store
        .findFor(reader, id)
        .orElseThrow(
            () -> new NotFoundException("the flow of " + id + ", to be continued, is not stored"));
  }

  private static void prepare(FlowRun opened, Continuation continuation, boolean begins) {
    String from = continuation.from();
    if (from == null) {
      opened.revertAgain();
      opened.revert();
    } else if (begins) {
      opened.rerunFrom(from);
    }
  }

  private FlowOutcome outcome(FlowRun opened) throws InterruptedException {
    Optional<FlowOutcome> ended = ended(opened);
    return ended.isPresent() ? ended.get() : opened.run();
  }

  /** What was reached before the process died needs no run; a new attempt starts anew. */
  private Optional<FlowOutcome> ended(FlowRun opened) {
    return run.claim().resumed() ? opened.ended() : Optional.empty();
  }

  private void conclude(FlowRun opened, FlowOutcome outcome) throws Exception {
    switch (outcome) {
      case FlowOutcome.Succeeded succeeded -> {
        view.result(FlowFailures.results(opened));
        if (FlowFailures.isWaiting(run.job().status().statusMessage())) {
          view.message("waited, and went on");
        }
      }
      case FlowOutcome.Reverted reverted -> reverted(reverted);
      case FlowOutcome.Failed failed ->
          throw new JobFailedException(
              1,
              "stopped with work that is neither done nor undone: "
                  + FlowFailures.text(failed.failures())
                  + "; mend the cause, then: baton job revert "
                  + run.job().id(),
              false);
      case FlowOutcome.Suspended suspended -> throw new HandedOverException();
      case FlowOutcome.Waiting waiting ->
          view.await(waiting.until(), waiting.seen(), FlowFailures.waitsFor(waiting));
    }
  }

  private void reverted(FlowOutcome.Reverted reverted) throws JobFailedException {
    Continuation continuation = Continuation.of(run.job());
    String timeout = FlowFailures.timeout(reverted.failures());
    if (timeout != null) {
      throw new JobFailedException(TIMED_OUT, timeout + "; what was done is undone");
    }
    if (canceled) {
      view.message("cancelled; what was done is undone");
      view.canceled();
    } else if (continuation != null && continuation.from() == null) {
      view.message("what " + continuation.job() + " had done is undone");
    } else {
      String rest = reverted.partial() ? "; reverted in part" : "; what was done is undone";
      throw new JobFailedException(1, FlowFailures.text(reverted.failures()) + rest);
    }
  }

  @Override
  public void stopRequested() {
    steered().suspend();
  }

  @Override
  public void timedOut() {
    steered().revert(new TimeoutException("timed out after " + run.timeout()));
  }

  @Override
  public void signalled() {
    if (!canceled) {
      Threads.virtual("flow-signals", this::readSignals).start();
    }
  }

  private void readSignals() {
    try {
      context.ports().jobs().find(run.job().id()).ifPresent(this::look);
    } catch (UnavailableException | LostClaimException e) {
      LOG.debug("job={} will be asked for signals later", run.job().id(), e);
    }
  }

  private void look(Job job) {
    SortedMap<String, JsonNode> signals = job.status().signals();
    if (signals.containsKey(Jobs.CANCEL_SIGNAL)) {
      canceled = true;
      steered().revert();
    }
  }

  private FlowRun steered() {
    FlowRun opened = flow;
    if (opened == null) {
      throw new IllegalStateException("nothing runs yet");
    }
    return opened;
  }
}
