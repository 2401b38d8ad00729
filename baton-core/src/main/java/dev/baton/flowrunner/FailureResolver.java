// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import dev.baton.error.NotFoundException;
import dev.baton.flow.Failure;
import dev.baton.flow.Retry;
import dev.baton.flow.RetryAttempt;
import dev.baton.flow.RetryController.Decision;
import dev.baton.flowrunner.plan.PlanNode;
import dev.baton.flowrunner.plan.Successors;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.AtomDetailBuilder;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.Intention;
import dev.baton.service.Backoff;
import dev.baton.service.SaturatedTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens to a flow in which an atom has failed. It changes only intentions; states
 * change when the reverts run.
 */
record FailureResolver(
    FlowProgress flowProgress,
    ArgumentLookup argumentLookup,
    RunControl runControl,
    FlowOptions options) {

  /** Reports that a retry controller could not decide. */
  static final class UndecidedException extends Exception {
    private static final long serialVersionUID = 1;
    final String retry;

    UndecidedException(String retry, Throwable cause) {
      super(cause);
      this.retry = retry;
    }
  }

  /**
   * Calls the retry controllers around the atom, from the inside to the outside, until a retry
   * controller decides.
   *
   * @return the atoms whose intention may have changed
   */
  List<PlanNode> resolve(PlanNode atom, Failure failure) throws UndecidedException {
    PlanNode subject = atom;
    PlanNode innermost = null;
    for (PlanNode retry = decidingController(subject);
        retry != null;
        retry = decidingController(subject)) {
      switch (decide(retry, subject, failure)) {
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

  /** Sets the intention of every atom of the flow to revert. */
  List<PlanNode> revertAll() {
    List<PlanNode> all = flowProgress.plan().atomNodes();
    flowProgress.inOneWrite(() -> all.forEach(atom -> intend(atom, Intention.REVERT)));
    return all;
  }

  private List<PlanNode> giveUp(PlanNode retry) {
    List<PlanNode> part = new ArrayList<>(Successors.all(retry));
    part.add(retry);
    flowProgress.inOneWrite(() -> part.forEach(atom -> intend(atom, Intention.REVERT)));
    return part;
  }

  private List<PlanNode> tryAgain(PlanNode retry) {
    List<PlanNode> behind = new ArrayList<>(Successors.all(retry));
    // If this retry controller is to be reverted, the whole flow is being reverted. A retry
    // controller of a part of the flow must not cancel that revert.
    if (flowProgress.intention(retry) == Intention.REVERT) {
      return behind;
    }
    flowProgress.inOneWrite(() -> {
      AtomDetailBuilder change = flowProgress.detail(retry).toBuilder().intention(Intention.RETRY);
      Backoff backoff = ((Retry) retry.atom()).backoff();
      if (backoff != null && flowProgress.intention(retry) != Intention.RETRY) {
        int attempts = flowProgress.detail(retry).history().size();
        // Clocks have millisecond precision. With a due time between two milliseconds, the clock
        // could still be before it when the wait ends.
        change.due(
            SaturatedTime.plus(flowProgress.now(), backoff.after(attempts))
                .truncatedTo(ChronoUnit.MILLIS));
      }
      flowProgress.update(retry, change.build());
      behind.forEach(atom -> intend(atom, Intention.REVERT));
    });
    behind.add(retry);
    return behind;
  }

  private void intend(PlanNode atom, Intention intention) {
    if (flowProgress.intention(atom) != intention) {
      flowProgress.update(atom, flowProgress.detail(atom).toBuilder().intention(intention).build());
    }
  }

  /**
   * The retry controller that controls an atom. An ignored retry controller controls nothing, so
   * the next outer retry controller is used.
   */
  private @Nullable PlanNode decidingController(PlanNode subject) {
    PlanNode retry = subject.controller;
    while (retry != null && flowProgress.state(retry) == AtomState.IGNORE) {
      retry = retry.controller;
    }
    return retry;
  }

  private Decision decide(PlanNode node, PlanNode subject, Failure failure)
      throws UndecidedException {
    Retry retry = (Retry) node.atom();
    note(node, subject, failure);
    Decision decision = retry.isWorthRetrying(failure) ? callRetry(node, retry) : Decision.REVERT;
    boolean full = flowProgress.detail(node).history().size() >= AtomDetail.MAX_HISTORY;
    if (decision == Decision.RETRY && full) {
      decision = Decision.REVERT;
    }
    return decision == Decision.REVERT && retry.revertsAll() ? Decision.REVERT_ALL : decision;
  }

  private Decision callRetry(PlanNode node, Retry retry) throws UndecidedException {
    try {
      BodyArguments bodyArguments = argumentLookup.forExecute(node);
      if (!retry.isBuiltIn()) {
        flowProgress.flush();
      }
      BodyContext.Call call =
          new BodyContext.Call(runControl, flowProgress.detail(node), bodyArguments, false);
      RetryBodyContext context = new RetryBodyContext(call, Map.of());
      Decision decision =
          runControl
              .interruptions()
              .call("retry '" + node.name() + "'", () -> retry.controller().onFailure(context));
      if (decision == null) {
        throw new IllegalStateException("retry '" + node.name() + "' returned no decision");
      }
      return decision;
    } catch (NotFoundException e) {
      throw new UndecidedException(node.name(), e);
    } catch (CallerInterrupts.RunInterruptedException
        | dev.baton.error.LostClaimException
        | dev.baton.error.UnavailableException e) {
      throw e;
    } catch (Exception e) {
      throw new UndecidedException(node.name(), e);
    }
  }

  /**
   * Adds the failure, without its stack trace, to the current attempt in the history of the retry
   * controller.
   */
  private void note(PlanNode retry, PlanNode subject, Failure failure) {
    List<RetryAttempt> history = new ArrayList<>(flowProgress.detail(retry).history());
    if (!history.isEmpty()) {
      RetryAttempt noted = history.removeLast().with(subject.name(), failure.brief());
      history.add(noted);
      flowProgress.update(retry, flowProgress.detail(retry).toBuilder().history(history).build());
    }
  }
}
