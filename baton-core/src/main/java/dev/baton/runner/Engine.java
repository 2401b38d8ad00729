// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import dev.baton.flow.Failure;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowState;
import dev.baton.logbook.Intention;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs a flow from the state that the ledger tells to its next rest: one pass starts all that is
 * ready, waits until something is done, records it and looks what became ready by that.
 */
final class Engine {

  private final Ledger ledger;
  private final FlowOptions options;
  private final Requests requests;
  private final Expansion expansion;
  private final Selector selector;
  private final Resolver resolver;
  private final Starter starter;
  private final Completer completer;
  private final CutOffs cutOffs;
  private final Waiting waiting;
  private final Bodies bodies;

  /** Whether something stopped the flow: nothing is started any more. */
  private boolean halted;

  Engine(Ledger ledger, FlowOptions options, Requests requests, Expansion expansion) {
    this.ledger = ledger;
    this.options = options;
    this.requests = requests;
    this.expansion = expansion;
    Arguments arguments = new Arguments(ledger);
    this.selector = new Selector(ledger, requests.interruptions());
    this.resolver = new Resolver(ledger, arguments, requests, options);
    this.starter = new Starter(ledger, arguments, new Resets(ledger, expansion), requests);
    this.completer = new Completer(ledger, expansion, requests.interruptions());
    this.cutOffs = new CutOffs(ledger, completer);
    this.waiting = new Waiting(ledger, requests::isSent);
    this.bodies = new Bodies(ledger, options, requests);
  }

  /**
   * Runs; the flow must be RUNNING.
   *
   * @param goesOn whether it was left before it came to an end
   */
  FlowOutcome run(boolean goesOn) throws InterruptedException {
    try (bodies) {
      resume(goesOn);
      do {
        pass();
      } while (goesOn());
      return end();
    }
  }

  private boolean goesOn() {
    if (bodies.areRunning()) {
      return true;
    }
    if (isSuspending() || halted) {
      return false;
    }
    if (selector.isEmpty() && !waiting.isEmpty()) {
      requests.refreshSignals();
      waiting.takeOver().forEach(selector::add);
    }
    return !selector.isEmpty();
  }

  private void pass() throws InterruptedException {
    requests.interruptions().check("between two atoms");
    requests.serve(this::suspend, this::cancel);
    bodies.recordProgress();
    if (isSuspending()) {
      bodies.takeBack();
    } else if (!halted) {
      start();
    }
    if (bodies.areUnderWay()) {
      ledger.flush();
    }
    List<Call> done = bodies.await(waiting.left());
    if (requests.isSuspendAsked()) {
      // Asked before these were handed in, perhaps by one of them.
      suspend();
    }
    // What succeeded first: should the process die between, less is done again.
    done.stream().filter(call -> call.error() == null).forEach(this::complete);
    done.stream().filter(call -> call.error() != null).forEach(this::complete);
    if (!halted && !isSuspending()) {
      waiting.takeOver().forEach(selector::add);
    }
    requests.serve(this::suspend, this::cancel);
  }

  private boolean isSuspending() {
    return ledger.flow().state() != FlowState.RUNNING;
  }

  private void suspend() {
    if (ledger.flow().state() == FlowState.RUNNING) {
      ledger.flow(FlowState.SUSPENDING);
    }
  }

  // Starting.

  private void start() throws InterruptedException {
    for (PlanNode atom : selector.take()) {
      if (waiting.mustWait(atom)) {
        waiting.add(atom);
      } else if (isStillDue(atom)) {
        bodies.start(atom, starter.start(atom));
        if (requests.isSuspendAsked()) {
          suspend();
        }
      }
    }
  }

  /** What made an atom ready may be over: another one has failed since. */
  private boolean isStillDue(PlanNode atom) {
    return switch (ledger.state(atom)) {
      case PENDING -> selector.canExecute(atom);
      case SUCCESS, FAILURE -> selector.canRevert(atom);
      case RUNNING, REVERTING, RETRYING, REVERT_FAILURE -> true;
      case REVERTED, IGNORE -> false;
    };
  }

  // Completing.

