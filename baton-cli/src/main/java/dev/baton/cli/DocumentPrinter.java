// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.console.TerminalStyle;
import dev.baton.console.TimeText;
import dev.baton.filter.DateMath;
import dev.baton.filter.Filter;
import dev.baton.job.JobAttributes;
import dev.baton.job.SpecValue;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Prints a document, one attribute per line, the most important attributes first. */
record DocumentPrinter(PrintWriter out, TimeText times, TerminalStyle style) {

  private static final List<String> FIRST =
      List.of("id", "name", "action", "state", "progress", "return-code", "status-message");
  private static final Set<String> LEFT_OUT =
      Set.of("acl", "operations", "resource-type", "revision", "token");

  /** The attributes of a job that contain labels. */
  private static final Set<String> LABELS =
      JobAttributes.names(attribute -> attribute.value() instanceof SpecValue.Labels);

  void print(JsonNode document) {
    int width =
        document.properties().stream().mapToInt(entry -> entry.getKey().length()).max().orElse(0);
    FIRST.stream()
        .filter(document::has)
        .forEach(attribute -> line(attribute, document.get(attribute), width));
    document.properties().stream()
        .filter(entry -> !FIRST.contains(entry.getKey()) && !LEFT_OUT.contains(entry.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> line(entry.getKey(), entry.getValue(), width));
  }

  private void line(String attribute, JsonNode value, int width) {
    String text = text(attribute, value).stripTrailing();
    String indented = text.replace("\n", "\n" + " ".repeat(width + 2));
    out.println(attribute + " ".repeat(width - attribute.length() + 2) + indented);
  }

  private String text(String attribute, JsonNode value) {
    if (attribute.equals("seen") || DateMath.isDate(Filter.Path.of(attribute))) {
      return times.absoluteAndAge(value);
    }
    if (attribute.equals("duration") && value.isNumber()) {
      return value.asText() + " s";
    }
    if (attribute.equals("state")) {
      return style.state(value.asText());
    }
    if (LABELS.contains(attribute)) {
      return JobText.labels(value);
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }
}
