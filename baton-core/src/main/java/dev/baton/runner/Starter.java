// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import dev.baton.flow.Atom;
import dev.baton.flow.Failure;
import dev.baton.flow.Retry;
import dev.baton.flow.Task;
import dev.baton.flow.TaskBody;
import dev.baton.logbook.AtomChange;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.Intention;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes an atom to RUNNING or REVERTING and makes the call of its body. */
final class Starter {

  private final Ledger ledger;
  private final Arguments arguments;
  private final Resets resets;
  private final RunView run;

  Starter(Ledger ledger, Arguments arguments, Resets resets, RunView run) {
    this.ledger = ledger;
    this.arguments = arguments;
    this.resets = resets;
    this.run = run;
  }

  /** The call to make; the step that leads to it is taken but perhaps not written yet. */
  Call start(PlanNode atom) {
    return switch (ledger.state(atom)) {
      case RUNNING -> execute(atom, true);
      case REVERTING -> revert(atom, true);
      case RETRYING -> again(atom);
      case PENDING -> execute(atom, false);
      case SUCCESS -> ledger.intention(atom) == Intention.RETRY ? retry(atom) : revert(atom, false);
      case FAILURE, REVERT_FAILURE -> revert(atom, false);
      case REVERTED, IGNORE -> throw new IllegalStateException(atom + " cannot be started");
    };
  }

  private Call retry(PlanNode atom) {
    ledger.step(
        atom,
        ledger
            .detail(atom)
            .with()
            .state(AtomState.RETRYING, ledger.now())
            .intention(Intention.EXECUTE)
            .due(null)
            .done());
    return again(atom);
  }

  /** Runs a retry once more; what is behind it is reset first, as far as it is not yet. */
  private Call again(PlanNode atom) {
    resets.behind(atom);
    PlanNode same = ledger.plan().atom(atom.name());
    return execute(same == null ? atom : same, false);
  }

  private Call execute(PlanNode atom, boolean resumed) {
    AtomChange change = ledger.detail(atom).with().started();
    if (resumed) {
      ledger.keep(atom, sinceNow(ledger.detail(atom), change).done());
    } else {
      change.definition(atom.atom().version(), atom.fingerprint);
      ledger.step(atom, change.state(AtomState.RUNNING, ledger.now()).done());
    }
    try {
      Given given = arguments.forExecute(atom);
      return executeCall(atom.atom(), ledger.detail(atom), given, resumed);
    } catch (RuntimeException e) {
      return Call.failed(atom.name(), Call.Kind.EXECUTE, e);
    }
  }

  private Call executeCall(Atom atom, AtomDetail detail, Given given, boolean resumed) {
    return switch (atom) {
      case Retry retry -> {
        ControlContext context = new ControlContext(run, detail, given, resumed, Map.of());
        yield new Call(
            atom.name(), Call.Kind.EXECUTE, () -> retry.controller().execute(context), null, null);
      }
      case Task<?> task -> {
        ExecuteContext context = new ExecuteContext(run, detail, given, resumed);
        yield new Call(
            atom.name(),
            Call.Kind.EXECUTE,
            () -> execute(task.body(), context),
            task.timeout(),
            context.waits);
      }
    };
  }

  private Call revert(PlanNode atom, boolean resumed) {
    AtomDetail before = ledger.detail(atom);
    AtomChange change = before.with().revertStarted();
    if (resumed) {
      ledger.keep(atom, sinceNow(before, change).done());
    } else {
      ledger.step(atom, change.state(AtomState.REVERTING, ledger.now()).done());
    }
    try {
      return revertCall(atom.atom(), ledger.detail(atom), arguments.forRevert(atom), resumed);
    } catch (RuntimeException e) {
      return Call.failed(atom.name(), Call.Kind.REVERT, e);
    }
  }

  /** What another process began counts from now; a wait counts from its begin. */
  private AtomChange sinceNow(AtomDetail atom, AtomChange change) {
    return atom.waits().isEmpty() ? change.state(atom.state(), ledger.now()) : change;
  }

  private Call revertCall(Atom atom, AtomDetail detail, Given given, boolean resumed) {
    return switch (atom) {
      case Retry retry -> {
        Map<String, Failure> failures = ledger.failures();
        ControlContext context = new ControlContext(run, detail, given, resumed, failures);
        yield new Call(
            atom.name(), Call.Kind.REVERT, () -> retry.controller().revert(context), null, null);
      }
      case Task<?> task -> {
        UndoContext context = new UndoContext(run, detail, given, resumed);
        yield new Call(
            atom.name(), Call.Kind.REVERT, () -> revert(task.body(), context), null, context.waits);
      }
    };
  }

  private static @Nullable Object execute(TaskBody<?> body, ExecuteContext context)
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

  private static @Nullable Object revert(TaskBody<?> body, UndoContext context) throws Exception {
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

  /** A hook that was interrupted, by whomever, has not prepared the work. */
  private static void checkFlag(String hook, String atom) throws InterruptedException {
    if (Thread.interrupted()) {
      throw Interruptions.flagLeft("hook " + hook + " of atom '" + atom + "'");
    }
  }

  /** The hook afterwards runs always; its error counts only if there was none before. */
  private static @Nullable Object around(Call.Body main, Call.Body after) throws Exception {
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
