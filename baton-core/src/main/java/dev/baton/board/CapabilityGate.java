// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.board;

import dev.baton.job.Timestamps;
import dev.baton.member.CapabilityRefusal;
import dev.baton.member.Member;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The gate of the capabilities that a job requires: which capability refuses the job, on which
 * executor, why, and since when.
 */
final class CapabilityGate {

  private static final String NAME = "capability";
  private static final int MAX_LISTED = 3;

  /** An executor that refuses the job, and its reason. */
  private record Refused(Member executor, CapabilityRefusal refusal) {
    String text() {
      return "'"
          + refusal.capability()
          + "' refuses it on "
          + executor.nameAndHost()
          + ": "
          + refusal.reason()
          + " (since "
          + Timestamps.write(refusal.since())
          + ")";
    }
  }

  private CapabilityGate() {}

  /** Describes the capabilities as the object of a sentence; empty if there are none. */
  static String need(List<String> requires) {
    return switch (requires.size()) {
      case 0 -> "";
      case 1 -> "the capability '" + requires.getFirst() + "'";
      default -> "the capabilities '" + String.join("', '", requires) + "'";
    };
  }

  static GateState of(WhyInput whyInput) {
    List<String> requires = whyInput.job().spec().requires();
    if (requires.isEmpty()) {
      return GateState.open(NAME, "none required");
    }
    if (whyInput.mayRunOnOtherExecutors()) {
      return GateState.open(NAME, "not known for executors that are not Baton's");
    }
    return unknown(whyInput, requires).orElseGet(() -> refusal(whyInput, requires));
  }

  private static Optional<GateState> unknown(WhyInput whyInput, List<String> requires) {
    List<Member> candidates = whyInput.executorsWithAction();
    for (String required : requires) {
      if (candidates.stream().noneMatch(member -> member.capabilities().contains(required))) {
        return Optional.of(
            GateState.closed(
                NAME,
                "no live executor with the action has the capability '" + required + "'",
                whyInput.since()));
      }
    }
    return whyInput.capableExecutors().isEmpty()
        ? Optional.of(
            GateState.closed(
                NAME,
                "no single executor has all of " + String.join(", ", requires),
                whyInput.since()))
        : Optional.empty();
  }

  private static GateState refusal(WhyInput whyInput, List<String> requires) {
    List<Member> ready = whyInput.readyExecutors();
    List<Refused> refusing = refusing(whyInput);
    int others = ready.size() - refusing.size();
    if (refusing.isEmpty()) {
      return GateState.open(
          NAME, count(ready.size(), "") + String.join(", ", requires) + hint(ready, requires));
    }
    String text = "capability " + listed(refusing);
    if (others > 0) {
      return GateState.open(
          NAME, text + "; " + count(others, "other ") + String.join(", ", requires));
    }
    // Until the last executor began to refuse the job, that executor could have claimed the job.
    // Therefore the gate has been closed since that moment.
    Instant since =
        refusing.stream()
            .map(each -> each.refusal().since())
            .max(Comparator.naturalOrder())
            .orElseThrow();
    return GateState.closed(NAME, text, since);
  }

  private static String count(int executors, String which) {
    return executors == 1
        ? "1 " + which + "executor has "
        : executors + " " + which + "executors have ";
  }

  private static List<Refused> refusing(WhyInput whyInput) {
    List<Refused> refusing = new ArrayList<>();
    for (Member member : whyInput.readyExecutors()) {
      member
          .findRefusal(whyInput.job().id(), whyInput.job().spec().requires())
          .ifPresent(refusal -> refusing.add(new Refused(member, refusal)));
    }
    return refusing;
  }

  /**
   * Executors report only a bounded number of refused jobs. For a job that is not reported, this
   * hint names executors where a required capability refuses other jobs.
   */
  private static String hint(List<Member> ready, List<String> requires) {
    List<String> places =
        ready.stream()
            .filter(member ->
                member.refusals().stream()
                    .anyMatch(refusal -> requires.contains(refusal.capability())))
            .map(Member::nameAndHost)
            .limit(MAX_LISTED)
            .toList();
    return places.isEmpty() ? "" : "; they refuse other jobs on " + String.join(", ", places);
  }

  private static String listed(List<Refused> refusing) {
    String first =
        String.join("; ", refusing.stream().limit(MAX_LISTED).map(Refused::text).toList());
    int more = refusing.size() - MAX_LISTED;
    return more > 0 ? first + "; and " + more + " more executors" : first;
  }
}
