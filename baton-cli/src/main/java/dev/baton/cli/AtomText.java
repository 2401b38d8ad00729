// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.console.TimeText;
import dev.baton.service.Durations;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/** Formats atoms for display. */
final class AtomText {

  private AtomText() {}

  /**
   * How long the atom took or has been running; empty if the server gives no duration, for example
   * because the atom has not started.
   */
  static String duration(JsonNode atom) {
    try {
      return atom.has("duration")
          ? Durations.text(Duration.parse(atom.path("duration").asText()))
          : "";
    } catch (DateTimeParseException e) {
      return "";
    }
  }

  /** Notes about the atom: its wait, progress, number of starts and failure. */
  static String note(JsonNode atom, TimeText timeText) {
    List<String> words = new ArrayList<>();
    String state = atom.path("state").asText();
    if (state.equals("RUNNING")) {
      waits(atom.path("waits"), timeText, words);
      if (atom.path("progress").asInt() > 0) {
        words.add(atom.path("progress").asInt() + " %");
      }
    }
    if (state.equals("RETRYING") && atom.has("due")) {
      words.add("retries " + timeText.age(atom.path("due")));
    }
    if (atom.path("starts").asInt() > 1) {
      words.add("try " + atom.path("starts").asInt());
    }
    JsonNode failure =
        atom.has("revert-failure") ? atom.path("revert-failure") : atom.path("failure");
    if (!failure.isMissingNode()) {
      words.add(failure(failure));
    }
    return String.join(", ", words);
  }

  private static void waits(JsonNode wait, TimeText timeText, List<String> words) {
    if (wait.has("signal")) {
      words.add("awaits signal '" + wait.path("signal").asText() + "'");
    }
    if (wait.has("until")) {
      words.add("waits, due " + timeText.age(wait.path("until")));
    }
  }

  private static String failure(JsonNode failure) {
    String type = failure.path("type").asText();
    String message = failure.path("message").asText("").lines().findFirst().orElse("");
    return message.isEmpty() ? type.substring(type.lastIndexOf('.') + 1) : message;
  }
}
