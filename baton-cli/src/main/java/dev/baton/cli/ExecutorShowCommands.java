// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.client.ApiClient;
import dev.baton.console.CommandContext;
import dev.baton.console.TextTable;
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
      return apiClient.postQuery(
          ExecutorLookup.id(apiClient, executor) + "/threads", Map.of(), null);
    }

    @Override
    void printAnswer(JsonNode answer) {
      print(answer.path("threads").asText());
    }
  }
}
