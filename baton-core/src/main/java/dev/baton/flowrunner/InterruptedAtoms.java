// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import dev.baton.flow.Failure;
import dev.baton.flow.Task;
import dev.baton.flowrunner.plan.PlanNode;
import dev.baton.logbook.Intention;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;

/** Handles atoms whose execute started but did not end before their flow began to revert. */
record InterruptedAtoms(FlowProgress flowProgress, AtomCompleter atomCompleter) {

  /**
   * The failure of an atom that was interrupted by the death of its process or by a revert of its
   * flow. The atom did nothing wrong, so no retry controller decides about the failure.
   */
  private static final class AtomInterruptedException extends CancellationException {
    private static final long serialVersionUID = 1;

    AtomInterruptedException(String message) {
      super(message);
    }
  }

  /** Whether the failure means that the atom was interrupted before its end. */
  static boolean isInterruption(Failure failure) {
    return failure.isA(AtomInterruptedException.class);
  }

  /**
   * Returns the interrupted atoms that need not be executed again before they are reverted. If a
   * part of the flow may still continue, all atoms must be executed again, because their results
   * matter. If the whole flow is to be reverted, only atoms whose revert needs the result must be
   * executed again.
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

  /** Records that an atom was interrupted, so that it is reverted like a failed atom. */
  void recordInterrupted(PlanNode atom) {
    atomCompleter.fail(
        atom,
        new AtomInterruptedException(
            "atom '" + atom.name() + "' was interrupted, and its flow is being reverted"));
  }

  /** Records that an atom has stopped waiting because its flow is to be reverted. */
  void recordWaitAbandoned(PlanNode atom) {
    atomCompleter.fail(
        atom,
        new AtomInterruptedException(
            "task '" + atom.name() + "' no longer waits, because its flow is being reverted"));
  }

  private static boolean needsResult(PlanNode atom) {
    return atom.atom() instanceof Task<?> task && task.body().revertNeedsResult();
  }
}
