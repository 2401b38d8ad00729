// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.board.Gate;
import dev.baton.board.GateState;
import dev.baton.board.WhyInput;
import dev.baton.job.Job;
import dev.baton.job.JobState;
import dev.baton.job.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The explanation of a job's state: one sentence, and the gates between the job and its end.
 *
 * @param gates the gates in the order in which a job passes them; empty for a final job
 */
record WhyExplanation(String summary, List<GateState> gates) {

  WhyExplanation {
    gates = List.copyOf(gates);
  }

  /** Explains the state of the job. A pure function of its input. */
  static WhyExplanation explain(WhyInput whyInput) {
    return switch (whyInput.job().state()) {
      case QUEUED -> waiting(whyInput);
      case RUNNING -> ExplainRunningJob.explain(whyInput);
      case SUCCESS, FAILED, CANCELED -> ended(whyInput.job());
    };
  }

  private static WhyExplanation waiting(WhyInput whyInput) {
    List<GateState> gates = Gate.explainAll(whyInput);
    return firstClosed(gates)
        .map(gate -> new WhyExplanation("waits: " + gate.detail(), gates))
        .orElseGet(() -> new WhyExplanation(due(whyInput), gates));
  }

  private static String due(WhyInput whyInput) {
    String waited = Timestamps.duration(Duration.between(whyInput.since(), whyInput.now()));
    if (whyInput.mayRunOnOtherExecutors()) {
      return "is due; no live executor of Baton has the action '"
          + whyInput.job().spec().action()
          + "', and executors that are not Baton's share the board without announcing themselves;"
          + " it has waited for "
          + waited;
    }
    return "is due and should start within moments; it has waited for "
        + waited
        + (whyInput.job().spec().requires().isEmpty()
            ? ""
            : ". If this lasts, ask again: executors report within seconds which capability"
                + " refuses it");
  }

  static Optional<GateState> firstClosed(List<GateState> gates) {
    return gates.stream().filter(gate -> !gate.open()).findFirst();
  }

  private static WhyExplanation ended(Job job) {
    Instant ended = job.status().ended();
    StringBuilder decision = new StringBuilder("ended in ").append(job.state());
    if (ended != null) {
      decision.append(" at ").append(Timestamps.write(ended));
    }
    if (job.status().attempt() > 0) {
      decision.append(" in attempt ").append(job.status().attempt());
    }
    if (job.status().owner() != null) {
      decision.append(" on ").append(job.status().owner());
    }
    decision.append(ExplainRunningJob.takeovers(job));
    String error = job.status().lastErrorLine();
    if (job.state() == JobState.FAILED && error != null) {
      decision.append(": ").append(error);
    }
    return new WhyExplanation(decision.toString(), List.of());
  }
}
