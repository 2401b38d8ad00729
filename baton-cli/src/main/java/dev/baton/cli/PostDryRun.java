// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.client.ApiClient;
import dev.baton.console.ExitCode;
import dev.baton.console.TextTable;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Shows what a post would do, without posting. */
record PostDryRun(ApiClient api, OutputCommand command) {

  private static final Set<String> LEFT_OUT = Set.of("acl", "created-by", "version");

  /** Prints the tree of the flow. */
  int hierarchy(String action, ObjectNode parameters) throws InterruptedException {
    JsonNode answer =
        api.postQuery("action/" + ApiClient.encoded(action) + "/hierarchy", Map.of(), parameters);
    if (command.isJson()) {
      command.printJson(answer);
    } else {
      command.print(answer.path("hierarchy").asText());
    }
    return ExitCode.OK;
  }

  /** Prints the job as it would be stored, and the atoms of its flow. */
  int show(String action, ObjectNode document, Map<String, String> query)
      throws InterruptedException {
    JsonNode answer =
        api.postQuery("action/" + ApiClient.encoded(action) + "/dry-run", query, document);
    if (command.isJson()) {
      command.printJson(answer);
      return ExitCode.OK;
    }
    command.print("Nothing is posted. A post would create this job:");
    for (Map.Entry<String, JsonNode> attribute : answer.path("job").properties()) {
      if (!LEFT_OUT.contains(attribute.getKey())) {
        line(attribute.getKey(), attribute.getValue());
      }
    }
    if (answer.has("note")) {
      command.print("Its flow cannot be shown: " + answer.path("note").asText());
    }
    if (answer.has("atoms")) {
      atoms(answer);
    }
    return ExitCode.OK;
  }

  private void line(String name, JsonNode value) {
    String text = value.isArray() ? InstallationCommands.AnswerCommand.joined(value) : plain(value);
    command.print("  " + name + " ".repeat(Math.max(1, 18 - name.length())) + text);
  }

  private static String plain(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }

  private void atoms(JsonNode answer) {
    command.print("Its flow '" + answer.path("flow").asText() + "' has these atoms:");
    TextTable textTable = new TextTable("ATOM", "KIND", "UNDONE BY", "IN");
    for (JsonNode atom : answer.path("atoms")) {
      boolean task = atom.path("kind").asText().equals("task");
      String undone = atom.path("has-revert").asBoolean() ? "its revert" : "nothing";
      String path =
          atom.path("path").valueStream().map(JsonNode::asText).collect(Collectors.joining(" / "));
      textTable.add(
          atom.path("name").asText(), atom.path("kind").asText(), task ? undone : "", path);
    }
    command.print(textTable);
  }
}
