// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.console.TerminalStyle;
import dev.baton.console.TimeText;
import dev.baton.service.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Formats jobs for display. */
final class JobText {

  private static final Instant FAR = Instant.parse("3000-01-01T00:00:00Z");

  private JobText() {}

  /** The end of a job in one line. */
  static String end(JsonNode job, TerminalStyle terminalStyle) {
    StringBuilder text = new StringBuilder(job.path("id").asText());
    text.append(' ').append(terminalStyle.state(job.path("state").asText()));
    if (job.has("return-code")) {
      text.append(", return code ").append(job.path("return-code").asInt());
    }
    String duration = duration(job);
    if (!duration.isEmpty()) {
      text.append(", ran ").append(duration);
    }
    String message = job.path("status-message").asText("").lines().findFirst().orElse("");
    return message.isEmpty() ? text.toString() : text.append(": ").append(message).toString();
  }

  /** The number of jobs in each state. */
  static String summary(List<JsonNode> jobs, TerminalStyle terminalStyle) {
    Map<String, Integer> states = new TreeMap<>();
    jobs.forEach(job -> states.merge(job.path("state").asText(), 1, Integer::sum));
    StringBuilder text = new StringBuilder(jobs.size() + " jobs:");
    states.forEach((state, number) ->
        text.append(' ').append(number).append(' ').append(terminalStyle.state(state)));
    return text.toString();
  }

  /**
   * Describes when a waiting job is due. Empty if the job can start now, waits for a signal, or is
   * not waiting.
   */
  static String delay(JsonNode job, TimeText timeText) {
    Instant due = due(job);
    // A job that waits only for a signal has a due time in the far future.
    return due == null || !timeText.isFuture(due) || due.isAfter(FAR)
        ? ""
        : "due " + timeText.age(job.path("not-before"));
  }

  /** The time before which a waiting job is not started; null if the job has none. */
  static @Nullable Instant due(JsonNode job) {
    return job.path("state").asText().equals("QUEUED")
        ? TimeText.moment(job.path("not-before")).orElse(null)
        : null;
  }

  /** The time from the first start to the end; empty if the job has not ended. */
  static String duration(JsonNode job) {
    Optional<Instant> ended = TimeText.moment(job.path("ended"));
    return TimeText.moment(job.path("started"))
        .flatMap(started -> ended.map(end -> Durations.text(Duration.between(started, end))))
        .orElse("");
  }

  /** The labels of a job; an empty text if it has none. */
  static String labels(JsonNode labels) {
    return labels.properties().stream()
        .map(label -> label.getKey() + "=" + label.getValue().asText())
        .collect(Collectors.joining(", "));
  }
}