  private void complete(Call call) {
    switch (completer.complete(call)) {
      case Completer.Ending.Succeeded done -> {
        selector.considerReverts(List.of(done.atom()));
        look(expansion.decides(done.atom()));
      }
      case Completer.Ending.Failed failed -> {
        fail(failed.atom(), failed.failure());
        look(false);
      }
      case Completer.Ending.Reverted done -> look(false);
      case Completer.Ending.RevertFailed failed -> halted = true;
      case Completer.Ending.Parked parked -> park(parked.atom());
    }
  }

  private void look(boolean atAll) {
    if (halted) {
      return;
    }
    if (atAll) {
      selector.lookAtAll(this::undecided);
    } else {
      selector.look(this::undecided);
    }
  }

  private void park(PlanNode atom) {
    if (isToAbandon(atom)) {
      abandon(atom);
    } else {
      waiting.add(atom);
    }
  }

  // Failing.

  private void fail(PlanNode atom, Failure failure) {
    if (options.neverResolve()) {
      halted = true;
      return;
    }
    try {
      turn(resolver.resolve(atom, failure));
    } catch (Resolver.Undecided e) {
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
    ledger.flow(
        ledger
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
    turn(resolver.revertAll());
  }

  /** Looks at atoms whose intention may have changed. */
  private void turn(List<PlanNode> atoms) {
    waiting.take(this::isToAbandon).forEach(this::abandon);
    selector.considerReverts(atoms);
  }

  /** A revert that waits does so until it is done. */
  private boolean isToAbandon(PlanNode atom) {
    return ledger.intention(atom) == Intention.REVERT && ledger.state(atom) != AtomState.REVERTING;
  }

  /** An atom that waits while its flow is reverted does not wait on. */
  private void abandon(PlanNode atom) {
    if (ledger.state(atom) == AtomState.RUNNING) {
      cutOffs.waited(atom);
    }
    selector.considerReverts(List.of(atom));
  }

  // Resuming.

  private void resume(boolean goesOn) throws InterruptedException {
    Found found = Found.of(ledger);
    requests.serve(this::suspend, this::cancel);
    if (!options.neverResolve()) {
      found.in(AtomState.FAILURE).forEach(this::failAgain);
    }
    if (requests.takeRevertAgain()) {
      found.in(AtomState.REVERT_FAILURE).forEach(selector::add);
    } else {
      halted |= goesOn && found.has(AtomState.REVERT_FAILURE);
    }
    halted |= goesOn && options.neverResolve() && found.has(AtomState.FAILURE);
    if (halted) {
      // Only what was under way is brought to its end, as if no process had died.
      selector.take();
    }
    Set<PlanNode> pointless = cutOffs.pointless(found.in(AtomState.RUNNING));
    found.in(AtomState.RUNNING).forEach(atom -> continued(atom, pointless.contains(atom)));
    found.in(AtomState.REVERTING).forEach(selector::add);
    found.in(AtomState.RETRYING).forEach(selector::add);
    if (!halted) {
      selector.lookAtAll(this::undecided);
    } else if (!isSuspending()) {
      start();
    }
  }

  private void failAgain(PlanNode atom) {
    Failure failure = ledger.detail(atom).outcome().failure();
    if (failure != null && !CutOffs.isOne(failure) && ledger.state(atom) == AtomState.FAILURE) {
      fail(atom, failure);
    }
  }

  private void continued(PlanNode atom, boolean isPointless) {
    if (waiting.mustWait(atom) && isToAbandon(atom)) {
      abandon(atom);
    } else if (ledger.state(atom) == AtomState.RUNNING && isPointless) {
      cutOffs.leave(atom);
    } else if (ledger.state(atom) == AtomState.RUNNING) {
      selector.add(atom);
    }
  }

  private void cancel() {
    Failure reason = requests.reason();
    FlowDetail flow = ledger.flow().withNote("somebody asked to revert it");
    ledger.flow(
        reason == null
            ? flow
            : flow.withNote(reason.message()).withCause(new FlowDetail.Cause(null, reason)));
    revertAll();
  }

  // Ending.

  private FlowOutcome end() {
    return new Ends(ledger, selector, waiting, requests).end(halted);
  }
}
