// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.client.ApiClient;
import dev.baton.client.CreateApiKey;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.console.TextTable;
import dev.baton.error.InvalidInputException;
import dev.baton.service.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The subcommands of {@code baton apikey}. */
final class ApiKeyCommands {

  private ApiKeyCommands() {}

  /** The command {@code baton apikey create}: creates an API key and shows its secret once. */
  @Command(
      footer = {
        "  baton apikey create --name ci --ttl 90d",
        "  baton apikey create --executor            may only run jobs"
      })
  static final class Create extends ClientCommand {
    @Option(names = "--name", paramLabel = "TEXT", description = "Purpose of the key, for people")
    String name = "";

    @Option(names = "--executor", description = "The key may only run jobs")
    boolean executor;

    @Option(
        names = "--ttl",
        paramLabel = "DURATION",
        description = "How long the key is valid, such as 90d (default: without limit)")
    @Nullable String ttl;

    Create(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    boolean changes() {
      return true;
    }

    @Override
    int run(ApiClient apiClient) throws Exception {
      Duration valid = ttl == null ? null : Durations.parse("--ttl", ttl);
      if (valid != null && valid.toSeconds() < 1) {
        throw new InvalidInputException("ttl is '" + ttl + "'; expected at least 1s");
      }
      JsonNode answer = CreateApiKey.create(apiClient, name, executor, valid);
      if (isJson()) {
        printJson(answer);
        return ExitCode.OK;
      }
      print("BATON_API_KEY=" + answer.path("resource-id").asText());
      print("BATON_API_SECRET=" + answer.path("secret-key").asText());
      context.err().println("The secret is not shown again.");
      return ExitCode.OK;
    }
  }

  /** The command {@code baton apikey list}: lists the API keys that the user may see. */
  @Command(footer = "  baton apikey list")
  static final class ListAll extends InstallationCommands.AnswerCommand {
    ListAll(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    JsonNode request(ApiClient apiClient) throws InterruptedException {
      return apiClient.search("credential", Map.of());
    }

    @Override
    void printAnswer(JsonNode answer) {
      TextTable textTable = new TextTable("ID", "NAME", "ROLES", "CREATED", "EXPIRES");
      for (JsonNode key : answer.path("resources")) {
        textTable.add(
            key.path("id").asText(),
            key.path("name").asText(),
            joined(key.path("claims").path("roles")),
            times().age(key.path("created")),
            key.has("expiry") ? times().age(key.path("expiry")) : "never");
      }
      printAnswer(textTable, "No API keys.");
    }
  }

  /** The command {@code baton apikey delete}: deletes API keys. */
  @Command(footer = "  baton apikey delete credential/<uuid>")
  static final class Delete extends ClientCommand {
    @Parameters(paramLabel = "KEY", arity = "1..*", description = "Ids of the keys")
    List<String> keys = new ArrayList<>();

    Delete(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    boolean changes() {
      return true;
    }

    @Override
    int run(ApiClient apiClient) throws Exception {
      for (String key : keys) {
        String id = key.startsWith("credential/") ? key : "credential/" + key;
        JsonNode answer = apiClient.delete(id);
        print(isJson() ? shownJson(answer.toString()) : answer.path("message").asText());
      }
      return ExitCode.OK;
    }
  }
}
