// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import dev.baton.error.NotFoundException;
import dev.baton.flow.Failure;
import dev.baton.flow.Retry;
import dev.baton.flow.RetryAttempt;
import dev.baton.flow.RetryController.Decision;
import dev.baton.logbook.AtomChange;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.Intention;
import dev.baton.service.Backoff;
import dev.baton.service.SaturatedTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of a flow in which an atom has failed. States follow when reverts run. */
final class Resolver {

  private final Ledger ledger;
  private final Arguments arguments;
  private final Requests requests;
  private final FlowOptions options;

  Resolver(Ledger ledger, Arguments arguments, Requests requests, FlowOptions options) {
    this.ledger = ledger;
    this.arguments = arguments;
    this.requests = requests;
    this.options = options;
  }

  /** A retry could not decide. */
  static final class Undecided extends Exception {
    private static final long serialVersionUID = 1;
    final String retry;

    Undecided(String retry, Throwable cause) {
      super(cause);
      this.retry = retry;
    }
  }

  /**
   * Asks the retries around the atom, from the inside out, until one knows.
   *
   * @return the atoms whose intention may have changed
   */
  List<PlanNode> resolve(PlanNode atom, Failure failure) throws Undecided {
    PlanNode subject = atom;
    PlanNode innermost = null;
    for (PlanNode retry = askable(subject); retry != null; retry = askable(subject)) {
      switch (ask(retry, subject, failure)) {
        case RETRY -> {
          return tryAgain(retry);
        }
        case REVERT_ALL -> {
          return revertAll();
        }
        case REVERT -> {
          innermost = innermost == null ? retry : innermost;
          subject = retry;
        }
      }
    }
    return innermost == null || options.deferReverts() ? revertAll() : giveUp(innermost);
  }

  /** Every atom of the flow is to be reverted. */
  List<PlanNode> revertAll() {
    List<PlanNode> all = ledger.plan().planAtoms();
    ledger.together(() -> all.forEach(atom -> intend(atom, Intention.REVERT)));
    return all;
  }

  private List<PlanNode> giveUp(PlanNode retry) {
    List<PlanNode> part = new ArrayList<>(Behind.all(retry));
    part.add(retry);
    ledger.together(() -> part.forEach(atom -> intend(atom, Intention.REVERT)));
    return part;
  }

  private List<PlanNode> tryAgain(PlanNode retry) {
    List<PlanNode> behind = new ArrayList<>(Behind.all(retry));
    // What is to be reverted stays so: no part can call back the end of the whole.
    if (ledger.intention(retry) == Intention.REVERT) {
      return behind;
    }
    ledger.together(() -> {
      AtomChange change = ledger.detail(retry).with().intention(Intention.RETRY);
      Backoff backoff = ((Retry) retry.atom()).backoff();
      if (backoff != null && ledger.intention(retry) != Intention.RETRY) {
        int attempts = ledger.detail(retry).history().size();
        // Clocks show milliseconds: a moment between two would be waited for and not reached.
        change.due(
            SaturatedTime.plus(ledger.now(), backoff.after(attempts))
                .truncatedTo(ChronoUnit.MILLIS));
      }
      ledger.keep(retry, change.done());
      behind.forEach(atom -> intend(atom, Intention.REVERT));
    });
    behind.add(retry);
    return behind;
  }

  private void intend(PlanNode atom, Intention intention) {
    if (ledger.intention(atom) != intention) {
      ledger.keep(atom, ledger.detail(atom).with().intention(intention).done());
    }
  }

  /** The retry that controls an atom; one that was ignored controls nothing. */
  private @Nullable PlanNode askable(PlanNode subject) {
    PlanNode retry = subject.controller;
    while (retry != null && ledger.state(retry) == AtomState.IGNORE) {
      retry = retry.controller;
    }
    return retry;
  }

  private Decision ask(PlanNode node, PlanNode subject, Failure failure) throws Undecided {
    Retry retry = (Retry) node.atom();
    note(node, subject, failure);
    Decision decision = retry.isWorth(failure) ? asked(node, retry) : Decision.REVERT;
    boolean full = ledger.detail(node).history().size() >= AtomDetail.MAX_HISTORY;
    if (decision == Decision.RETRY && full) {
      decision = Decision.REVERT;
    }
    return decision == Decision.REVERT && retry.revertsAll() ? Decision.REVERT_ALL : decision;
  }

  private Decision asked(PlanNode node, Retry retry) throws Undecided {
    try {
      Given given = arguments.forExecute(node);
      if (!retry.isBuiltIn()) {
        ledger.flush();
      }
      AtomDetail detail = ledger.detail(node);
      ControlContext context = new ControlContext(requests, detail, given, false, Map.of());
      Decision decision =
          requests
              .interruptions()
              .call("retry '" + node.name() + "'", () -> retry.controller().onFailure(context));
      if (decision == null) {
        throw new IllegalStateException("retry '" + node.name() + "' decided nothing");
      }
      return decision;
    } catch (NotFoundException e) {
      throw new Undecided(node.name(), e);
    } catch (Interruptions.CutOff
        | dev.baton.error.LostClaimException
        | dev.baton.error.UnavailableException e) {
      throw e;
    } catch (Exception e) {
      throw new Undecided(node.name(), e);
    }
  }

  /** Adds the failure to the attempt under way; stack traces are kept of that one only. */
  private void note(PlanNode retry, PlanNode subject, Failure failure) {
    List<RetryAttempt> history = new ArrayList<>(ledger.detail(retry).history());
    if (!history.isEmpty()) {
      RetryAttempt noted = history.removeLast().with(subject.name(), failure.brief());
      history.add(noted);
      ledger.keep(retry, ledger.detail(retry).with().history(history).done());
    }
  }
}
