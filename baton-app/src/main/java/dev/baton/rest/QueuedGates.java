// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.board.JobBoard;
import dev.baton.executor.Member;
import dev.baton.job.ExecutionMode;
import dev.baton.job.JobSpec;
import dev.baton.job.RunWrite;
import dev.baton.job.Timestamps;
import dev.baton.plugin.KnownAction;
import dev.baton.rest.Why.Gate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The gates before a job that waits. */
final class QueuedGates {

  private final Situation situation;
  private final JobSpec spec;
  private final Instant since;

  private QueuedGates(Situation situation) {
    this.situation = situation;
    this.spec = situation.job().spec();
    this.since = situation.since();
  }

  static List<Gate> of(Situation situation) {
    QueuedGates gates = new QueuedGates(situation);
    List<Gate> all = new ArrayList<>();
    all.add(gates.mode());
    if (spec(situation).mode() == ExecutionMode.PULL) {
      return all;
    }
    all.add(gates.delay());
    all.add(gates.board());
    all.add(gates.claimed());
    all.add(gates.executors());
    all.add(gates.action());
    all.add(gates.version());
    all.add(CapabilityGate.of(situation));
    all.add(gates.slots());
    return all;
  }

  private static JobSpec spec(Situation situation) {
    return situation.job().spec();
  }

  private Gate mode() {
    return switch (spec.mode()) {
      case PULL ->
          Gate.closed(
              "mode", "execution-mode is pull: an executor at the edge must ask for it", since);
      case PUSH, MIXED -> Gate.open("mode", "execution-mode is " + spec.mode().word());
    };
  }

  private Gate delay() {
    Instant notBefore = spec.notBefore();
    if (notBefore == null || !notBefore.isAfter(situation.now())) {
      return Gate.open("delay", "due");
    }
    if (situation.isWaiting()) {
      return Gate.closed("waiting", waitsFor(notBefore), since);
    }
    String when =
        "not before "
            + Timestamps.write(notBefore)
            + ", in "
            + Why.duration(Duration.between(situation.now(), notBefore));
    int failures = situation.job().status().failures();
    String error = situation.job().status().lastError();
    String reason =
        failures == 0
            ? "posted with a delay: "
            : failures
                + " of at most "
                + spec.retry().maxAttempts()
                + " attempts failed"
                + (error == null ? "" : " (" + Why.cut(error) + ")")
                + ": ";
    return Gate.closed("delay", reason + when, since);
  }

  /** What the action said that it waits for, and how long that can last. */
  private String waitsFor(Instant notBefore) {
    String message = situation.job().status().statusMessage();
    return (message == null ? "for a signal" : message)
        + (notBefore.isBefore(RunWrite.Wait.FOREVER)
            ? "; at the latest until " + Timestamps.write(notBefore)
            : "; send it with: baton job signal " + situation.job().id() + " NAME");
  }

  private Gate board() {
    JobBoard.Posting posting = situation.posting();
    if (posting == null) {
      return Gate.open(
          "board",
          "not among the first "
              + situation.ahead()
              + " on the board; if it is missing there,"
              + " reconcile posts it again");
    }
    return Gate.open("board", situation.ahead() + " before it, priority " + posting.priority());
  }

  private Gate claimed() {
    JobBoard.Posting posting = situation.posting();
    return posting == null || posting.owner() == null
        ? Gate.open("claimed", "by nobody")
        : Gate.closed("claimed", "claimed by " + posting.owner() + ", about to start", since);
  }

  private Gate executors() {
    int count = situation.executors().size();
    if (count > 0) {
      return Gate.open("executors", count + " alive");
    }
    return situation.sharedBoard()
        ? Gate.open(
            "executors", "none of Baton's is alive; executors of other makes are not known here")
        : Gate.closed("executors", "no executor is alive; start one" + thatHasTheAction(), since);
  }

  private Gate action() {
    int count = situation.withAction().size();
    int alive = situation.executors().size();
    if (count > 0) {
      return Gate.open("action", count + " of " + alive + " live executors have it");
    }
    String none =
        alive == 0
            ? "no live executor has the action '" + spec.action() + "'"
            : "none of " + alive + " live executors has the action '" + spec.action() + "'";
    return situation.sharedBoard()
        ? Gate.open("action", none + "; whether one of another make has it is not known")
        : Gate.closed("action", none + lastProvided(), since);
  }

  private String thatHasTheAction() {
    return situation.provided() == null
        ? ""
        : " that has the action '" + spec.action() + "'" + lastProvided();
  }

  private String lastProvided() {
    KnownAction provided = situation.provided();
    return provided == null
        ? ""
        : "; it was last provided by "
            + provided.providedBy()
            + " at "
            + Timestamps.write(provided.provided());
  }

  private Gate version() {
    return spec.version() > JobSpec.VERSION
        ? Gate.closed(
            "version",
            "version "
                + spec.version()
                + " is newer than the "
                + JobSpec.VERSION
                + " that Baton's executors support",
            since)
        : Gate.open("version", "version " + spec.version());
  }

  private Gate slots() {
    List<Member> ready = situation.ready();
    if (ready.isEmpty() && situation.isForOthers()) {
      return Gate.open("slots", "not known of executors of other makes");
    }
    int slots = ready.stream().mapToInt(Member::slots).sum();
    int running = ready.stream().mapToInt(Member::running).sum();
    if (ready.isEmpty()) {
      return Gate.closed("slots", "no executor that could run it takes new jobs", since);
    }
    return running >= slots
        ? Gate.closed(
            "slots",
            "all " + slots + " slots of " + ready.size() + " executors that could run it are taken",
            since)
        : Gate.open("slots", slots - running + " of " + slots + " free");
  }
}
