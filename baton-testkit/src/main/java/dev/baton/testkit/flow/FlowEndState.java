// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.flow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.Failure;
import dev.baton.flow.RetryAttempt;
import dev.baton.flowrunner.FlowOutcome;
import dev.baton.flowrunner.FlowOutcome.AtomFailure;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.FlowState;
import dev.baton.logbook.Logbook;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The end state of a flow: its state, its atoms that were not reverted, and the reported outcome.
 * It leaves out the number of interruptions, and how far an abandoned part got, because both depend
 * on the timing.
 */
record FlowEndState(
    FlowState state, Map<String, UnrevertedAtom> unreverted, OutcomeSummary outcome) {

  /**
   * The reported outcome.
   *
   * @param outcome the kind of the outcome
   * @param failures the failures without the id of the job, which differs in each run. If the
   *     failures need not be the same, each is replaced by "some".
   */
  record OutcomeSummary(String outcome, boolean partial, List<String> failures) {

    static OutcomeSummary of(FlowOutcome outcome, String job, boolean sameFailures) {
      List<AtomFailure> failures =
          switch (outcome) {
            case FlowOutcome.Reverted reverted -> reverted.failures();
            case FlowOutcome.Failed failed -> failed.failures();
            case FlowOutcome.Succeeded succeeded -> List.of();
            case FlowOutcome.Suspended suspended -> List.of();
            case FlowOutcome.Waiting waiting -> List.of();
          };
      return new OutcomeSummary(
          outcome.getClass().getSimpleName(),
          outcome instanceof FlowOutcome.Reverted reverted && reverted.partial(),
          failures.stream()
              .map(failure -> sameFailures ? text(failure).replace(job, "") : "some")
              .distinct()
              .toList());
    }

    private static String text(AtomFailure failure) {
      return failure.atom() + " " + failure.phase() + " " + failure.failure();
    }
  }

  /** The stored state of an atom that was not reverted. */
  record UnrevertedAtom(
      AtomState state,
      @Nullable JsonNode result,
      @Nullable String revertFailure,
      List<JsonNode> attempts) {

    static UnrevertedAtom of(AtomDetail atom) {
      Failure failure = atom.outcome().revertFailure();
      return new UnrevertedAtom(
          atom.state(),
          atom.outcome().result(),
          failure == null ? null : failure.toString(),
          atom.history().stream().map(RetryAttempt::provided).toList());
    }
  }

  static FlowEndState of(RunFlowToEnd.FlowEnd flowEnd, boolean sameFailures) {
    Logbook book = flowEnd.run().logbook();
    boolean whole = book.flow().state() == FlowState.SUCCESS;
    Map<String, UnrevertedAtom> done = new TreeMap<>();
    book.atoms()
        .forEach((name, detail) -> {
          if (whole || isDone(detail.state())) {
            done.put(name, UnrevertedAtom.of(detail));
          }
        });
    OutcomeSummary outcomeSummary =
        OutcomeSummary.of(flowEnd.outcome(), book.flow().job().toString(), sameFailures);
    return new FlowEndState(book.flow().state(), done, outcomeSummary);
  }

  private static boolean isDone(AtomState state) {
    return switch (state) {
      case PENDING, REVERTED, IGNORE -> false;
      case RUNNING, SUCCESS, FAILURE, REVERTING, REVERT_FAILURE, RETRYING -> true;
    };
  }
}
