// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.ConflictException;
import dev.baton.error.NotFoundException;
import dev.baton.flow.Failure;
import dev.baton.flow.InvalidFlowException;
import dev.baton.flow.JsonValues;
import dev.baton.flow.Symbol;
import dev.baton.flow.Task;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowState;
import dev.baton.logbook.Logbook;
import dev.baton.runner.plan.FlowPlan;
import dev.baton.runner.plan.PlanNode;
import dev.baton.runner.plan.PlannedRevert;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One flow in the hands of one claim: run it, suspend it, run it on. Made by {@link FlowRunner}.
 *
 * <p>{@link #suspend} and {@link #revert} may be called by any thread at any time. Everything else
 * is for one thread, while the flow does not run.
 */
public final class FlowRun {

  private enum Use {
    IDLE,
    RUNNING,
    /** What is in memory may not be what is stored. */
    BROKEN
  }

  private final FlowProgress flowProgress;
  private final FlowOptions options;
  private final RunControl runControl;
  private final EachFlowExpansion eachFlowExpansion;
  private final AtomicReference<Use> use = new AtomicReference<>(Use.IDLE);

  FlowRun(
      FlowProgress flowProgress,
      FlowOptions options,
      RunControl runControl,
      EachFlowExpansion eachFlowExpansion) {
    this.flowProgress = flowProgress;
    this.options = options;
    this.runControl = runControl;
    this.eachFlowExpansion = eachFlowExpansion;
    runControl.failuresFrom(flowProgress::failures);
  }

  /**
   * Gives the whole flow a value under a symbol; it hides every atom that provides it, and is
   * stored with the next write.
   */
  public <T> FlowRun inject(Symbol<T> symbol, @Nullable T value) {
    return inject(Map.of(symbol.name(), JsonValues.write(value)));
  }

  /** As {@link #inject(Symbol, Object)}, for several symbols by name. */
  public FlowRun inject(Map<String, JsonNode> values) {
    Map<String, JsonNode> store = new LinkedHashMap<>(flowProgress.flow().store());
    values.forEach((name, value) ->
        store.put(name, StorableValueCheck.requireStorable("symbol '" + name + "'", value)));
    flowProgress.flow(flowProgress.flow().withStore(store));
    return this;
  }

  /**
   * Checks that every atom can get what it requires; {@link #run} does it too.
   *
   * @throws dev.baton.flow.InvalidFlowException if not
   */
  public void validate() {
    flowProgress.plan().validate(flowProgress.flow().store().keySet());
  }

  /**
   * Runs the flow from where it is: from its start, from where it was suspended, or from where a
   * process died. A flow that was reverted starts anew; one that succeeded runs only what is new;
   * one that failed stays so until somebody {@linkplain #revertAgain resolves} it.
   *
   * @return how it ended, which is stored
   * @throws dev.baton.flow.InvalidFlowException if an atom cannot get what it requires; then
   *     nothing was run, and of a flow that was never run nothing is stored
   * @throws dev.baton.error.LostClaimException if another claim has taken the job; bodies that ran
   *     were interrupted
   * @throws dev.baton.error.UnavailableException if the store does not answer: open the flow anew
   * @throws InterruptedException if the caller ends the run by an interrupt, see {@link
   *     FlowRunner.Opening#interruptedWhen}; bodies that ran were interrupted too and are found as
   *     cut off by the next run
   */
  public FlowOutcome run() throws InterruptedException {
    enter();
    boolean whole = false;
    try {
      boolean goesOn = prepare();
      begin(goesOn);
      FlowOutcome outcome =
          new AtomScheduler(flowProgress, options, runControl, eachFlowExpansion).run(goesOn);
      runControl.clear();
      whole = true;
      return outcome;
    } catch (InvalidFlowException e) {
      whole = true;
      throw e;
    } catch (CallerInterrupts.RunInterruptedException e) {
      throw e.asInterrupt();
    } finally {
      use.set(whole ? Use.IDLE : Use.BROKEN);
    }
  }

  /**
   * What {@link #run} answered, or was about to answer, when the flow came to its end in this
   * {@linkplain FlowRunner.Opening#round round}; empty if it did not. For those that take a job up
   * whose process died before it could tell.
   */
  public Optional<FlowOutcome> storedOutcome() {
    return flowProgress.flow().round() == runControl.round()
        ? new StoredOutcome(flowProgress).find()
        : Optional.empty();
  }

  /** Asks the run to start nothing more and to end once what runs has ended. */
  public void suspend() {
    runControl.suspend();
  }

  /**
   * Asks the run under way, or the next one, to start nothing more and to revert everything that
   * was done: cancel and revert. To cancel and keep what was done, {@link #suspend} and run no
   * more.
   */
  public void revert() {
    runControl.revert(null);
  }

  /** As {@link #revert()}, for a reason that the outcome tells among its failures. */
  public void revert(Throwable reason) {
    runControl.revert(Failure.of(reason));
  }

  /** Has the next run try reverts that failed again, and go on with those before them. */
  public void revertAgain() {
    runControl.revertAgain();
  }

  /**
   * Makes a flow that succeeded or was reverted as if it had never run; one that never ran stays
   * so.
   *
   * @throws ConflictException if it is in another state
   */
  public void reset() {
    FlowState state = flowProgress.flow().state();
    if (state == FlowState.PENDING) {
      return;
    }
    if (state != FlowState.SUCCESS && state != FlowState.REVERTED) {
      throw new ConflictException(
          "flow '"
              + flowProgress.flow().name()
              + "' is "
              + state
              + " and cannot be reset (allowed: SUCCESS, REVERTED)");
    }
    new ResetAtoms(flowProgress, eachFlowExpansion).resetAll();
    flowProgress.flow(FlowState.PENDING);
    flowProgress.flush();
  }

  /**
   * Has the next run execute an atom and everything behind it anew, without reverting it before.
   *
   * @throws NotFoundException if there is no such atom
   * @throws ConflictException if something before the atom is not done
   */
  public void rerunFrom(String name) {
    PlanNode atom = flowProgress.plan().atom(name);
    if (atom == null) {
      throw new NotFoundException(
          "flow '"
              + flowProgress.flow().name()
              + "' has no atom '"
              + name
              + "'; it has "
              + flowProgress.plan().atomNodes().stream().map(PlanNode::name).limit(50).toList());
    }
    if (!flowProgress.arePredecessorsDone(atom)) {
      throw new ConflictException(
          "atom '"
              + name
              + "' cannot run again: something before it is not done; run the flow anew"
              + " from an earlier atom");
    }
    new ResetAtoms(flowProgress, eachFlowExpansion).resetFrom(atom);
    if (flowProgress.flow().state() == FlowState.REVERTED) {
      flowProgress.flow(FlowState.PENDING);
    }
    flowProgress.flush();
  }

  /** The reverts that {@link #revert} would have run if it were asked for now, in order. */
  public List<PlannedRevert> revertPlan() {
    List<PlannedRevert> planned = new ArrayList<>();
    for (PlanNode atom : flowProgress.plan().revertOrder()) {
      AtomState state = flowProgress.state(atom);
      boolean reverts =
          switch (state) {
            case SUCCESS, FAILURE, RUNNING, REVERTING, REVERT_FAILURE, RETRYING -> true;
            case PENDING, REVERTED, IGNORE -> false;
          };
      if (reverts && atom.atom() instanceof Task<?> task) {
        planned.add(new PlannedRevert(atom.name(), task.body().hasRevert()));
      }
    }
    return planned;
  }

  /** The flow as it was compiled, with the nodes of lists that are known by now. */
  public FlowPlan plan() {
    return flowProgress.plan();
  }

  /** The details of the flow and its atoms, also where they are not stored yet. */
  public Logbook logbook() {
    return new Logbook(flowProgress.flow(), flowProgress.snapshot());
  }

  /** The values of each symbol that has any: that given from outside, then those of atoms. */
  public Map<String, List<JsonNode>> values() {
    return new ArgumentLookup(flowProgress).allValues();
  }

  /** The value of a symbol, that given from outside before that of an atom; null if none. */
  public <T> @Nullable T value(Symbol<T> symbol) {
    List<JsonNode> all = values().get(symbol.name());
    return all == null ? null : JsonValues.read(all.getFirst(), symbol.type());
  }

  private void enter() {
    Use before = use.compareAndExchange(Use.IDLE, Use.RUNNING);
    if (before == Use.RUNNING) {
      throw new ConflictException(
          "flow '" + flowProgress.flow().name() + "' runs already; wait for its end");
    }
    if (before == Use.BROKEN) {
      throw new ConflictException(
          "the run of flow '" + flowProgress.flow().name() + "' was cut off; open the flow anew");
    }
  }

  /**
   * Takes the flow from the state that it was left in to one that it can be run in.
   *
   * @return whether it was left before it came to an end
   */
  private boolean prepare() {
    FlowState state = flowProgress.flow().state();
    if (state == FlowState.RUNNING || state == FlowState.SUSPENDING) {
      flowProgress.flow(FlowState.RESUMING);
    }
    flowProgress.flow(FlowState.SUSPENDED);
    if (state == FlowState.REVERTED) {
      new ResetAtoms(flowProgress, eachFlowExpansion).resetAll();
      flowProgress.flow(FlowState.PENDING);
    }
    if (state != FlowState.PENDING) {
      validateOrStore();
    } else {
      validate();
    }
    return flowProgress.flow().state() == FlowState.SUSPENDED;
  }

  /** What was stored before is to be stored as it is now, also when it cannot be run. */
  private void validateOrStore() {
    try {
      validate();
    } catch (InvalidFlowException e) {
      flowProgress.flush();
      throw e;
    }
  }

  private void begin(boolean goesOn) {
    runControl.refreshSignals();
    FlowDetail flow = flowProgress.flow();
    flowProgress.flow(
        goesOn ? flow.withWaiting(null).withUnfitSince(null) : flow.begun(runControl.round()));
    flowProgress.flow(FlowState.RUNNING);
  }
}
