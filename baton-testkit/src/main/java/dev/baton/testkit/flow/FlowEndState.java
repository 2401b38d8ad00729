// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.flow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.Failure;
import dev.baton.flow.RetryAttempt;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.FlowState;
import dev.baton.logbook.Logbook;
import dev.baton.runner.FlowOutcome;
import dev.baton.runner.FlowOutcome.AtomFailure;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a flow came to: what is left of it. How often it was interrupted on the way is left out, and
 * so is how far a part got before it was given up, which is a matter of what ran when.
 */
record FlowEndState(
    FlowState state, Map<String, UnrevertedAtom> unreverted, OutcomeSummary outcome) {

  /**
   * What is told of the end.
   *
   * @param outcome its kind
   * @param failures without the id of the job, which is another one each time; of those that need
   *     not be the same, only that there are any
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

  /** What is left of an atom that was not undone. */
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
