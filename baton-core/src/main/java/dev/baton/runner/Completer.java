// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.Failure;
import dev.baton.flow.RetryAttempt;
import dev.baton.logbook.AtomChange;
import dev.baton.logbook.AtomState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** Records what came of a call. */
final class Completer {

  private final Ledger ledger;
  private final Expansion expansion;
  private final Interruptions interruptions;

  Completer(Ledger ledger, Expansion expansion, Interruptions interruptions) {
    this.ledger = ledger;
    this.expansion = expansion;
    this.interruptions = interruptions;
  }

  /** What a call came to. */
  sealed interface Ending {
    record Succeeded(PlanNode atom) implements Ending {}

    record Failed(PlanNode atom, Failure failure) implements Ending {}

    record Reverted(PlanNode atom) implements Ending {}

    record RevertFailed(PlanNode atom, Failure failure) implements Ending {}

    /** The body waits and is to be called again. */
    record Parked(PlanNode atom) implements Ending {}
  }

  Ending complete(Call call) {
    PlanNode atom = Objects.requireNonNull(ledger.plan().atom(call.atom));
    List<dev.baton.logbook.Wait> waits = call.parkedAt();
    if (waits != null) {
      ledger.keep(atom, ledger.detail(atom).with().waits(waits).done());
      return new Ending.Parked(atom);
    }
    Map<String, Integer> used = call.usedSignals();
    if (used != null && !used.equals(ledger.detail(atom).used())) {
      return completeWith(atom, used, call);
    }
    return complete(atom, call);
  }

  /** One write with what follows: else a crash between would have a signal count twice. */
  private Ending completeWith(PlanNode atom, Map<String, Integer> used, Call call) {
    AtomicReference<Ending> ending = new AtomicReference<>(new Ending.Parked(atom));
    ledger.together(() -> {
      ledger.keep(atom, ledger.detail(atom).with().used(used).done());
      ending.set(complete(atom, call));
    });
    return ending.get();
  }

  private Ending complete(PlanNode atom, Call call) {
    Throwable error = call.error();
    return switch (call.kind) {
      case EXECUTE -> error == null ? succeed(atom, call.result()) : fail(atom, error);
      case REVERT -> error == null ? reverted(atom, call.result()) : revertFailed(atom, error);
    };
  }

  /** Records a failure of execute. */
  Ending.Failed fail(PlanNode atom, Throwable error) {
    Failure failure = Failure.of(error);
    ledger.step(
        atom,
        ledger.detail(atom).with().failure(failure).state(AtomState.FAILURE, ledger.now()).done());
    return new Ending.Failed(atom, failure);
  }

  private Ending succeed(PlanNode atom, JsonNode result) {
    if (!expansion.decides(atom)) {
      recordSuccess(atom, result);
      return new Ending.Succeeded(atom);
    }
    Runnable expand;
    try {
      expand =
          interruptions.call(
              "the function that makes the nodes of '" + atom + "'",
              () -> expansion.expand(atom, result));
    } catch (Interruptions.CutOff e) {
      throw e;
    } catch (Exception e) {
      return fail(atom, e);
    }
    // One write: a list without its nodes would look like a flow that is done.
    ledger.together(() -> {
      recordSuccess(atom, result);
      expand.run();
    });
    return new Ending.Succeeded(Objects.requireNonNull(ledger.plan().atom(atom.name())));
  }

  private void recordSuccess(PlanNode atom, JsonNode result) {
    AtomChange change = ledger.detail(atom).with().state(AtomState.SUCCESS, ledger.now());
    if (atom.isRetry()) {
      List<RetryAttempt> history = new ArrayList<>(ledger.detail(atom).history());
      history.add(RetryAttempt.of(result));
      change.result(null).history(history);
    } else {
      change.result(result);
    }
    ledger.step(atom, change.done());
  }

  private Ending reverted(PlanNode atom, JsonNode result) {
    AtomChange change =
        ledger.detail(atom).with().revertResult(result).state(AtomState.REVERTED, ledger.now());
    if (atom.isRetry()) {
      change.history(List.of());
    }
    ledger.step(atom, change.done());
    return new Ending.Reverted(atom);
  }

  private Ending revertFailed(PlanNode atom, Throwable error) {
    Failure failure = Failure.of(error);
    ledger.step(
        atom,
        ledger
            .detail(atom)
            .with()
            .revertFailure(failure)
            .state(AtomState.REVERT_FAILURE, ledger.now())
            .done());
    return new Ending.RevertFailed(atom, failure);
  }
}
