// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.baton.error.InvalidInputException;
import dev.baton.flow.ChildJobs;
import dev.baton.flow.Failure;
import dev.baton.flowrunner.FlowOutcome;
import dev.baton.flowrunner.FlowOutcome.AtomFailure;
import dev.baton.flowrunner.FlowRun;
import dev.baton.job.BoundedJson;
import dev.baton.job.Timestamps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the texts and results with which a job reports the outcome of its flow. */
final class FlowStatusMessages {

  private static final String WAITS_FOR = "waits for ";
  private static final int MAX_SHOWN = 5;
  private static final int MAX_RESULT_LENGTH = 100_000;

  private FlowStatusMessages() {}

  static String failureText(List<AtomFailure> failures) {
    if (failures.isEmpty()) {
      return "no failure is recorded";
    }
    String shown =
        failures.stream()
            .limit(MAX_SHOWN)
            .map(FlowStatusMessages::failureText)
            .collect(Collectors.joining("; "));
    int more = failures.size() - MAX_SHOWN;
    return more > 0 ? shown + "; and " + more + " more" : shown;
  }

  private static String failureText(AtomFailure failure) {
    String where =
        failure.atom() == null
            ? ""
            : switch (failure.phase()) {
              case EXECUTE -> "'" + failure.atom() + "' failed: ";
              case REVERT -> "'" + failure.atom() + "' could not be reverted: ";
              case DECIDE -> "'" + failure.atom() + "' could not decide: ";
            };
    return where + failure.failure();
  }

  /** The timeout message, if the flow was reverted because of a timeout; otherwise null. */
  static @Nullable String timeout(List<AtomFailure> failures) {
    return failures.stream()
        .filter(failure -> failure.atom() == null)
        .map(AtomFailure::failure)
        .filter(failure -> failure.isA(TimeoutException.class))
        .map(Failure::message)
        .findFirst()
        .orElse(null);
  }

  /**
   * The last value of each symbol that the flow provides, by symbol. Null if there are none, if
   * they are too long, or if a job cannot store them. Values are checked when atoms return them,
   * but values that were stored before this check existed must not fail a job whose flow has
   * succeeded.
   */
  static @Nullable Map<String, JsonNode> results(FlowRun flow) {
    Map<String, JsonNode> results = new TreeMap<>();
    long length = 0;
    for (Map.Entry<String, List<JsonNode>> entry : flow.values().entrySet()) {
      JsonNode value = entry.getValue().getLast();
      length += entry.getKey().length() + value.toString().length();
      results.put(entry.getKey(), value);
    }
    boolean isKept = !results.isEmpty() && length <= MAX_RESULT_LENGTH && isStorable(results);
    return isKept ? results : null;
  }

  private static boolean isStorable(Map<String, JsonNode> results) {
    try {
      BoundedJson.checkValue("result", JsonNodeFactory.instance.objectNode().setAll(results));
      return true;
    } catch (InvalidInputException e) {
      return false;
    }
  }

  static String waitText(FlowOutcome.Waiting waiting) {
    List<String> reasons = new ArrayList<>();
    waiting.signals().stream().sorted().map(FlowStatusMessages::signalText).forEach(reasons::add);
    boolean onlyChildren =
        waiting.signals().stream().allMatch(name -> name.startsWith(ChildJobs.ENDED_SIGNAL_PREFIX));
    // If the flow waits only for child jobs, the time of the wait is only the time at which the
    // flow reads the child jobs again. It is left out, because it does not interest users.
    if (waiting.until() != null && (waiting.signals().isEmpty() || !onlyChildren)) {
      reasons.add(Timestamps.write(waiting.until()));
    }
    return WAITS_FOR + String.join(" or ", reasons);
  }

  /** Whether the message reports a wait. */
  static boolean isWaiting(@Nullable String message) {
    return message != null && message.startsWith(WAITS_FOR);
  }

  private static String signalText(String signal) {
    return signal.startsWith(ChildJobs.ENDED_SIGNAL_PREFIX)
        ? "the end of job/" + signal.substring(ChildJobs.ENDED_SIGNAL_PREFIX.length())
        : "the signal '" + signal + "'";
  }
}
