// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import dev.baton.flow.Failure;
import dev.baton.flow.Task;
import dev.baton.logbook.Intention;
import dev.baton.runner.plan.PlanNode;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;

/** What becomes of atoms whose execute was begun and not ended when their flow turned back. */
final class InterruptedAtoms {

  private final FlowProgress flowProgress;
  private final AtomCompleter atomCompleter;

  InterruptedAtoms(FlowProgress flowProgress, AtomCompleter atomCompleter) {
    this.flowProgress = flowProgress;
    this.atomCompleter = atomCompleter;
  }

  /** No fault of the atom, for which no retry is to be asked. */
  private static final class AtomInterruptedException extends CancellationException {
    private static final long serialVersionUID = 1;

    AtomInterruptedException(String message) {
      super(message);
    }
  }

  /** Whether an atom was not executed to its end, in place of having failed. */
  static boolean isInterruption(Failure failure) {
    return failure.isA(AtomInterruptedException.class);
  }

  /**
   * Those that need not be executed again: when all of the flow is to be reverted, which a failure
   * of theirs would not change, and their reverts can do without the result.
   */
  Set<PlanNode> needNoRepeat(Collection<PlanNode> running) {
    boolean turned =
        !running.isEmpty()
            && flowProgress.plan().atomNodes().stream()
                .allMatch(atom -> flowProgress.intention(atom) == Intention.REVERT);
    return turned
        ? running.stream().filter(atom -> !needsResult(atom)).collect(Collectors.toSet())
        : Set.of();
  }

  /** Records that an atom was cut off, so that it is reverted like one that failed. */
  void recordInterrupted(PlanNode atom) {
    atomCompleter.fail(
        atom,
        new AtomInterruptedException(
            "atom '" + atom.name() + "' was cut off in a flow that is to be reverted"));
  }

  /** Records that an atom does not wait on. */
  void recordWaitAbandoned(PlanNode atom) {
    atomCompleter.fail(
        atom,
        new AtomInterruptedException(
            "task '" + atom.name() + "' waited when its flow was to be reverted"));
  }

  private static boolean needsResult(PlanNode atom) {
    return atom.atom() instanceof Task<?> task && task.body().revertNeedsResult();
  }
}
