// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.baton.client.ApiClient;
import dev.baton.client.JobWaiter;
import dev.baton.client.LogFollower;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.console.TextTable;
import dev.baton.service.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The subcommands of {@code baton job} that show jobs by their ids. */
final class JobReadCommands {

  private JobReadCommands() {}

  /** A command that sends one request about one job and shows the answer. */
  abstract static class OneJobCommand extends InstallationCommands.AnswerCommand {
    @Parameters(paramLabel = "JOB", description = "Id of the job, or the start of it")
    String job = "";

    OneJobCommand(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    final JsonNode request(ApiClient apiClient) throws InterruptedException {
      return request(apiClient, new JobIdLookup(apiClient).resolve(job));
    }

    /**
     * Sends the request.
     *
     * @param path the full id of the job
     */
    abstract JsonNode request(ApiClient apiClient, String path) throws InterruptedException;
  }

  /** The command {@code baton job get}: shows all attributes of a job. */
  @Command(
      footer = {"  baton job get d3a69151", "  baton job get d3a69151 --output json | jq .result"})
  static final class Get extends OneJobCommand {
    Get(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    JsonNode request(ApiClient apiClient, String path) throws InterruptedException {
      return apiClient.get(path);
    }

    @Override
    void printAnswer(JsonNode answer) {
      new DocumentPrinter(context.out(), times(), style()).print(answer);
    }
  }

  /** The command {@code baton job why}: explains what a job waits for. */
  @Command(footer = "  baton job why d3a69151     which gate holds it, and since when")
  static final class Why extends OneJobCommand {
    Why(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    JsonNode request(ApiClient apiClient, String path) throws InterruptedException {
      return apiClient.get(path + "/why");
    }

    @Override
    void printAnswer(JsonNode answer) {
      print(
          answer.path("resource-id").asText()
              + " is "
              + style().state(answer.path("state").asText())
              + ": "
              + times().inZone(answer.path("summary").asText()));
      TextTable textTable = new TextTable("GATE", "", "SINCE", "DETAIL");
      for (JsonNode gate : answer.path("gates")) {
        textTable.add(
            gate.path("gate").asText(),
            openness(gate),
            times().age(gate.path("since")),
            times().inZone(gate.path("detail").asText()));
      }
      if (!textTable.isEmpty()) {
        print(textTable);
      }
    }

    private String openness(JsonNode gate) {
      if (!gate.path("checked").asBoolean(true)) {
        return "not checked";
      }
      return gate.path("open").asBoolean() ? "open" : style().red("closed");
    }
  }

  /** The command {@code baton job wait}: waits until jobs are final. */
  @Command(
      footer = {
        "  baton job wait d3a69151 --timeout 10m && echo good",
        "  baton job wait d3a69151 07b2c4e8 --quiet",
        "",
        "Exit codes: 0 all SUCCESS, 1 one FAILED, 7 one CANCELED, 8 not final after --timeout."
      })
  static final class Wait extends ClientCommand {
    @Parameters(paramLabel = "JOB", arity = "1..*", description = "Ids of the jobs")
    List<String> jobs = new ArrayList<>();

    @Option(
        names = "--timeout",
        paramLabel = "DURATION",
        description = "How long to wait at most (default: without limit)")
    @Nullable String timeout;

    @Option(
        names = {"-q", "--quiet"},
        description = "Print nothing; only set the exit code")
    boolean quiet;

    Wait(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    int run(ApiClient apiClient) throws Exception {
      Duration atMost = timeout == null ? null : Durations.parse("--timeout", timeout);
      List<String> ids = new JobIdLookup(apiClient).resolve(jobs);
      List<JsonNode> ended = new JobWaiter(apiClient, context, quiet).await(ids, atMost);
      if (!quiet && isJson()) {
        printJson(ended.size() == 1 ? ended.getFirst() : ApiClient.JSON.valueToTree(ended));
      } else if (!quiet) {
        ended.forEach(job -> print(JobText.end(job, style())));
      }
      return JobWaiter.exitCode(ended);
    }
  }

  /** Prints the log of a job. */
  @Command(
      footer = {
        "  baton job logs d3a69151                 all lines",
        "  baton job logs d3a69151 --follow        and new lines until the job is final",
        "  baton job logs d3a69151 --details       with number, time, attempt and stream",
        "  baton job logs d3a69151 --raw-output    with the colours of the program"
      })
  static final class Logs extends ClientCommand {
    private static final int PAGE = 1000;

    @Parameters(paramLabel = "JOB", description = "Id of the job, or the start of it")
    String job = "";

    @Option(
        names = {"-f", "--follow"},
        description = "Also print new lines until the job is final")
    boolean follow;

    @Option(names = "--after", paramLabel = "N", description = "Only lines with a greater number")
    long after;

    @Option(
        names = {"-d", "--details"},
        description = "Show number, time, attempt and stream of each line")
    boolean details;

    @Option(
        names = "--raw-output",
        description = "Print control characters unchanged, such as the colours of a program")
    boolean raw;

    Logs(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    boolean isRaw() {
      return raw;
    }

    @Override
    int run(ApiClient apiClient) throws Exception {
      String path = new JobIdLookup(apiClient).resolve(job);
      if (follow) {
        new LogFollower(apiClient, context, this::print).follow(path, after);
        return ExitCode.OK;
      }
      ArrayNode all = ApiClient.JSON.createArrayNode();
      long last = after;
      JsonNode page;
      do {
        page = apiClient.get(path + "/logs", Map.of("after", "" + last, "limit", "" + PAGE));
        last = page.path("last").asLong(last);
        page.path("lines").forEach(line -> take(line, all));
      } while (page.path("lines").size() == PAGE);
      if (isJson()) {
        printJson(
            ApiClient.JSON
                .createObjectNode()
                .put("last", last)
                .put("final", page.path("final").asBoolean())
                .set("lines", all));
      }
      return ExitCode.OK;
    }

    private void take(JsonNode line, ArrayNode all) {
      if (isJson()) {
        all.add(line);
      } else {
        print(line);
      }
    }

    private void print(JsonNode line) {
      if (isJson()) {
        print(shownJson(line.toString()));
      } else if (details) {
        print(
            style()
                    .faint(
                        line.path("number").asText()
                            + " "
                            + times().preciseTime(line.path("at"))
                            + " attempt "
                            + line.path("attempt").asText()
                            + " "
                            + line.path("stream").asText())
                + " "
                + line.path("text").asText());
      } else {
        print(line.path("text").asText());
      }
    }
  }

  /** The command {@code baton job history}: shows the job events of a job. */
  @Command(footer = "  baton job history d3a69151     when it was posted, started, resumed, ended")
  static final class History extends OneJobCommand {
    History(CommandContext commandContext) {
      super(commandContext);
    }

    @Override
    JsonNode request(ApiClient apiClient, String path) throws InterruptedException {
      return apiClient.get(path + "/history");
    }

    @Override
    void printAnswer(JsonNode answer) {
      TextTable textTable = new TextTable("WHEN", "WHAT", "STATE", "TRY", "EXECUTOR", "NOTE");
      for (JsonNode event : answer.path("events")) {
        textTable.add(
            times().absoluteAndAge(event.path("at")),
            event.path("kind").asText(),
            style().state(event.path("state").asText()),
            event.path("attempt").asText(),
            event.path("owner").asText(""),
            times().inZone(event.path("note").asText("")));
      }
      print(textTable);
    }
  }
}
