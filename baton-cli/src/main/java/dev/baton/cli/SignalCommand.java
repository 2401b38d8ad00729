// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.baton.client.ApiClient;
import dev.baton.console.CommandContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command {@code baton job signal}: sends a signal to a job. */
@Command(
    footer = {
      "  baton job signal d3a69151 approve",
      "  baton job signal d3a69151 approve '{\"by\": \"ann\"}'"
    })
final class SignalCommand extends InstallationCommands.AnswerCommand {

  @Parameters(index = "0", paramLabel = "JOB", description = "Id of the job, or the start of it")
  String job = "";

  @Parameters(index = "1", paramLabel = "NAME", description = "Signal that the job waits for")
  String name = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "VALUE",
      description = "Value of the signal: JSON or text")
  @Nullable String value;

  SignalCommand(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  boolean changes() {
    return true;
  }

  @Override
  JsonNode request(ApiClient apiClient) throws InterruptedException {
    ObjectNode body = ApiClient.JSON.createObjectNode().put("name", name);
    if (value != null) {
      body.set("value", parsed(value));
    }
    return apiClient.post(new JobIdLookup(apiClient).resolve(job) + "/signal", body);
  }

  @Override
  void printAnswer(JsonNode answer) {
    print(answer.path("id").asText() + " " + style().state(answer.path("state").asText()));
  }

  private static JsonNode parsed(String text) {
    try {
      JsonNode node = ApiClient.JSON.readTree(text);
      return node.isMissingNode() ? TextNode.valueOf(text) : node;
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(text);
    }
  }
}
