// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.Timestamps;
import dev.baton.rest.Why.Gate;
import dev.baton.service.SaturatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What a running job waits for. */
final class RunningGates {

  private RunningGates() {}

  static Why explain(Situation situation) {
    if (isParked(situation)) {
      return one(
          Gate.closed(
              "parked",
              "its action has done its part; another job, such as its monitor, must end it",
              situation.since()));
    }
    String owner = situation.job().status().owner();
    if (owner == null) {
      return one(
          Gate.closed(
              "client",
              "a client of the API said that it runs, and must say when it ends",
              situation.since()));
    }
    boolean alive = situation.executors().stream().anyMatch(member -> member.name().equals(owner));
    return alive ? running(situation, owner) : lost(situation, owner);
  }

  private static boolean isParked(Situation situation) {
    List<JobEvent> history = situation.history();
    return !history.isEmpty() && history.getLast().kind() == JobEvent.Kind.PARKED;
  }

  /**
   * Another executor may refuse to take over, such as where the program of the job is elsewhere.
   */
  private static Why lost(Situation situation, String owner) {
    Gate executor =
        Gate.closed(
            "executor",
            "executor '"
                + owner
                + "' has not been seen for "
                + Members.ALIVE.toSeconds()
                + " s or more; another one resumes the job when the lease has run out"
                + takeovers(situation.job()),
            situation.since());
    Gate capability = CapabilityGate.of(situation);
    if (capability.open()) {
      return one(executor);
    }
    return new Why(
        "does not go on by itself: " + executor.detail() + "; " + capability.detail(),
        List.of(executor, capability));
  }

  private static Why running(Situation situation, String owner) {
    Job job = situation.job();
    Instant since = situation.since();
    String verdict =
        "runs on "
            + owner
            + " for "
            + Why.duration(Duration.between(since, situation.now()))
            + ", attempt "
            + job.status().attempt()
            + ", "
            + job.status().progress()
            + " %"
            + takeovers(job);
    Duration timeout = job.spec().timeout();
    Gate end =
        timeout == null
            ? Gate.closed("running", "until the action returns; no timeout is set", since)
            : Gate.closed(
                "running",
                "until the action returns, at the latest at "
                    + Timestamps.write(SaturatedTime.plus(since, timeout)),
                since);
    return new Why(verdict, List.of(Gate.open("executor", "'" + owner + "' is alive"), end));
  }

  /** How often in a row its executor died; empty if it did not. */
  static String takeovers(Job job) {
    int takeovers = job.status().takeovers();
    if (takeovers == 0) {
      return "";
    }
    return ", taken over "
        + (takeovers == 1 ? "once" : takeovers + " times in a row")
        + " after its executor died or lost its claim";
  }

  private static Why one(Gate gate) {
    return new Why("does not go on by itself: " + gate.detail(), List.of(gate));
  }
}
