// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.client.ApiClient;
import dev.baton.client.ServerSentEvents;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.console.ProgressLine;
import dev.baton.console.TextTable;
import dev.baton.console.TimeText;
import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that show data of a server other than jobs. */
final class InstallationCommands {

  private InstallationCommands() {}

  /** A command that sends one request and shows the answer. */
  abstract static class AnswerCommand extends ClientCommand {
    AnswerCommand(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    final int run(ApiClient apiClient) throws Exception {
      JsonNode answer = request(apiClient);
      if (isJson()) {
        printJson(answer);
      } else {
        printAnswer(answer);
      }
      return ExitCode.OK;
    }

    abstract JsonNode request(ApiClient apiClient) throws InterruptedException;

    abstract void printAnswer(JsonNode answer);

    final void printAnswer(TextTable textTable, String whenEmpty) {
      if (textTable.isEmpty()) {
        print(whenEmpty);
      } else {
        print(textTable);
      }
    }

    static String joined(JsonNode array) {
      return array.valueStream().map(JsonNode::asText).collect(Collectors.joining(","));
    }
  }

  /** The command {@code baton action list}: lists the known actions. */
  @Command(
      footer = {
        "  baton action list",
        "  baton action list --output json     with the JSON Schema of the parameters"
      })
  static final class ActionList extends AnswerCommand {
    ActionList(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    JsonNode request(ApiClient apiClient) throws InterruptedException {
      return apiClient.get("action");
    }

    @Override
    void printAnswer(JsonNode answer) {
      TextTable textTable =
          new TextTable("ACTION", "PLUGIN", "REQUIRES", "EXECUTORS", "DESCRIPTION");
      for (JsonNode action : answer.path("resources")) {
        textTable.add(
            action.path("name").asText(),
            action.path("plugin").asText(),
            joined(action.path("requires")),
            action.path("executors").asText(),
            action.path("description").asText());
      }
      printAnswer(textTable, "No actions.");
    }
  }

  /** The command {@code baton action show}: shows an action and its parameters. */
  @Command(footer = "  baton action show run_command")
  static final class ActionShow extends AnswerCommand {
    @Parameters(paramLabel = "ACTION", description = "Name of the action")
    String action = "";

    ActionShow(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    JsonNode request(ApiClient apiClient) throws InterruptedException {
      return ActionSchema.fetch(apiClient, action).document();
    }

    @Override
    void printAnswer(JsonNode answer) {
      print(answer.path("name").asText() + ": " + answer.path("description").asText());
      TextTable textTable = new TextTable("PARAMETER", "FLAG", "DESCRIPTION");
      new ActionSchema(answer)
          .parameters()
          .forEach(each -> textTable.add(each.name(), each.flag(), each.description()));
      printAnswer(textTable, "It takes no parameters.");
    }
  }

  /** The command {@code baton board list}: lists the waiting and the claimed jobs. */
  @Command(footer = {"  baton board list", "  baton board list --first 51 --last 100"})
  static final class BoardList extends AnswerCommand {
    @Option(names = "--first", paramLabel = "N", description = "First to show (default: 1)")
    int first = 1;

    @Option(names = "--last", paramLabel = "N", description = "Last to show (default: 50)")
    int last = 50;

    BoardList(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    JsonNode request(ApiClient apiClient) throws InterruptedException {
      JsonNode answer = apiClient.get("board", Map.of("first", "" + first, "last", "" + last));
      if (first > 1 && answer.path("resources").isEmpty()) {
        throw new InvalidInputException(
            "first is " + first + ", beyond the end of the board; 'baton board list' begins at 1");
      }
      return answer;
    }

    @Override
    void printAnswer(JsonNode answer) {
      TextTable textTable = new TextTable("JOB", "PRIORITY", "DUE", "CLAIMED BY");
      ShortJobIds ids = shortIds(answer.path("resources").findValuesAsText("job"));
      for (JsonNode posting : answer.path("resources")) {
        textTable.add(
            ids.text(posting.path("job").asText()),
            posting.path("priority").asText(),
            times().age(posting.path("due")),
            posting.path("owner").asText(""));
      }
      printAnswer(textTable, "The board is empty: nothing waits and nothing runs.");
    }
  }

  /** The command {@code baton board restore}: repairs the board from the job store. */
  @Command(
      footer = "  baton board restore     safe at any time; a distributor does it every minute")
  static final class BoardRestore extends AnswerCommand {
    BoardRestore(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    boolean changes() {
      return true;
    }

    @Override
    JsonNode request(ApiClient apiClient) throws InterruptedException {
      ProgressLine progressLine = new ProgressLine(context, false);
      AtomicReference<@Nullable JsonNode> done = new AtomicReference<>();
      try (Stream<String> lines = apiClient.eventsOf("board/restore")) {
        ServerSentEvents.read(
            apiClient,
            lines.iterator(),
            (event, data) -> {
              if (event.equals("progress")) {
                printProgress(progressLine, data);
              } else if (event.equals("restored")) {
                done.set(data);
              }
              return done.get() == null;
            });
      } catch (UncheckedIOException e) {
        throw broken(e);
      } finally {
        progressLine.clear();
      }
      JsonNode answer = done.get();
      if (answer == null) {
        throw broken(null);
      }
      return answer;
    }

    /**
     * Shows the progress. With JSON output, prints one JSON document per line on standard error,
     * because standard output contains only the result.
     */
    private void printProgress(ProgressLine progressLine, JsonNode data) {
      if (isJson()) {
        context.err().println(shownJson(data.toString()));
        context.err().flush();
      } else {
        progressLine.show("checked " + data.path("looked").asLong() + " jobs");
      }
    }

    private static UnavailableException broken(@Nullable Throwable cause) {
      return new UnavailableException(
          "the server stopped before the board was restored, or the connection broke; see the"
              + " server's log, and try again: that is always safe",
          cause);
    }

    @Override
    void printAnswer(JsonNode answer) {
      print(
          "Jobs posted again: "
              + answer.path("reposted").asLong()
              + ", entries removed: "
              + answer.path("removed").asLong()
              + ", lost claims released: "
              + answer.path("released").asLong());
    }
  }

  /**
   * The command {@code baton distribution list}: lists the distributions with their times and
   * leaders.
   */
  @Command(footer = {"  baton distribution list", "  baton distribution list --utc"})
  static final class DistributionList extends AnswerCommand {
    DistributionList(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    JsonNode request(ApiClient apiClient) throws InterruptedException {
      return apiClient.get("distribution");
    }

    @Override
    void printAnswer(JsonNode answer) {
      TextTable textTable =
          new TextTable("NAME", "SCHEDULE", "LEADER", "LAST", "DID", "NEXT", "ERROR");
      for (JsonNode each : answer.path("resources")) {
        textTable.add(
            each.path("name").asText(),
            TimeText.schedule(each.path("schedule").asText()),
            each.path("leader").asText(""),
            times().age(each.path("last-run")),
            did(each),
            times().age(each.path("next-run")),
            each.path("last-error").asText(""));
      }
      printAnswer(textTable, "No distributions.");
    }

    private static String did(JsonNode distribution) {
      if (distribution.has("last-changed")) {
        return distribution.path("last-changed").asText() + " changed";
      }
      return distribution.has("last-posted")
          ? distribution.path("last-posted").asText() + " posted"
          : "";
    }
  }
}
