// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.client.ApiClient;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.console.PollDelay;
import dev.baton.console.TextTable;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.service.Deadline;
import dev.baton.service.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that change what a running process does. */
final class ExecutorChangeCommands {

  private ExecutorChangeCommands() {}

  /** The command {@code baton executor drain}: lets an executor claim no more jobs. */
  @Command(
      footer = {
        "  baton executor drain host-4711                         its jobs run to their ends",
        "  baton executor drain host-4711 --wait --timeout 1h     and until it runs none"
      })
  static final class Drain extends ClientCommand {
    @Parameters(paramLabel = "EXECUTOR", description = "Id or name of the executor")
    String executor = "";

    @Option(
        names = "--wait",
        description = "Wait until the executor runs no job; afterwards it can be stopped at once")
    boolean wait;

    @Option(
        names = "--timeout",
        paramLabel = "DURATION",
        description = "With --wait: how long to wait at most (default: without limit)")
    @Nullable String timeout;

    Drain(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    void prepare() {
      if (timeout != null && !wait) {
        throw new InvalidInputException("--timeout is given without --wait, and would do nothing");
      }
    }

    @Override
    int run(ApiClient apiClient) throws Exception {
      Duration atMost = timeout == null ? null : Durations.parse("--timeout", timeout);
      String id = ExecutorLookup.id(apiClient, executor);
      JsonNode answer = apiClient.post(id + "/drain", null);
      if (!isJson()) {
        print(executor + ": " + answer.path("message").asText());
      }
      if (!wait) {
        return end(answer, 0);
      }
      int running = await(apiClient, id, atMost);
      if (!isJson()) {
        print(
            running == 0
                ? executor + " runs no jobs"
                : executor + " still runs " + counted(running) + " after " + timeout);
      }
      return end(answer, running);
    }

    private int end(JsonNode answer, int running) {
      if (isJson()) {
        ObjectNode doc = answer.deepCopy();
        printJson(wait ? doc.put("running", running) : doc);
      }
      return running == 0 ? ExitCode.OK : ExitCode.WAITED_LONG_ENOUGH;
    }

    /**
     * Waits until the executor runs no jobs, and returns how many it runs then. Two heartbeats in a
     * row must say so, because a claim that was under way when the drain began can still start
     * jobs.
     */
    private int await(ApiClient apiClient, String id, @Nullable Duration atMost)
        throws InterruptedException {
      Deadline end = atMost == null ? null : Deadline.after(context.clock().nanos(), atMost);
      PollDelay pollDelay = new PollDelay(Duration.ofMillis(100), Duration.ofSeconds(1));
      int running = 1;
      int shown = 0;
      String idleSince = "";
      boolean isIdle = false;
      while (!isIdle && (end == null || !end.isPast(context.clock()))) {
        JsonNode member = member(apiClient, id);
        if (member.path("draining").asBoolean()) {
          running = member.path("running").asInt();
          String seen = member.path("seen").asText();
          isIdle = running == 0 && !idleSince.isEmpty() && !seen.equals(idleSince);
          idleSince = running > 0 ? "" : idleSince.isEmpty() ? seen : idleSince;
        }
        if (running > 0 && running != shown) {
          context.err().println(executor + " runs " + counted(running));
          context.err().flush();
          shown = running;
        }
        if (!isIdle) {
          pollDelay.await();
        }
      }
      return isIdle ? 0 : Math.max(running, 1);
    }

    /** Returns the document of the executor; an empty one while the server does not answer. */
    private JsonNode member(ApiClient apiClient, String id) throws InterruptedException {
      try {
        JsonNode member = apiClient.get(id);
        if (member.path("alive").asBoolean(true)) {
          return member;
        }
      } catch (UnavailableException e) {
        // The server may be restarting.
        return ApiClient.JSON.createObjectNode();
      } catch (NotFoundException e) {
        throw gone();
      }
      throw gone();
    }

    private NotFoundException gone() {
      return new NotFoundException(
          executor + " is no longer alive; other executors resume the jobs that it ran");
    }

    private static String counted(int running) {
      return running + (running == 1 ? " job" : " jobs");
    }
  }

  /** The command {@code baton executor undrain}: lets a drained executor claim jobs again. */
  @Command(footer = "  baton executor undrain host-4711")
  static final class Undrain extends InstallationCommands.AnswerCommand {
    @Parameters(paramLabel = "EXECUTOR", description = "Id or name of the executor")
    String executor = "";

    Undrain(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    JsonNode request(ApiClient apiClient) throws InterruptedException {
      return apiClient.post(ExecutorLookup.id(apiClient, executor) + "/undrain", null);
    }

    @Override
    void printAnswer(JsonNode answer) {
      print(executor + ": " + answer.path("message").asText());
    }
  }

  /** The command {@code baton executor log-level}: shows or changes the log levels of a process. */
  @Command(
      footer = {
        "  baton executor log-level host-4711                      the present levels",
        "  baton executor log-level host-4711 debug                all of Baton's loggers",
        "  baton executor log-level host-4711 trace --logger dev.baton.jdbc",
        "  baton executor log-level host-4711 configured           as the settings say"
      })
  static final class LogLevel extends InstallationCommands.AnswerCommand {
    @Parameters(
        index = "0",
        paramLabel = "EXECUTOR",
        description = "Id or name of the executor, server or distributor")
    String executor = "";

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "LEVEL",
        description =
            "error, warn, info, debug or trace, until the process stops; configured takes the"
                + " changes of a logger back. Without LEVEL, shows the levels")
    @Nullable String level;

    @Option(
        names = "--logger",
        paramLabel = "NAME",
        defaultValue = "dev.baton",
        description = "The logger and all loggers below it (default: ${DEFAULT-VALUE})")
    String logger = "";

    LogLevel(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    JsonNode request(ApiClient apiClient) throws InterruptedException {
      String path = ExecutorLookup.id(apiClient, executor) + "/log-level";
      if (level == null) {
        return apiClient.get(path);
      }
      return apiClient.post(
          path, ApiClient.JSON.createObjectNode().put("level", level).put("logger", logger));
    }

    @Override
    void printAnswer(JsonNode answer) {
      if (level != null) {
        print(executor + ": " + answer.path("message").asText());
        return;
      }
      TextTable textTable = new TextTable("LOGGER", "LEVEL", "CHANGED");
      for (JsonNode each : answer.path("levels")) {
        textTable.add(
            each.path("logger").asText(),
            each.path("level").asText(),
            each.path("changed").asBoolean() ? "yes" : "");
      }
      printAnswer(textTable, "No levels.");
    }
  }
}
