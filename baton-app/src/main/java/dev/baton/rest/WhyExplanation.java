// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.job.Job;
import dev.baton.job.JobState;
import dev.baton.job.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The explanation of a job's state: one sentence, and the gates between the job and its end.
 *
 * @param gates the gates in the order in which a job passes them; empty for a final job
 */
record WhyExplanation(String summary, List<Gate> gates) {

  /**
   * A condition that a job must pass.
   *
   * @param open whether the job can pass
   * @param since when the gate closed; null if that is not known
   */
  record Gate(String gate, boolean open, String detail, @Nullable Instant since) {

    static Gate open(String gate, String detail) {
      return new Gate(gate, true, detail, null);
    }

    static Gate closed(String gate, String detail, Instant since) {
      return new Gate(gate, false, detail, since);
    }
  }

  WhyExplanation {
    gates = List.copyOf(gates);
  }

  /** Explains the state of the job. A pure function of its input. */
  static WhyExplanation explain(WhyInput whyInput) {
    return switch (whyInput.job().state()) {
      case QUEUED -> waiting(whyInput);
      case RUNNING -> RunningGates.explain(whyInput);
      case SUCCESS, FAILED, CANCELED -> ended(whyInput.job());
    };
  }

  private static WhyExplanation waiting(WhyInput whyInput) {
    List<Gate> gates = QueuedGates.of(whyInput);
    return firstClosed(gates)
        .map(gate -> new WhyExplanation("waits: " + gate.detail(), gates))
        .orElseGet(() -> new WhyExplanation(due(whyInput), gates));
  }

  private static String due(WhyInput whyInput) {
    String waited = duration(Duration.between(whyInput.since(), whyInput.now()));
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

  static Optional<Gate> firstClosed(List<Gate> gates) {
    return gates.stream().filter(gate -> !gate.open()).findFirst();
  }

  private static WhyExplanation ended(Job job) {
    Instant ended = job.status().ended();
    StringBuilder verdict = new StringBuilder("ended in ").append(job.state());
    if (ended != null) {
      verdict.append(" at ").append(Timestamps.write(ended));
    }
    if (job.status().attempt() > 0) {
      verdict.append(" in attempt ").append(job.status().attempt());
    }
    if (job.status().owner() != null) {
      verdict.append(" on ").append(job.status().owner());
    }
    verdict.append(RunningGates.takeovers(job));
    String error = job.status().lastError();
    if (job.state() == JobState.FAILED && error != null) {
      verdict.append(": ").append(cut(error));
    }
    return new WhyExplanation(verdict.toString(), List.of());
  }

  static String cut(String text) {
    String line = text.lines().findFirst().orElse("");
    return line.length() > 300 ? line.substring(0, 300) + "…" : line;
  }

  /** The duration as text for display, in its two largest units. */
  static String duration(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return seconds < 86_400
        ? seconds / 3600 + " h " + seconds % 3600 / 60 + " min"
        : seconds / 86_400 + " d " + seconds % 86_400 / 3600 + " h";
  }
}
