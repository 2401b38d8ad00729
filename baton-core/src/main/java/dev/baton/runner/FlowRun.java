// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.ConflictException;
import dev.baton.error.NotFoundException;
import dev.baton.flow.Failure;
import dev.baton.flow.InvalidFlowException;
import dev.baton.flow.Symbol;
import dev.baton.flow.Task;
import dev.baton.flow.Values;
import dev.baton.logbook.AtomState;
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

  private final Ledger ledger;
  private final FlowOptions options;
  private final Requests requests;
  private final Expansion expansion;
  private final AtomicReference<Use> use = new AtomicReference<>(Use.IDLE);

  FlowRun(Ledger ledger, FlowOptions options, Requests requests, Expansion expansion) {
    this.ledger = ledger;
    this.options = options;
    this.requests = requests;
    this.expansion = expansion;
    requests.failuresFrom(ledger::failures);
  }

  /**
   * Gives the whole flow a value under a symbol; it hides every atom that provides it, and is
   * stored with the next write.
   */
  public <T> FlowRun give(Symbol<T> symbol, @Nullable T value) {
    return give(Map.of(symbol.name(), Values.write(value)));
  }

  /** As {@link #give(Symbol, Object)}, for several symbols by name. */
  public FlowRun give(Map<String, JsonNode> values) {
    Map<String, JsonNode> store = new LinkedHashMap<>(ledger.flow().store());
    values.forEach(
        (name, value) -> store.put(name, StoredValues.check("symbol '" + name + "'", value)));
    ledger.flow(ledger.flow().withStore(store));
    return this;
  }

  /**
   * Checks that every atom can get what it requires; {@link #run} does it too.
   *
   * @throws dev.baton.flow.InvalidFlowException if not
   */
  public void validate() {
    ledger.plan().validate(ledger.flow().store().keySet());
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
   *     FlowRunner.Opening#cutOff}; bodies that ran were interrupted too and are found as cut off
   *     by the next run
   */
  public FlowOutcome run() throws InterruptedException {
    enter();
    boolean whole = false;
    try {
      boolean goesOn = prepare();
      begin(goesOn);
      FlowOutcome outcome = new Engine(ledger, options, requests, expansion).run(goesOn);
      requests.clear();
      whole = true;
      return outcome;
    } catch (InvalidFlowException e) {
      whole = true;
      throw e;
    } catch (Interruptions.CutOff e) {
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
  public Optional<FlowOutcome> ended() {
    return ledger.flow().round() == requests.round()
        ? new Outcomes(ledger).ofState()
        : Optional.empty();
  }

  /** Asks the run to start nothing more and to end once what runs has ended. */
  public void suspend() {
    requests.suspend();
  }

  /**
   * Asks the run under way, or the next one, to start nothing more and to revert everything that
   * was done: cancel and revert. To cancel and keep what was done, {@link #suspend} and run no
   * more.
   */
  public void revert() {
    requests.revert(null);
  }

  /** As {@link #revert()}, for a reason that the outcome tells among its failures. */
  public void revert(Throwable reason) {
    requests.revert(Failure.of(reason));
  }

  /** Has the next run try reverts that failed again, and go on with those before them. */
  public void revertAgain() {
    requests.revertAgain();
  }

  /**
   * Makes a flow that succeeded or was reverted as if it had never run; one that never ran stays
   * so.
   *
   * @throws ConflictException if it is in another state
   */
  public void reset() {
    FlowState state = ledger.flow().state();
    if (state == FlowState.PENDING) {
      return;
    }
    if (state != FlowState.SUCCESS && state != FlowState.REVERTED) {
      throw new ConflictException(
          "flow '"
              + ledger.flow().name()
              + "' is "
              + state
              + " and cannot be reset (allowed: SUCCESS, REVERTED)");
    }
    new Resets(ledger, expansion).all();
    ledger.flow(FlowState.PENDING);
    ledger.flush();
  }

  /**
   * Has the next run execute an atom and everything behind it anew, without reverting it before.
   *
   * @throws NotFoundException if there is no such atom
   * @throws ConflictException if something before the atom is not done
   */
  public void rerunFrom(String name) {
    PlanNode atom = ledger.plan().atom(name);
    if (atom == null) {
      throw new NotFoundException(
          "flow '"
              + ledger.flow().name()
              + "' has no atom '"
              + name
              + "'; it has "
              + ledger.plan().planAtoms().stream().map(PlanNode::name).limit(50).toList());
    }
    if (!ledger.isDoneBefore(atom)) {
      throw new ConflictException(
          "atom '"
              + name
              + "' cannot run again: something before it is not done; run the flow anew"
              + " from an earlier atom");
    }
    new Resets(ledger, expansion).from(atom);
    if (ledger.flow().state() == FlowState.REVERTED) {
      ledger.flow(FlowState.PENDING);
    }
    ledger.flush();
  }

  /** The reverts that {@link #revert} would have run if it were asked for now, in order. */
  public List<PlannedRevert> revertPlan() {
    List<PlannedRevert> planned = new ArrayList<>();
    for (PlanNode atom : ledger.plan().backwards()) {
      AtomState state = ledger.state(atom);
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
    return ledger.plan();
  }

  /** The details of the flow and its atoms, also where they are not stored yet. */
  public Logbook logbook() {
    return new Logbook(ledger.flow(), ledger.snapshot());
  }

  /** The values of each symbol that has any: that given from outside, then those of atoms. */
  public Map<String, List<JsonNode>> values() {
    return new Arguments(ledger).all();
  }

  /** The value of a symbol, that given from outside before that of an atom; null if none. */
  public <T> @Nullable T value(Symbol<T> symbol) {
    List<JsonNode> all = values().get(symbol.name());
    return all == null ? null : Values.read(all.getFirst(), symbol.type());
  }

  private void enter() {
    Use before = use.compareAndExchange(Use.IDLE, Use.RUNNING);
    if (before == Use.RUNNING) {
      throw new ConflictException(
          "flow '" + ledger.flow().name() + "' runs already; wait for its end");
    }
    if (before == Use.BROKEN) {
      throw new ConflictException(
          "the run of flow '" + ledger.flow().name() + "' was cut off; open the flow anew");
    }
  }

  /**
   * Takes the flow from the state that it was left in to one that it can be run in.
   *
   * @return whether it was left before it came to an end
   */
  private boolean prepare() {
    FlowState state = ledger.flow().state();
    if (state == FlowState.RUNNING || state == FlowState.SUSPENDING) {
      ledger.flow(FlowState.RESUMING);
    }
    ledger.flow(FlowState.SUSPENDED);
    if (state == FlowState.REVERTED) {
      new Resets(ledger, expansion).all();
      ledger.flow(FlowState.PENDING);
    }
    if (state != FlowState.PENDING) {
      validateOrStore();
    } else {
      validate();
    }
    return ledger.flow().state() == FlowState.SUSPENDED;
  }

  /** What was stored before is to be stored as it is now, also when it cannot be run. */
  private void validateOrStore() {
    try {
      validate();
    } catch (InvalidFlowException e) {
      ledger.flush();
      throw e;
    }
  }

  private void begin(boolean goesOn) {
    requests.refreshSignals();
    FlowDetail flow = ledger.flow();
    ledger.flow(
        goesOn ? flow.withWaiting(null).withUnfitSince(null) : flow.begun(requests.round()));
    ledger.flow(FlowState.RUNNING);
  }
}
