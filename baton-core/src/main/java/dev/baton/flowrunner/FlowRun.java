// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.baton.error.ConflictException;
import dev.baton.error.NotFoundException;
import dev.baton.flow.Failure;
import dev.baton.flow.InvalidFlowException;
import dev.baton.flow.JsonValues;
import dev.baton.flow.Symbol;
import dev.baton.flow.Task;
import dev.baton.flowrunner.plan.FlowPlan;
import dev.baton.flowrunner.plan.PlanNode;
import dev.baton.flowrunner.plan.PlannedRevert;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowState;
import dev.baton.logbook.Logbook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A flow that was opened under one claim. It can be run, suspended and run again. {@link
 * FlowRunner} creates it.
 *
 * <p>Any thread may call {@link #suspend} and {@link #revert} at any time. All other methods are
 * for one thread, while the flow does not run.
 */
public final class FlowRun {

  private enum Use {
    IDLE,
    RUNNING,
    /** The run ended abnormally, so the state in memory may differ from the stored state. */
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
   * Sets the value of a symbol for the whole flow. The value hides all atoms that provide the
   * symbol, and is stored with the next write.
   */
  public <T> FlowRun inject(Symbol<T> symbol, @Nullable T value) {
    return inject(Map.of(symbol.name(), JsonValues.write(value)));
  }

  /** Sets the values of several symbols, by name, as {@link #inject(Symbol, Object)} does. */
  public FlowRun inject(Map<String, JsonNode> values) {
    Map<String, JsonNode> store = new LinkedHashMap<>(flowProgress.flow().store());
    values.forEach((name, value) ->
        store.put(name, StorableValueCheck.requireStorable("symbol '" + name + "'", value)));
    flowProgress.flow(flowProgress.flow().withStore(store));
    return this;
  }

  /**
   * Checks that every atom can get the values that it requires. {@link #run} also checks this.
   *
   * @throws dev.baton.flow.InvalidFlowException if a required value is missing
   */
  public void validate() {
    flowProgress.plan().validate(flowProgress.flow().store().keySet());
  }

  /**
   * Runs the flow from its present state: from its start, from its suspension, or from the point at
   * which a process died. A reverted flow starts again from the beginning. A flow that succeeded
   * runs only new atoms. A failed flow stays failed until somebody {@linkplain #revertAgain
   * resolves} it.
   *
   * @return the outcome, which is also stored
   * @throws dev.baton.flow.InvalidFlowException if an atom cannot get a required value. Then
   *     nothing was run, and nothing is stored of a flow that has never run
   * @throws dev.baton.error.LostClaimException if another claim has taken the job; running bodies
   *     were interrupted
   * @throws dev.baton.error.UnavailableException if the store does not answer. Open the flow again
   *     before the next run of the flow
   * @throws InterruptedException if the caller ends the run by an interrupt, see {@link
   *     FlowRunner.Opening#interruptedWhen}. Running bodies were also interrupted, and the next run
   *     finds their atoms as interrupted
   */
  public FlowOutcome run() throws InterruptedException {
    enter();
    boolean whole = false;
    try {
      boolean continuesFlow = prepare();
      begin(continuesFlow);
      FlowOutcome outcome =
          new AtomScheduler(flowProgress, options, runControl, eachFlowExpansion)
              .run(continuesFlow);
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
   * The outcome that {@link #run} returned, or was about to return, when the flow ended in this
   * {@linkplain FlowRunner.Opening#round round}; empty if the flow has not ended in this round. An
   * executor that resumes a job uses it if the earlier process died before it reported the outcome.
   */
  public Optional<FlowOutcome> storedOutcome() {
    return flowProgress.flow().round() == runControl.identity().round()
        ? new StoredOutcome(flowProgress).find()
        : Optional.empty();
  }

  /**
   * Requests the run of the flow to start no further atoms and to end when the running atoms have
   * ended.
   */
  public void suspend() {
    runControl.suspend();
  }

  /**
   * Requests the present run of the flow, or the next run, to start no further atoms and to revert
   * everything that was done. To cancel the flow and keep what was done, call {@link #suspend} and
   * do not run the flow again.
   */
  public void revert() {
    runControl.revert(null);
  }

  /** Requests a revert as {@link #revert()} does. The outcome has the reason among its failures. */
  public void revert(Throwable reason) {
    runControl.revert(Failure.of(reason));
  }

  /**
   * Makes the next run of the flow repeat failed reverts and then continue with the reverts before
   * them.
   */
  public void revertAgain() {
    runControl.revertAgain();
  }

  /**
   * Sets all atoms of a flow that succeeded or was reverted to PENDING, as before the first run of
   * the flow. A flow that has never run stays unchanged.
   *
   * @throws ConflictException if the flow is in another state
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
   * Makes the next run of the flow execute an atom and all nodes after it again, without a revert.
   *
   * @throws NotFoundException if there is no such atom
   * @throws ConflictException if a predecessor of the atom is not done
   */
  public void rerunFrom(String name) {
    PlanNode atom = require(name);
    if (!flowProgress.arePredecessorsDone(atom)) {
      throw new ConflictException(
          "atom '"
              + name
              + "' cannot run again: an atom before it is not done; run the flow again"
              + " from an earlier atom");
    }
    new ResetAtoms(flowProgress, eachFlowExpansion).resetFrom(atom);
    if (flowProgress.flow().state() == FlowState.REVERTED) {
      flowProgress.flow(FlowState.PENDING);
    }
    flowProgress.flush();
  }

  private PlanNode require(String name) {
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
    return atom;
  }

  /** The reverts that {@link #revert} would run if it were called now, in order. */
  public List<PlannedRevert> revertPlan() {
    List<PlannedRevert> planned = new ArrayList<>();
    for (PlanNode atom : flowProgress.plan().revertOrder()) {
      if (flowProgress.detail(atom).mayHaveEffects() && atom.atom() instanceof Task<?> task) {
        planned.add(new PlannedRevert(atom.name(), task.body().hasRevert()));
      }
    }
    return planned;
  }

  /**
   * The values of the parameters of an atom by parameter name, as execute would get them now. The
   * value of a parameter that has none is a {@link MissingNode}.
   *
   * @throws NotFoundException if there is no such atom
   */
  public Map<String, JsonNode> inputs(String name) {
    BodyArguments arguments = new ArgumentLookup(flowProgress).forDisplay(require(name));
    Map<String, JsonNode> inputs = new LinkedHashMap<>();
    for (String parameter : arguments.declared()) {
      JsonNode value = arguments.values().get(parameter);
      inputs.put(parameter, value == null ? MissingNode.getInstance() : value);
    }
    return inputs;
  }

  /** The compiled flow, with the nodes of those lists that are already known. */
  public FlowPlan plan() {
    return flowProgress.plan();
  }

  /** The details of the flow and its atoms, including changes that are not stored yet. */
  public Logbook logbook() {
    return new Logbook(flowProgress.flow(), flowProgress.snapshot());
  }

  /**
   * The values of each symbol that has a value: first the value that was given to the flow from
   * outside, then the values of atoms.
   */
  public Map<String, List<JsonNode>> values() {
    return new ArgumentLookup(flowProgress).allValues();
  }

  /**
   * The value of a symbol; null if it has none. A value that was given to the flow from outside has
   * precedence over the values of atoms.
   */
  public <T> @Nullable T value(Symbol<T> symbol) {
    List<JsonNode> all = values().get(symbol.name());
    return all == null ? null : JsonValues.read(all.getFirst(), symbol.type());
  }

  private void enter() {
    Use before = use.compareAndExchange(Use.IDLE, Use.RUNNING);
    if (before == Use.RUNNING) {
      throw new ConflictException(
          "flow '" + flowProgress.flow().name() + "' is already running; wait for its end");
    }
    if (before == Use.BROKEN) {
      throw new ConflictException(
          "the run of flow '"
              + flowProgress.flow().name()
              + "' was interrupted; open the flow again");
    }
  }

  /**
   * Changes the flow from the state in which it was left to a state in which it can be run.
   *
   * @return whether an earlier run left the flow before the flow ended
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

  /**
   * Validates the flow. A flow that was stored before is written in its present state even if it is
   * invalid.
   */
  private void validateOrStore() {
    try {
      validate();
    } catch (InvalidFlowException e) {
      flowProgress.flush();
      throw e;
    }
  }

  private void begin(boolean continuesFlow) {
    runControl.refreshSignals();
    FlowDetail flow = flowProgress.flow();
    flowProgress.flow(
        continuesFlow
            ? flow.withWaiting(null).withUnfitSince(null)
            : flow.startedIn(runControl.identity().round()));
    flowProgress.flow(FlowState.RUNNING);
  }
}
