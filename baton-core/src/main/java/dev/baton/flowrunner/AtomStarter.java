// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import dev.baton.flow.Retry;
import dev.baton.flow.Task;
import dev.baton.flow.TaskBody;
import dev.baton.flowrunner.plan.PlanNode;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.AtomDetailBuilder;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.Intention;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes the state of an atom to RUNNING or REVERTING and creates the invocation of its body. */
record AtomStarter(
    FlowProgress flowProgress,
    ArgumentLookup argumentLookup,
    ResetAtoms resetAtoms,
    RunControl run) {

  /** Creates the invocation. The transition is recorded, but perhaps not yet written. */
  Invocation start(PlanNode atom) {
    return switch (flowProgress.state(atom)) {
      case RUNNING -> execute(atom, true);
      case REVERTING -> revert(atom, true);
      case RETRYING -> again(atom);
      case PENDING -> execute(atom, false);
      case SUCCESS ->
          flowProgress.intention(atom) == Intention.RETRY ? retry(atom) : revert(atom, false);
      case FAILURE, REVERT_FAILURE -> revert(atom, false);
      case REVERTED, IGNORE -> throw new IllegalStateException(atom + " cannot be started");
    };
  }

  private Invocation retry(PlanNode atom) {
    flowProgress.transition(
        atom,
        flowProgress.detail(atom).toBuilder()
            .state(AtomState.RETRYING, flowProgress.now())
            .intention(Intention.EXECUTE)
            .due(null)
            .build());
    return again(atom);
  }

  /**
   * Executes a retry controller again. First, all atoms after the retry controller are reset to
   * PENDING.
   */
  private Invocation again(PlanNode atom) {
    resetAtoms.resetSuccessors(atom);
    PlanNode same = flowProgress.plan().atom(atom.name());
    return execute(same == null ? atom : same, false);
  }

  private Invocation execute(PlanNode atom, boolean resumed) {
    AtomDetailBuilder change = flowProgress.detail(atom).toBuilder().started();
    if (resumed) {
      flowProgress.update(atom, startedNow(flowProgress.detail(atom), change).build());
    } else {
      change.definition(atom.atom().version(), atom.fingerprint);
      flowProgress.transition(atom, change.state(AtomState.RUNNING, flowProgress.now()).build());
    }
    try {
      return executeCall(atom, argumentLookup.forExecute(atom), resumed);
    } catch (RuntimeException e) {
      return Invocation.failed(atom.name(), Invocation.Kind.EXECUTE, e);
    }
  }

  private Invocation executeCall(PlanNode atom, BodyArguments bodyArguments, boolean resumed) {
    BodyContext.Call call =
        new BodyContext.Call(run, flowProgress.detail(atom), bodyArguments, resumed);
    return switch (atom.atom()) {
      case Retry retry -> {
        RetryBodyContext context = new RetryBodyContext(call, Map.of());
        yield new Invocation(
            atom.name(), Invocation.Kind.EXECUTE, () -> retry.controller().execute(context));
      }
      case Task<?> task -> {
        ExecuteBodyContext context = new ExecuteBodyContext(call);
        yield new Invocation(
            atom.name(),
            Invocation.Kind.EXECUTE,
            () -> execute(task.body(), context),
            task.timeout(),
            context);
      }
    };
  }

  private Invocation revert(PlanNode atom, boolean resumed) {
    AtomDetail before = flowProgress.detail(atom);
    AtomDetailBuilder change = before.toBuilder().revertStarted();
    if (resumed) {
      flowProgress.update(atom, startedNow(before, change).build());
    } else {
      flowProgress.transition(atom, change.state(AtomState.REVERTING, flowProgress.now()).build());
    }
    try {
      return revertCall(atom, argumentLookup.forRevert(atom), resumed);
    } catch (RuntimeException e) {
      return Invocation.failed(atom.name(), Invocation.Kind.REVERT, e);
    }
  }

  /**
   * Sets the start time of an atom that an earlier process had started and that is started again
   * now. An atom that waits durably keeps its start time.
   */
  private AtomDetailBuilder startedNow(AtomDetail atom, AtomDetailBuilder change) {
    return atom.waits().isEmpty() ? change.state(atom.state(), flowProgress.now()) : change;
  }

  private Invocation revertCall(PlanNode atom, BodyArguments bodyArguments, boolean resumed) {
    BodyContext.Call call =
        new BodyContext.Call(run, flowProgress.detail(atom), bodyArguments, resumed);
    return switch (atom.atom()) {
      case Retry retry -> {
        RetryBodyContext context = new RetryBodyContext(call, flowProgress.failures());
        yield new Invocation(
            atom.name(), Invocation.Kind.REVERT, () -> retry.controller().revert(context));
      }
      case Task<?> task -> {
        RevertBodyContext context = new RevertBodyContext(call);
        yield new Invocation(
            atom.name(), Invocation.Kind.REVERT, () -> revert(task.body(), context), null, context);
      }
    };
  }

  private static @Nullable Object execute(TaskBody<?> body, ExecuteBodyContext context)
      throws Exception {
    return around(
        () -> {
          body.beforeExecute(context);
          checkFlag("beforeExecute", context.atom());
          return body.execute(context);
        },
        () -> {
          body.afterExecute(context);
          return null;
        });
  }

  private static @Nullable Object revert(TaskBody<?> body, RevertBodyContext context)
      throws Exception {
    return around(
        () -> {
          body.beforeRevert(context);
          checkFlag("beforeRevert", context.atom());
          return body.revert(context);
        },
        () -> {
          body.afterRevert(context);
          return null;
        });
  }

  /**
   * Fails if the hook that runs before the main body returned with the interrupt flag set. Such a
   * hook has not prepared the work, no matter who interrupted it.
   */
  private static void checkFlag(String hook, String atom) throws InterruptedException {
    if (Thread.interrupted()) {
      throw CallerInterrupts.flagLeft("hook " + hook + " of atom '" + atom + "'");
    }
  }

  /**
   * Always runs the hook after the main body, also if the main body failed. An error of the hook
   * counts only if the main body succeeded.
   */
  private static @Nullable Object around(Invocation.Body main, Invocation.Body after)
      throws Exception {
    Object result;
    try {
      result = main.run();
    } catch (Throwable e) {
      try {
        after.run();
      } catch (Throwable later) {
        e.addSuppressed(later);
      }
      throw e;
    }
    after.run();
    return result;
  }
}
