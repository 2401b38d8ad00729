// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import dev.baton.flow.Failure;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowState;
import dev.baton.logbook.Intention;
import dev.baton.runner.plan.PlanNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs a flow from the state that the ledger tells to its next rest: one pass starts all that is
 * ready, waits until something is done, records it and looks what became ready by that.
 */
final class AtomScheduler {

  private final FlowProgress flowProgress;
  private final FlowOptions options;
  private final RunControl runControl;
  private final EachFlowExpansion eachFlowExpansion;
  private final AtomSelector atomSelector;
  private final FailureResolver failureResolver;
  private final AtomStarter atomStarter;
  private final AtomCompleter atomCompleter;
  private final InterruptedAtoms interruptedAtoms;
  private final WaitingAtoms waitingAtoms;
  private final BodyRunner bodyRunner;

  /** Whether something stopped the flow: nothing is started any more. */
  private boolean halted;

  AtomScheduler(
      FlowProgress flowProgress,
      FlowOptions options,
      RunControl runControl,
      EachFlowExpansion eachFlowExpansion) {
    this.flowProgress = flowProgress;
    this.options = options;
    this.runControl = runControl;
    this.eachFlowExpansion = eachFlowExpansion;
    ArgumentLookup argumentLookup = new ArgumentLookup(flowProgress);
    this.atomSelector = new AtomSelector(flowProgress, runControl.interruptions());
    this.failureResolver = new FailureResolver(flowProgress, argumentLookup, runControl, options);
    this.atomStarter =
        new AtomStarter(
            flowProgress,
            argumentLookup,
            new ResetAtoms(flowProgress, eachFlowExpansion),
            runControl);
    this.atomCompleter =
        new AtomCompleter(flowProgress, eachFlowExpansion, runControl.interruptions());
    this.interruptedAtoms = new InterruptedAtoms(flowProgress, atomCompleter);
    this.waitingAtoms = new WaitingAtoms(flowProgress, runControl::isSent);
    this.bodyRunner = new BodyRunner(flowProgress, options, runControl);
  }

  /**
   * Runs; the flow must be RUNNING.
   *
   * @param goesOn whether it was left before it came to an end
   */
  FlowOutcome run(boolean goesOn) throws InterruptedException {
    try (bodyRunner) {
      resume(goesOn);
      do {
        runPass();
      } while (hasWork());
      return end();
    }
  }

  private boolean hasWork() {
    if (bodyRunner.hasRunning()) {
      return true;
    }
    if (isSuspending() || halted) {
      return false;
    }
    if (atomSelector.isEmpty() && !waitingAtoms.isEmpty()) {
      runControl.refreshSignals();
      waitingAtoms.takeReady().forEach(atomSelector::add);
    }
    return !atomSelector.isEmpty();
  }

  private void runPass() throws InterruptedException {
    runControl.interruptions().check("between two atoms");
    runControl.handleRequests(this::suspend, this::cancel);
    bodyRunner.recordProgress();
    if (isSuspending()) {
      bodyRunner.withdrawUnstarted();
    } else if (!halted) {
      start();
    }
    if (bodyRunner.hasUnfinished()) {
      flowProgress.flush();
    }
    List<Invocation> done = bodyRunner.await(waitingAtoms.remaining());
    if (runControl.isSuspendRequested()) {
      // Asked before these were handed in, perhaps by one of them.
      suspend();
    }
    // What succeeded first: should the process die between, less is done again.
    done.stream().filter(invocation -> invocation.error() == null).forEach(this::complete);
    done.stream().filter(invocation -> invocation.error() != null).forEach(this::complete);
    if (!halted && !isSuspending()) {
      waitingAtoms.takeReady().forEach(atomSelector::add);
    }
    runControl.handleRequests(this::suspend, this::cancel);
  }

  private boolean isSuspending() {
    return flowProgress.flow().state() != FlowState.RUNNING;
  }

  private void suspend() {
    if (flowProgress.flow().state() == FlowState.RUNNING) {
      flowProgress.flow(FlowState.SUSPENDING);
    }
  }

  // Starting.

  private void start() throws InterruptedException {
    for (PlanNode atom : atomSelector.take()) {
      if (waitingAtoms.mustWait(atom)) {
        waitingAtoms.add(atom);
      } else if (isStillDue(atom)) {
        bodyRunner.start(atom, atomStarter.start(atom));
        if (runControl.isSuspendRequested()) {
          suspend();
        }
      }
    }
  }

  /** What made an atom ready may be over: another one has failed since. */
  private boolean isStillDue(PlanNode atom) {
    return switch (flowProgress.state(atom)) {
      case PENDING -> atomSelector.canExecute(atom);
      case SUCCESS, FAILURE -> atomSelector.canRevert(atom);
      case RUNNING, REVERTING, RETRYING, REVERT_FAILURE -> true;
      case REVERTED, IGNORE -> false;
    };
  }

  // Completing.

