// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.Failure;
import dev.baton.flow.RetryAttempt;
import dev.baton.flowrunner.plan.PlanNode;
import dev.baton.logbook.AtomDetailBuilder;
import dev.baton.logbook.AtomState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** Records the result of an invocation in the flow progress. */
record AtomCompleter(
    FlowProgress flowProgress,
    EachFlowExpansion eachFlowExpansion,
    CallerInterrupts callerInterrupts) {

  /** The effect of a finished invocation on its atom. */
  sealed interface Completion {
    record Succeeded(PlanNode atom) implements Completion {}

    record Failed(PlanNode atom, Failure failure) implements Completion {}

    record Reverted(PlanNode atom) implements Completion {}

    record RevertFailed(PlanNode atom, Failure failure) implements Completion {}

    /** The body waits durably and must be called again. */
    record Waiting(PlanNode atom) implements Completion {}
  }

  Completion complete(Invocation invocation) {
    PlanNode atom = Objects.requireNonNull(flowProgress.plan().atom(invocation.atom));
    List<dev.baton.logbook.DurableWait> waits = invocation.pendingWaits();
    if (waits != null) {
      flowProgress.update(atom, flowProgress.detail(atom).toBuilder().waits(waits).build());
      return new Completion.Waiting(atom);
    }
    Map<String, Integer> used = invocation.usedSignals();
    if (used != null && !used.equals(flowProgress.detail(atom).used())) {
      return completeWith(atom, used, invocation);
    }
    return complete(atom, invocation);
  }

  /**
   * Records the used signals and the completion in one write. With two writes, a crash between them
   * could lose a signal, or let the next attempt use it again.
   */
  private Completion completeWith(PlanNode atom, Map<String, Integer> used, Invocation invocation) {
    AtomicReference<Completion> ending = new AtomicReference<>(new Completion.Waiting(atom));
    flowProgress.inOneWrite(() -> {
      flowProgress.update(atom, flowProgress.detail(atom).toBuilder().used(used).build());
      ending.set(complete(atom, invocation));
    });
    return ending.get();
  }

  private Completion complete(PlanNode atom, Invocation invocation) {
    Throwable error = invocation.error();
    return switch (invocation.kind) {
      case EXECUTE -> error == null ? succeed(atom, invocation.result()) : fail(atom, error);
      case REVERT ->
          error == null ? reverted(atom, invocation.result()) : revertFailed(atom, error);
    };
  }

  /** Records a failure of execute. */
  Completion.Failed fail(PlanNode atom, Throwable error) {
    Failure failure = Failure.of(error);
    flowProgress.transition(
        atom,
        flowProgress.detail(atom).toBuilder()
            .failure(failure)
            .state(AtomState.FAILURE, flowProgress.now())
            .build());
    return new Completion.Failed(atom, failure);
  }

  private Completion succeed(PlanNode atom, JsonNode result) {
    if (!eachFlowExpansion.decidesNodes(atom)) {
      recordSuccess(atom, result);
      return new Completion.Succeeded(atom);
    }
    Runnable expand;
    try {
      expand =
          callerInterrupts.call(
              "the function that creates the nodes of '" + atom + "'",
              () -> eachFlowExpansion.expand(atom, result));
    } catch (CallerInterrupts.RunInterruptedException e) {
      throw e;
    } catch (Exception e) {
      return fail(atom, e);
    }
    // The list and its nodes are stored in one write, because a flow whose stored list has no nodes
    // would look finished.
    flowProgress.inOneWrite(() -> {
      recordSuccess(atom, result);
      expand.run();
    });
    return new Completion.Succeeded(Objects.requireNonNull(flowProgress.plan().atom(atom.name())));
  }

  private void recordSuccess(PlanNode atom, JsonNode result) {
    AtomDetailBuilder change =
        flowProgress.detail(atom).toBuilder().state(AtomState.SUCCESS, flowProgress.now());
    if (atom.isRetry()) {
      List<RetryAttempt> history = new ArrayList<>(flowProgress.detail(atom).history());
      history.add(RetryAttempt.of(result));
      change.result(null).history(history);
    } else {
      change.result(result);
    }
    flowProgress.transition(atom, change.build());
  }

  private Completion reverted(PlanNode atom, JsonNode result) {
    AtomDetailBuilder change =
        flowProgress.detail(atom).toBuilder()
            .revertResult(result)
            .state(AtomState.REVERTED, flowProgress.now());
    if (atom.isRetry()) {
      change.history(List.of());
    }
    flowProgress.transition(atom, change.build());
    return new Completion.Reverted(atom);
  }

  private Completion revertFailed(PlanNode atom, Throwable error) {
    Failure failure = Failure.of(error);
    flowProgress.transition(
        atom,
        flowProgress.detail(atom).toBuilder()
            .revertFailure(failure)
            .state(AtomState.REVERT_FAILURE, flowProgress.now())
            .build());
    return new Completion.RevertFailed(atom, failure);
  }
}
