// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.client.ApiClient;
import dev.baton.console.CommandContext;
import dev.baton.console.TextTable;
import dev.baton.error.ConflictException;
import dev.baton.error.NotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The commands that show running executors. */
final class ExecutorShowCommands {

  private ExecutorShowCommands() {}

  /** The command {@code baton executor list}: lists the live executors. */
  @Command(footer = {"  baton executor list", "  baton executor list --output json"})
  static final class ListAll extends InstallationCommands.AnswerCommand {
    ListAll(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    JsonNode request(ApiClient apiClient) throws InterruptedException {
      return apiClient.get("executor");
    }

    @Override
    void printAnswer(JsonNode answer) {
      TextTable textTable =
          new TextTable("NAME", "KIND", "HOST:PID", "RUNNING", "STATE", "STARTED", "SEEN", "ID");
      for (JsonNode member : answer.path("resources")) {
        textTable.add(
            member.path("name").asText(),
            member.path("kind").asText(),
            member.path("host").asText() + ":" + member.path("pid").asText(),
            running(member),
            state(member),
            times().age(member.path("started")),
            times().age(member.path("seen")),
            member.path("id").asText());
      }
      printAnswer(textTable, "No executor is alive: start one with 'baton executor'.");
    }

    private static String running(JsonNode member) {
      int slots = member.path("slots").asInt();
      return slots == 0 ? "" : member.path("running").asText() + " of " + slots;
    }

    private static String state(JsonNode member) {
      if (!member.path("alive").asBoolean(true)) {
        return "lost";
      }
      if (member.path("draining").asBoolean()) {
        return "draining";
      }
      return member.path("stopping").asBoolean() ? "stopping" : "alive";
    }
  }

  /**
   * The command {@code baton executor threads}: shows the stack traces of an executor's threads.
   */
  @Command(
      footer = "  baton executor threads host-4711     what it does right now, with stack traces")
  static final class ListThreads extends InstallationCommands.AnswerCommand {
    @Parameters(paramLabel = "EXECUTOR", description = "Id or name of the executor")
    String executor = "";

    ListThreads(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    JsonNode request(ApiClient apiClient) throws InterruptedException {
      return apiClient.postQuery(id(apiClient) + "/threads", Map.of(), null);
    }

    /**
     * Returns the member id of the executor that the user named. Of the processes with this name,
     * only those that are alive are considered; if there are several, only those that run jobs.
     */
    private String id(ApiClient apiClient) throws InterruptedException {
      List<JsonNode> named = new ArrayList<>();
      for (JsonNode member : apiClient.get("executor").path("resources")) {
        if (member.path("id").asText().equals(executor)
            || member.path("id").asText().equals("executor/" + executor)) {
          return member.path("id").asText();
        }
        if (member.path("name").asText().equals(executor) && member.path("alive").asBoolean(true)) {
          named.add(member);
        }
      }
      List<JsonNode> executors =
          named.stream().filter(member -> member.path("slots").asInt() > 0).toList();
      return onlyOne(executors.isEmpty() ? named : executors);
    }

    private String onlyOne(List<JsonNode> found) {
      List<String> ids = found.stream().map(member -> member.path("id").asText()).toList();
      if (ids.isEmpty()) {
        throw new NotFoundException(
            "no executor '" + executor + "' is alive; 'baton executor list' shows those that are");
      }
      if (ids.size() > 1) {
        throw new ConflictException(
            "several executors are called '"
                + executor
                + "'; name one by its id: "
                + String.join(", ", ids));
      }
      return ids.getFirst();
    }

    @Override
    void printAnswer(JsonNode answer) {
      print(answer.path("threads").asText());
    }
  }
}
