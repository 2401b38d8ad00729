// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.board;

import dev.baton.job.JobSpec;
import dev.baton.job.RunWrite;
import dev.baton.job.Timestamps;
import dev.baton.member.KnownAction;
import dev.baton.member.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The longer explanations of the {@linkplain Gate gates} of a queued job. */
final class ExplainGates {

  private final WhyInput whyInput;
  private final JobSpec spec;
  private final Instant since;

  ExplainGates(WhyInput whyInput) {
    this.whyInput = whyInput;
    this.spec = whyInput.job().spec();
    this.since = whyInput.since();
  }

  GateState delay() {
    Instant notBefore = spec.notBefore();
    if (notBefore == null || whyInput.passes(Gate.DELAY)) {
      return GateState.open("delay", "it may start now");
    }
    if (whyInput.isWaiting()) {
      return GateState.closed("waiting", waitsFor(notBefore), since);
    }
    String when =
        "not before "
            + Timestamps.write(notBefore)
            + ", in "
            + Timestamps.duration(Duration.between(whyInput.now(), notBefore));
    int failures = whyInput.job().status().failures();
    String error = whyInput.job().status().lastErrorLine();
    String reason =
        failures == 0
            ? "posted with a delay: "
            : failures
                + " of at most "
                + spec.retry().maxAttempts()
                + " attempts failed"
                + (error == null ? "" : " (" + error + ")")
                + ": ";
    return GateState.closed("delay", reason + when, since);
  }

  /** Returns the reason why the action waits, and the latest time at which the wait ends. */
  private String waitsFor(Instant notBefore) {
    String message = whyInput.job().status().statusMessage();
    return (message == null ? "for a signal" : message)
        + (notBefore.isBefore(RunWrite.Wait.FOREVER)
            ? "; at the latest until " + Timestamps.write(notBefore)
            : "; send it with: baton job signal " + whyInput.job().id() + " NAME");
  }

  GateState board() {
    JobBoard.Posting posting = whyInput.posting();
    if (posting == null) {
      return GateState.open(
          "board",
          "not among the first "
              + whyInput.postingsAhead()
              + " jobs on the board; if it is missing there,"
              + " the next reconciliation posts it again");
    }
    return GateState.open(
        "board", before(whyInput.postingsAhead()) + "; priority " + posting.priority());
  }

  private static String before(int jobs) {
    return switch (jobs) {
      case 0 -> "it is the first job on the board";
      case 1 -> "1 job is before it";
      default -> jobs + " jobs are before it";
    };
  }

  GateState executors() {
    int count = whyInput.executors().size();
    if (count > 0) {
      return GateState.open("executors", count == 1 ? "1 is alive" : count + " are alive");
    }
    return whyInput.sharedBoard()
        ? GateState.open(
            "executors",
            "no executor of Baton is alive; executors that are not Baton's are not known here")
        : GateState.closed(
            "executors", "no executor is alive; start one" + thatCanRunIt(), sinceItWasProvided());
  }

  GateState action() {
    int count = whyInput.executorsWithAction().size();
    int alive = whyInput.executors().size();
    if (count > 0) {
      return GateState.open("action", count + " of " + alive + " live executors have it");
    }
    String none =
        alive == 0
            ? "no live executor has the action '" + spec.action() + "'"
            : "none of " + alive + " live executors has the action '" + spec.action() + "'";
    return whyInput.sharedBoard()
        ? GateState.open("action", none + "; not known for executors that are not Baton's")
        : GateState.closed("action", none + lastProvided(), sinceItWasProvided());
  }

  private String thatCanRunIt() {
    String capabilities = Gate.CAPABILITY.need(spec);
    if (whyInput.providedAction() == null) {
      return capabilities.isEmpty() ? "" : " that has " + capabilities;
    }
    return " that has the action '"
        + spec.action()
        + (capabilities.isEmpty() ? "'" : "' and " + capabilities)
        + lastProvided();
  }

  /** The gate was open when an executor last provided the action, and may have been since then. */
  private Instant sinceItWasProvided() {
    KnownAction provided = whyInput.providedAction();
    return provided == null || provided.provided().isBefore(since) ? since : provided.provided();
  }

  private String lastProvided() {
    KnownAction provided = whyInput.providedAction();
    return provided == null
        ? ""
        : "; it was last reported by "
            + provided.providedBy()
            + " at "
            + Timestamps.write(provided.provided())
            + " (executors report their actions every 10 minutes)";
  }

  GateState slots() {
    List<Member> ready = whyInput.readyExecutors();
    if (ready.isEmpty() && whyInput.mayRunOnOtherExecutors()) {
      return GateState.open("slots", "not known for executors that are not Baton's");
    }
    int slots = ready.stream().mapToInt(Member::slots).sum();
    int running = ready.stream().mapToInt(Member::running).sum();
    if (ready.isEmpty()) {
      return GateState.closed("slots", "no executor that could run it takes new jobs", since);
    }
    return running >= slots
        ? GateState.closed(
            "slots",
            "all " + slots + " slots of " + ready.size() + " executors that could run it are taken",
            since)
        : GateState.open("slots", slots - running + " of " + slots + " are free");
  }
}
