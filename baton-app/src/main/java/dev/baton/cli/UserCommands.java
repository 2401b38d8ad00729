// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import java.io.Console;
import java.util.Arrays;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code baton user} does. */
final class UserCommands {

  private static final String PASSWORD_VARIABLE = "BATON_NEW_PASSWORD";

  private UserCommands() {}

  /** A command about one user. */
  abstract static class OfOne extends ClientCommand {
    @Parameters(paramLabel = "NAME", description = "Name of the user")
    String name = "";

    OfOne(Context context) {
      super(context);
    }

    @Override
    boolean changes() {
      return true;
    }

    final String id(Api api) throws InterruptedException {
      for (JsonNode user : api.search("user", Map.of()).path("resources")) {
        if (name.equals(user.path("name").asText())) {
          return user.path("id").asText();
        }
      }
      throw new NotFoundException("there is no user '" + name + "' ('baton user list' shows all)");
    }

    /** From the environment, or asked for twice without showing it; never from the arguments. */
    final String newPassword() {
      String given = context.environment().get(PASSWORD_VARIABLE);
      if (given != null && !given.isEmpty()) {
        return given;
      }
      Console console = context.terminal().isInteractive() ? System.console() : null;
      if (console == null) {
        throw new InvalidInputException(
            "no terminal to ask for the password at; set " + PASSWORD_VARIABLE);
      }
      char[] first = console.readPassword("New password of %s: ", name);
      char[] second = console.readPassword("The same again: ");
      if (first == null || second == null || !Arrays.equals(first, second)) {
        throw new InvalidInputException("the two passwords differ; nothing was changed");
      }
      return new String(first);
    }

    final void report(JsonNode answer, String text) {
      if (isJson()) {
        printJson(answer);
      } else {
        context.out().println(text);
      }
    }
  }

  /** {@code baton user add}. */
  @Command(
      name = "add",
      footerHeading = "%nExamples:%n",
      footer = {
        "  baton user add anna                                  asks for the password",
        "  BATON_NEW_PASSWORD=… baton user add anna --admin     for scripts"
      })
  static final class Add extends OfOne {
    @Option(names = "--admin", description = "Make the user an administrator")
    boolean admin;

    Add(Context context) {
      super(context);
    }

    @Override
    int run(Api api) throws Exception {
      ObjectNode body = Api.JSON.createObjectNode();
      ObjectNode template =
          body.putObject("template")
              .put("href", "user-template/username-password")
              .put("username", name)
              .put("password", newPassword());
      if (admin) {
        template.put("admin", true);
      }
      JsonNode answer = api.post("user", body);
      report(answer, answer.path("resource-id").asText());
      return ExitCode.OK;
    }
  }

  /** {@code baton user passwd}. */
  @Command(
      name = "passwd",
      footerHeading = "%nExamples:%n",
      footer = {
        "  baton user passwd anna                        asks for the new password",
        "  BATON_NEW_PASSWORD=… baton user passwd anna   for scripts"
      })
  static final class Passwd extends OfOne {
    Passwd(Context context) {
      super(context);
    }

    @Override
    int run(Api api) throws Exception {
      String id = id(api);
      String password = newPassword();
      JsonNode answer = api.put(id, Api.JSON.createObjectNode().put("password", password));
      new LocalKey(connection()).renew(name, password);
      report(answer, "Password of " + name + " changed");
      return ExitCode.OK;
    }
  }

  /** {@code baton user delete}. */
  @Command(
      name = "delete",
      footerHeading = "%nExamples:%n",
      footer = {"  baton user delete anna"})
  static final class Delete extends OfOne {
    Delete(Context context) {
      super(context);
    }

    @Override
    int run(Api api) throws Exception {
      JsonNode answer = api.delete(id(api));
      report(answer, "User " + name + " deleted");
      return ExitCode.OK;
    }
  }

  /** {@code baton user list}. */
  @Command(
      name = "list",
      footerHeading = "%nExamples:%n",
      footer = {"  baton user list"})
  static final class ListAll extends LookCommands.Show {
    ListAll(Context context) {
      super(context);
    }

    @Override
    JsonNode ask(Api api) throws InterruptedException {
      return api.search("user", Map.of());
    }

    @Override
    void show(JsonNode answer) {
      Table table = new Table("NAME", "ID", "ADMIN", "STATE", "CREATED");
      for (JsonNode user : answer.path("resources")) {
        table.add(
            user.path("name").asText(),
            user.path("id").asText(),
            user.path("admin").asBoolean() ? "yes" : "no",
            user.path("state").asText(),
            times().moment(user.path("created")));
      }
      show(table, "No users.");
    }
  }
}