  private void complete(Invocation invocation) {
    switch (atomCompleter.complete(invocation)) {
      case AtomCompleter.Completion.Succeeded done -> {
        atomSelector.selectReverts(List.of(done.atom()));
        selectAtoms(eachFlowExpansion.decidesNodes(done.atom()));
      }
      case AtomCompleter.Completion.Failed failed -> {
        fail(failed.atom(), failed.failure());
        selectAtoms(false);
      }
      case AtomCompleter.Completion.Reverted done -> selectAtoms(false);
      case AtomCompleter.Completion.RevertFailed failed -> halted = true;
      case AtomCompleter.Completion.Waiting parked -> addWaiting(parked.atom());
    }
  }

  private void selectAtoms(boolean atAll) {
    if (halted) {
      return;
    }
    if (atAll) {
      atomSelector.selectAll(this::undecided);
    } else {
      atomSelector.selectReady(this::undecided);
    }
  }

  private void addWaiting(PlanNode atom) {
    if (isToAbandon(atom)) {
      abandon(atom);
    } else {
      waitingAtoms.add(atom);
    }
  }

  // Failing.

  private void fail(PlanNode atom, Failure failure) {
    if (options.neverResolve()) {
      halted = true;
      return;
    }
    try {
      selectReverts(failureResolver.resolve(atom, failure));
    } catch (FailureResolver.UndecidedException e) {
      halt(e.retry, e.getCause());
    }
  }

  /** A decider threw: it cannot be known whether the atom may run. */
  private void undecided(PlanNode atom, Exception error) {
    halt(atom.name(), error);
  }

  private void halt(String atom, @Nullable Throwable error) {
    Throwable cause = error == null ? new IllegalStateException("undecided") : error;
    Failure failure = Failure.of(cause);
    flowProgress.flow(
        flowProgress
            .flow()
            .withCause(new FlowDetail.Cause(atom, failure))
            .withNote("'" + atom + "' could not decide: " + failure));
    if (options.haltOnUndecided()) {
      halted = true;
    } else {
      revertAll();
    }
  }

  private void revertAll() {
    selectReverts(failureResolver.revertAll());
  }

  /** Looks at atoms whose intention may have changed. */
  private void selectReverts(List<PlanNode> atoms) {
    waitingAtoms.take(this::isToAbandon).forEach(this::abandon);
    atomSelector.selectReverts(atoms);
  }

  /** A revert that waits does so until it is done. */
  private boolean isToAbandon(PlanNode atom) {
    return flowProgress.intention(atom) == Intention.REVERT
        && flowProgress.state(atom) != AtomState.REVERTING;
  }

  /** An atom that waits while its flow is reverted does not wait on. */
  private void abandon(PlanNode atom) {
    if (flowProgress.state(atom) == AtomState.RUNNING) {
      interruptedAtoms.recordWaitAbandoned(atom);
    }
    atomSelector.selectReverts(List.of(atom));
  }

  // Resuming.

  private void resume(boolean goesOn) throws InterruptedException {
    AtomsByState atomsByState = AtomsByState.of(flowProgress);
    runControl.handleRequests(this::suspend, this::cancel);
    if (!options.neverResolve()) {
      atomsByState.in(AtomState.FAILURE).forEach(this::failAgain);
    }
    if (runControl.takeRevertAgain()) {
      atomsByState.in(AtomState.REVERT_FAILURE).forEach(atomSelector::add);
    } else {
      halted |= goesOn && atomsByState.has(AtomState.REVERT_FAILURE);
    }
    halted |= goesOn && options.neverResolve() && atomsByState.has(AtomState.FAILURE);
    if (halted) {
      // Only what was under way is brought to its end, as if no process had died.
      atomSelector.take();
    }
    Set<PlanNode> pointless = interruptedAtoms.needNoRepeat(atomsByState.in(AtomState.RUNNING));
    atomsByState.in(AtomState.RUNNING).forEach(atom -> continued(atom, pointless.contains(atom)));
    atomsByState.in(AtomState.REVERTING).forEach(atomSelector::add);
    atomsByState.in(AtomState.RETRYING).forEach(atomSelector::add);
    if (!halted) {
      atomSelector.selectAll(this::undecided);
    } else if (!isSuspending()) {
      start();
    }
  }

  private void failAgain(PlanNode atom) {
    Failure failure = flowProgress.detail(atom).outcome().failure();
    if (failure != null
        && !InterruptedAtoms.isInterruption(failure)
        && flowProgress.state(atom) == AtomState.FAILURE) {
      fail(atom, failure);
    }
  }

  private void continued(PlanNode atom, boolean isPointless) {
    if (waitingAtoms.mustWait(atom) && isToAbandon(atom)) {
      abandon(atom);
    } else if (flowProgress.state(atom) == AtomState.RUNNING && isPointless) {
      interruptedAtoms.recordInterrupted(atom);
    } else if (flowProgress.state(atom) == AtomState.RUNNING) {
      atomSelector.add(atom);
    }
  }

  private void cancel() {
    Failure reason = runControl.revertReason();
    FlowDetail flow = flowProgress.flow().withNote("somebody asked to revert it");
    flowProgress.flow(
        reason == null
            ? flow
            : flow.withNote(reason.message()).withCause(new FlowDetail.Cause(null, reason)));
    revertAll();
  }

  // Ending.

  private FlowOutcome end() {
    return new DecideOutcome(flowProgress, atomSelector, waitingAtoms, runControl).decide(halted);
  }
}
