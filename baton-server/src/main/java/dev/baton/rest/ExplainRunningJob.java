// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.board.Gate;
import dev.baton.board.GateState;
import dev.baton.board.WhyInput;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.Timestamps;
import dev.baton.service.SaturatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Explains what a running job waits for. */
final class ExplainRunningJob {

  private ExplainRunningJob() {}

  static WhyExplanation explain(WhyInput whyInput) {
    if (isParked(whyInput)) {
      return one(
          GateState.closed(
              "parked",
              "its action has returned; another job, such as its monitor, must end the job",
              whyInput.since()));
    }
    String owner = whyInput.job().status().owner();
    if (owner == null) {
      return one(
          GateState.closed(
              "client",
              "a client of the API reported that it runs the job, and must report its end",
              whyInput.since()));
    }
    boolean alive = whyInput.executors().stream().anyMatch(member -> member.name().equals(owner));
    return alive ? running(whyInput, owner) : lost(whyInput, owner);
  }

  private static boolean isParked(WhyInput whyInput) {
    List<JobEvent> history = whyInput.history();
    return !history.isEmpty() && history.getLast().kind() == JobEvent.Kind.PARKED;
  }

  /**
   * Explains a job whose executor is lost. If no live executor accepts the job, says so too: for
   * example, its program may run in an engine that the live executors cannot reach.
   */
  private static WhyExplanation lost(WhyInput whyInput, String owner) {
    GateState executor =
        GateState.closed(
            "executor",
            "executor '"
                + owner
                + "' is lost: it disconnected, or was not seen for "
                + LiveMembers.ALIVE.toSeconds()
                + " s; another executor resumes the job when the lease has expired"
                + takeovers(whyInput.job()),
            whyInput.since());
    GateState capability = Gate.CAPABILITY.explain(whyInput).getFirst();
    if (capability.open()) {
      return one(executor);
    }
    return new WhyExplanation(
        "cannot continue on its own: " + executor.detail() + "; " + capability.detail(),
        List.of(executor, capability));
  }

  private static WhyExplanation running(WhyInput whyInput, String owner) {
    Job job = whyInput.job();
    Instant since = whyInput.since();
    String decision =
        "runs on "
            + owner
            + " for "
            + Timestamps.duration(Duration.between(since, whyInput.now()))
            + ", attempt "
            + job.status().attempt()
            + ", "
            + job.status().progress()
            + " %"
            + takeovers(job);
    Duration timeout = job.spec().timeout();
    GateState end =
        timeout == null
            ? GateState.closed("running", "until the action returns; no timeout is set", since)
            : GateState.closed(
                "running",
                "until the action returns, at the latest at "
                    + Timestamps.write(SaturatedTime.plus(since, timeout)),
                since);
    return new WhyExplanation(
        decision, List.of(GateState.open("executor", "'" + owner + "' is alive"), end));
  }

  /** Returns how many times in a row the job was taken over, as text; an empty text if never. */
  static String takeovers(Job job) {
    int takeovers = job.status().takeovers();
    if (takeovers == 0) {
      return "";
    }
    return ", taken over "
        + (takeovers == 1 ? "once" : takeovers + " times in a row")
        + " after its executor died or lost its claim";
  }

  private static WhyExplanation one(GateState gate) {
    return new WhyExplanation("cannot continue on its own: " + gate.detail(), List.of(gate));
  }
}
