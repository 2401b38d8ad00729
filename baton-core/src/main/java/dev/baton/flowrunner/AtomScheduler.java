// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import dev.baton.flow.Failure;
import dev.baton.flowrunner.plan.PlanNode;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowState;
import dev.baton.logbook.Intention;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs a flow from its stored state until the flow ends, waits or is suspended. In a cycle, it
 * starts all ready atoms, waits until an atom has finished, records its result, and selects the
 * atoms that became ready.
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

  /** Whether an error has stopped the flow, so that no further atom may start. */
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
   * Runs the flow, which must be RUNNING.
   *
   * @param continuesFlow whether an earlier run left the flow before the flow ended
   */
  FlowOutcome run(boolean continuesFlow) throws InterruptedException {
    try (bodyRunner) {
      resume(continuesFlow);
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
    runControl.handleRequests(flowProgress::suspend, this::cancel);
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
      // Somebody, perhaps one of the finished bodies, requested the suspension before these results
      // arrived. So the results must not start further atoms.
      flowProgress.suspend();
    }
    // Record successes first, so that fewer atoms are executed again if the process dies in
    // between.
    done.stream().filter(invocation -> invocation.error() == null).forEach(this::complete);
    done.stream().filter(invocation -> invocation.error() != null).forEach(this::complete);
    if (!halted && !isSuspending()) {
      waitingAtoms.takeReady().forEach(atomSelector::add);
    }
    runControl.handleRequests(flowProgress::suspend, this::cancel);
  }

  private boolean isSuspending() {
    return flowProgress.flow().state() != FlowState.RUNNING;
  }

  private void start() throws InterruptedException {
    for (PlanNode atom : atomSelector.take()) {
      if (waitingAtoms.mustWait(atom)) {
        waitingAtoms.add(atom);
      } else if (isStillDue(atom)) {
        bodyRunner.start(atom, atomStarter.start(atom));
        if (runControl.isSuspendRequested()) {
          flowProgress.suspend();
        }
      }
    }
  }

  /** Whether a selected atom may still start. Another atom may have failed since the selection. */
  private boolean isStillDue(PlanNode atom) {
    return switch (flowProgress.state(atom)) {
      case PENDING -> atomSelector.canExecute(atom);
      case SUCCESS, FAILURE -> atomSelector.canRevert(atom);
      case RUNNING, REVERTING, RETRYING, REVERT_FAILURE -> true;
      case REVERTED, IGNORE -> false;
    };
  }

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

  /** Handles an exception that a decider threw, so that it is unknown whether the atom may run. */
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

  /** Selects the reverts among atoms whose intention may have changed, and abandons their waits. */
  private void selectReverts(List<PlanNode> atoms) {
    waitingAtoms.take(this::isToAbandon).forEach(this::abandon);
    atomSelector.selectReverts(atoms);
  }

  /**
   * Whether a waiting atom must stop waiting because it is to be reverted. A revert that itself
   * waits continues until it is done.
   */
  private boolean isToAbandon(PlanNode atom) {
    return flowProgress.intention(atom) == Intention.REVERT
        && flowProgress.state(atom) != AtomState.REVERTING;
  }

  /** Ends the wait of an atom whose flow is being reverted. */
  private void abandon(PlanNode atom) {
    if (flowProgress.state(atom) == AtomState.RUNNING) {
      interruptedAtoms.recordWaitAbandoned(atom);
    }
    atomSelector.selectReverts(List.of(atom));
  }

  private void resume(boolean continuesFlow) throws InterruptedException {
    AtomsByState atomsByState = AtomsByState.of(flowProgress);
    runControl.handleRequests(flowProgress::suspend, this::cancel);
    if (!options.neverResolve()) {
      atomsByState.in(AtomState.FAILURE).forEach(this::failAgain);
    }
    if (runControl.takeRevertAgain()) {
      atomsByState.in(AtomState.REVERT_FAILURE).forEach(atomSelector::add);
    } else {
      halted |= continuesFlow && atomsByState.has(AtomState.REVERT_FAILURE);
    }
    halted |= continuesFlow && options.neverResolve() && atomsByState.has(AtomState.FAILURE);
    if (halted) {
      // The flow has stopped. Only the atoms that were in progress when the process died are
      // finished, because they would have been finished without its death.
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
    FlowDetail flow = flowProgress.flow().withNote("a revert of the flow was requested");
    flowProgress.flow(
        reason == null
            ? flow
            : flow.withNote(reason.message()).withCause(new FlowDetail.Cause(null, reason)));
    revertAll();
  }

  private FlowOutcome end() {
    return new DecideOutcome(flowProgress, atomSelector, waitingAtoms, runControl).decide(halted);
  }
}
