// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.client.ApiClient;
import dev.baton.client.LocalApiKey;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.console.TextTable;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import java.io.Console;
import java.util.Arrays;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The subcommands of {@code baton user}. */
final class UserCommands {

  private static final String PASSWORD_VARIABLE = "BATON_NEW_PASSWORD";

  private UserCommands() {}

  abstract static class OneUserCommand extends ClientCommand {
    @Parameters(paramLabel = "NAME", description = "Name of the user")
    String name = "";

    OneUserCommand(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    boolean changes() {
      return true;
    }

    final String id(ApiClient apiClient) throws InterruptedException {
      for (JsonNode user : apiClient.search("user", Map.of()).path("resources")) {
        if (name.equals(user.path("name").asText())) {
          return user.path("id").asText();
        }
      }
      throw new NotFoundException("there is no user '" + name + "' ('baton user list' shows all)");
    }

    /**
     * Reads the new password from the environment, or prompts for it twice without echo. It is
     * never read from the arguments.
     */
    final String newPassword() {
      String given = context.environment().get(PASSWORD_VARIABLE);
      if (given != null && !given.isEmpty()) {
        return given;
      }
      Console console = context.terminal().isInteractive() ? System.console() : null;
      if (console == null) {
        throw new InvalidInputException(
            "no terminal to read the password from; set " + PASSWORD_VARIABLE);
      }
      char[] first = console.readPassword("New password of %s: ", name);
      char[] second = console.readPassword("Repeat the password: ");
      if (first == null || second == null || !Arrays.equals(first, second)) {
        throw new InvalidInputException("the two passwords differ; nothing was changed");
      }
      return new String(first);
    }

    final void report(JsonNode answer, String text) {
      if (isJson()) {
        printJson(answer);
      } else {
        print(text);
      }
    }
  }

  /** The command {@code baton user add}: adds a user. */
  @Command(
      footer = {
        "  baton user add anna                                  asks for the password",
        "  BATON_NEW_PASSWORD=… baton user add anna --admin     for scripts"
      })
  static final class Add extends OneUserCommand {
    @Option(names = "--admin", description = "Make the user an administrator")
    boolean admin;

    Add(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    int run(ApiClient apiClient) throws Exception {
      ObjectNode body = ApiClient.JSON.createObjectNode();
      ObjectNode template =
          body.putObject("template")
              .put("href", "user-template/username-password")
              .put("username", name)
              .put("password", newPassword());
      if (admin) {
        template.put("admin", true);
      }
      JsonNode answer = apiClient.post("user", body);
      report(answer, answer.path("resource-id").asText());
      return ExitCode.OK;
    }
  }

  /** The command {@code baton user passwd}: changes the password of a user. */
  @Command(
      footer = {
        "  baton user passwd anna                        asks for the new password",
        "  BATON_NEW_PASSWORD=… baton user passwd anna   for scripts"
      })
  static final class Passwd extends OneUserCommand {
    Passwd(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    int run(ApiClient apiClient) throws Exception {
      String id = id(apiClient);
      String password = newPassword();
      JsonNode answer =
          apiClient.put(id, ApiClient.JSON.createObjectNode().put("password", password));
      new LocalApiKey(connection()).renew(name, password);
      report(answer, "Password of " + name + " changed");
      return ExitCode.OK;
    }
  }

  /** The command {@code baton user delete}: deletes a user. */
  @Command(footer = "  baton user delete anna")
  static final class Delete extends OneUserCommand {
    Delete(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    int run(ApiClient apiClient) throws Exception {
      JsonNode answer = apiClient.delete(id(apiClient));
      report(answer, "User " + name + " deleted");
      return ExitCode.OK;
    }
  }

  /** The command {@code baton user list}: lists the users. */
  @Command(footer = "  baton user list")
  static final class ListAll extends InstallationCommands.AnswerCommand {
    ListAll(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    JsonNode request(ApiClient apiClient) throws InterruptedException {
      return apiClient.search("user", Map.of());
    }

    @Override
    void printAnswer(JsonNode answer) {
      TextTable textTable = new TextTable("NAME", "ID", "ADMIN", "STATE", "CREATED");
      for (JsonNode user : answer.path("resources")) {
        textTable.add(
            user.path("name").asText(),
            user.path("id").asText(),
            user.path("admin").asBoolean() ? "yes" : "no",
            user.path("state").asText(),
            times().absoluteAndAge(user.path("created")));
      }
      printAnswer(textTable, "No users.");
    }
  }
}
