// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.board.JobBoard;
import dev.baton.job.ExecutionMode;
import dev.baton.job.JobSpec;
import dev.baton.job.RunWrite;
import dev.baton.job.Timestamps;
import dev.baton.member.KnownAction;
import dev.baton.member.Member;
import dev.baton.rest.WhyExplanation.Gate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The gates of a queued job. */
final class QueuedGates {

  private final WhyInput whyInput;
  private final JobSpec spec;
  private final Instant since;

  private QueuedGates(WhyInput whyInput) {
    this.whyInput = whyInput;
    this.spec = whyInput.job().spec();
    this.since = whyInput.since();
  }

  static List<Gate> of(WhyInput whyInput) {
    QueuedGates gates = new QueuedGates(whyInput);
    List<Gate> all = new ArrayList<>();
    all.add(gates.mode());
    if (spec(whyInput).mode() == ExecutionMode.PULL) {
      return all;
    }
    all.add(gates.delay());
    all.add(gates.board());
    all.add(gates.claimed());
    all.add(gates.executors());
    all.add(gates.action());
    all.add(gates.version());
    all.add(CapabilityGate.of(whyInput));
    all.add(gates.slots());
    return all;
  }

  private static JobSpec spec(WhyInput whyInput) {
    return whyInput.job().spec();
  }

  private Gate mode() {
    return switch (spec.mode()) {
      case PULL ->
          Gate.closed(
              "mode",
              "execution-mode is pull: only an executor that is told its id can run it",
              since);
      case PUSH, MIXED -> Gate.open("mode", "execution-mode is " + spec.mode().apiName());
    };
  }

  private Gate delay() {
    Instant notBefore = spec.notBefore();
    if (notBefore == null || !notBefore.isAfter(whyInput.now())) {
      return Gate.open("delay", "due");
    }
    if (whyInput.isWaiting()) {
      return Gate.closed("waiting", waitsFor(notBefore), since);
    }
    String when =
        "not before "
            + Timestamps.write(notBefore)
            + ", in "
            + WhyExplanation.duration(Duration.between(whyInput.now(), notBefore));
    int failures = whyInput.job().status().failures();
    String error = whyInput.job().status().lastError();
    String reason =
        failures == 0
            ? "posted with a delay: "
            : failures
                + " of at most "
                + spec.retry().maxAttempts()
                + " attempts failed"
                + (error == null ? "" : " (" + WhyExplanation.cut(error) + ")")
                + ": ";
    return Gate.closed("delay", reason + when, since);
  }

  /** The reason for which the action waits, and the latest time at which the wait ends. */
  private String waitsFor(Instant notBefore) {
    String message = whyInput.job().status().statusMessage();
    return (message == null ? "for a signal" : message)
        + (notBefore.isBefore(RunWrite.Wait.FOREVER)
            ? "; at the latest until " + Timestamps.write(notBefore)
            : "; send it with: baton job signal " + whyInput.job().id() + " NAME");
  }

  private Gate board() {
    JobBoard.Posting posting = whyInput.posting();
    if (posting == null) {
      return Gate.open(
          "board",
          "not among the first "
              + whyInput.postingsAhead()
              + " jobs on the board; if it is missing there,"
              + " the next reconciliation posts it again");
    }
    return Gate.open(
        "board", whyInput.postingsAhead() + " before it, priority " + posting.priority());
  }

  private Gate claimed() {
    JobBoard.Posting posting = whyInput.posting();
    return posting == null || posting.owner() == null
        ? Gate.open("claimed", "by nobody")
        : Gate.closed("claimed", "claimed by " + posting.owner() + ", about to start", since);
  }

  private Gate executors() {
    int count = whyInput.executors().size();
    if (count > 0) {
      return Gate.open("executors", count + " alive");
    }
    return whyInput.sharedBoard()
        ? Gate.open(
            "executors",
            "no executor of Baton is alive; executors that are not Baton's are not known here")
        : Gate.closed("executors", "no executor is alive; start one" + thatHasTheAction(), since);
  }

  private Gate action() {
    int count = whyInput.executorsWithAction().size();
    int alive = whyInput.executors().size();
    if (count > 0) {
      return Gate.open("action", count + " of " + alive + " live executors have it");
    }
    String none =
        alive == 0
            ? "no live executor has the action '" + spec.action() + "'"
            : "none of " + alive + " live executors has the action '" + spec.action() + "'";
    return whyInput.sharedBoard()
        ? Gate.open("action", none + "; not known for executors that are not Baton's")
        : Gate.closed("action", none + lastProvided(), since);
  }

  private String thatHasTheAction() {
    return whyInput.providedAction() == null
        ? ""
        : " that has the action '" + spec.action() + "'" + lastProvided();
  }

  private String lastProvided() {
    KnownAction provided = whyInput.providedAction();
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
    List<Member> ready = whyInput.readyExecutors();
    if (ready.isEmpty() && whyInput.mayRunOnOtherExecutors()) {
      return Gate.open("slots", "not known for executors that are not Baton's");
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
