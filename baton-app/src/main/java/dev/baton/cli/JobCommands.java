// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.baton.config.Durations;
import dev.baton.error.BatonException;
import dev.baton.error.InvalidInputException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code baton job} does to jobs that are named by their ids. */
final class JobCommands {

  private JobCommands() {}

  /** A command about one job. */
  abstract static class OfOne extends ClientCommand {
    @Parameters(paramLabel = "JOB", description = "Id of the job, with or without job/")
    String job = "";

    OfOne(Context context) {
      super(context);
    }

    final String path() {
      return jobPath(job);
    }
  }

  /** A command that does the same to each of several jobs. */
  abstract static class OfMany extends ClientCommand {
    @Parameters(paramLabel = "JOB", arity = "1..*", description = "Ids of the jobs")
    List<String> jobs = new ArrayList<>();

    OfMany(Context context) {
      super(context);
    }

    @Override
    int run(Api api) throws Exception {
      ArrayNode answers = Api.JSON.createArrayNode();
      int code = ExitCode.OK;
      for (String job : jobs) {
        try {
          JsonNode answer = one(api, jobPath(job));
          answers.add(answer);
          if (!isJson()) {
            context.out().println(text(answer));
          }
        } catch (BatonException e) {
          if (jobs.size() == 1) {
            throw e;
          }
          // The others are done all the same; the code tells of the first that was not.
          context.err().println("baton: " + e.getMessage());
          code = code == ExitCode.OK ? ExitCode.of(e) : code;
        }
      }
      if (isJson()) {
        printJson(jobs.size() == 1 ? answers.path(0) : answers);
      }
      return code;
    }

    abstract JsonNode one(Api api, String path) throws InterruptedException;

    abstract String text(JsonNode answer);
  }

  /** {@code baton job get}. */
  @Command(name = "get")
  static final class Get extends OfOne {
    Get(Context context) {
      super(context);
    }

    @Override
    int run(Api api) throws Exception {
      JsonNode document = api.get(path());
      if (isJson()) {
        printJson(document);
      } else {
        new Sheet(context.out(), times(), style()).print(document);
      }
      return ExitCode.OK;
    }
  }

  /** {@code baton job why}. */
  @Command(name = "why")
  static final class Why extends OfOne {
    Why(Context context) {
      super(context);
    }

    @Override
    int run(Api api) throws Exception {
      JsonNode answer = api.get(path() + "/why");
      if (isJson()) {
        printJson(answer);
        return ExitCode.OK;
      }
      context
          .out()
          .println(
              answer.path("resource-id").asText()
                  + " is "
                  + style().state(answer.path("state").asText())
                  + ": "
                  + answer.path("verdict").asText());
      Table table = new Table("GATE", "", "SINCE", "DETAIL");
      for (JsonNode gate : answer.path("gates")) {
        table.add(
            gate.path("gate").asText(),
            gate.path("open").asBoolean() ? "open" : style().red("closed"),
            times().age(gate.path("since")),
            gate.path("detail").asText());
      }
      if (!table.isEmpty()) {
        print(table);
      }
      return ExitCode.OK;
    }
  }

  /** {@code baton job wait}. */
  @Command(
      name = "wait",
      footerHeading = "%nExit codes:%n",
      footer = {"  0 all SUCCESS, 1 one FAILED, 7 one CANCELED, 8 not final after --timeout"})
  static final class Wait extends ClientCommand {
    @Parameters(paramLabel = "JOB", arity = "1..*", description = "Ids of the jobs")
    List<String> jobs = new ArrayList<>();

    @Option(
        names = "--timeout",
        paramLabel = "DURATION",
        description = "How long to wait at most (default: as long as it takes)")
    @Nullable String timeout;

    @Option(
        names = {"-q", "--quiet"},
        description = "Print nothing; the exit code tells")
    boolean quiet;

    Wait(Context context) {
      super(context);
    }

    @Override
    int run(Api api) throws Exception {
      Duration atMost = timeout == null ? null : Durations.parse(timeout);
      List<String> ids = jobs.stream().map(ClientCommand::jobPath).distinct().toList();
      List<JsonNode> ended = new JobWaiter(api, context, quiet).await(ids, atMost);
      if (!quiet && isJson()) {
        printJson(ended.size() == 1 ? ended.getFirst() : Api.JSON.valueToTree(ended));
      } else if (!quiet) {
        ended.forEach(job -> context.out().println(JobText.end(job, style())));
      }
      return JobWaiter.exitCode(ended);
    }
  }

  /** {@code baton job logs}. */
  @Command(name = "logs")
  static final class Logs extends OfOne {
    private static final int PAGE = 1000;

    @Option(
        names = {"-f", "--follow"},
        description = "Go on with new lines until the job is final")
    boolean follow;

    @Option(names = "--after", paramLabel = "N", description = "Only lines with a greater number")
    long after;

    @Option(
        names = {"-d", "--details"},
        description = "Show number, time, attempt and stream of each line")
    boolean details;

    Logs(Context context) {
      super(context);
    }

    @Override
    int run(Api api) throws Exception {
      if (follow) {
        new LogFollower(api, context, false).follow(path(), after);
        return ExitCode.OK;
      }
      ArrayNode all = Api.JSON.createArrayNode();
      long last = after;
      JsonNode page;
      do {
        page = api.get(path() + "/logs", Map.of("after", "" + last, "limit", "" + PAGE));
        last = page.path("last").asLong(last);
        page.path("lines").forEach(line -> take(line, all));
      } while (page.path("lines").size() == PAGE);
      if (isJson()) {
        printJson(
            Api.JSON
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
      } else if (details) {
        context
            .out()
            .println(
                style()
                        .faint(
                            line.path("number").asText()
                                + " "
                                + line.path("at").asText()
                                + " attempt "
                                + line.path("attempt").asText()
                                + " "
                                + line.path("stream").asText())
                    + " "
                    + line.path("text").asText());
      } else {
        context.out().println(line.path("text").asText());
      }
    }
  }

  /** {@code baton job history}. */
  @Command(name = "history")
  static final class History extends OfOne {
    History(Context context) {
      super(context);
    }

    @Override
    int run(Api api) throws Exception {
      JsonNode answer = api.get(path() + "/history");
      if (isJson()) {
        printJson(answer);
        return ExitCode.OK;
      }
      Table table = new Table("WHEN", "WHAT", "STATE", "TRY", "EXECUTOR", "NOTE");
      for (JsonNode event : answer.path("events")) {
        table.add(
            times().moment(event.path("at")),
            event.path("kind").asText(),
            style().state(event.path("state").asText()),
            event.path("attempt").asText(),
            event.path("owner").asText(""),
            event.path("note").asText(""));
      }
      print(table);
      return ExitCode.OK;
    }
  }

  /** {@code baton job cancel}. */
  @Command(name = "cancel")
  static final class Cancel extends OfMany {
    Cancel(Context context) {
      super(context);
    }

    @Override
    JsonNode one(Api api, String path) throws InterruptedException {
      return api.post(path + "/cancel", null);
    }

    @Override
    String text(JsonNode answer) {
      return answer.path("id").asText() + " " + style().state(answer.path("state").asText());
    }
  }

  /** {@code baton job retry}. */
  @Command(name = "retry")
  static final class Retry extends OfMany {
    Retry(Context context) {
      super(context);
    }

    @Override
    JsonNode one(Api api, String path) throws InterruptedException {
      return api.post(path + "/retry", null);
    }

    /** The id of the new job alone, for scripts. */
    @Override
    String text(JsonNode answer) {
      return answer.path("resource-id").asText();
    }
  }

  /** {@code baton job delete}. */
  @Command(
      name = "delete",
      footerHeading = "%nExamples:%n",
      footer = {
        "  baton job delete job/<uuid>",
        "  baton job delete --filter \"state='SUCCESS' and created<'now-7d'\" --yes"
      })
  static final class Delete extends ClientCommand {
    @Parameters(paramLabel = "JOB", arity = "0..*", description = "Ids of the jobs")
    List<String> jobs = new ArrayList<>();

    @Option(names = "--filter", paramLabel = "FILTER", description = "Delete all that match")
    @Nullable String filter;

    @Option(
        names = {"-y", "--yes"},
        description = "With --filter: really delete, rather than count")
    boolean yes;

    Delete(Context context) {
      super(context);
    }

    @Override
    void prepare() {
      if (jobs.isEmpty() == (filter == null)) {
        throw new InvalidInputException("name jobs by their ids, or by --filter");
      }
    }

    @Override
    int run(Api api) throws Exception {
      if (filter != null) {
        return deleteAll(api, filter);
      }
      for (String job : jobs) {
        JsonNode answer = api.delete(jobPath(job));
        context.out().println(isJson() ? answer : answer.path("message").asText());
      }
      return ExitCode.OK;
    }

    private int deleteAll(Api api, String condition) throws InterruptedException {
      if (!yes) {
        Map<String, String> query = new LinkedHashMap<>(Map.of("filter", condition, "last", "0"));
        long count = api.search("job", query).path("count").asLong();
        context.err().println("baton: would delete " + count + " jobs; add --yes to do it");
        return ExitCode.USAGE;
      }
      JsonNode answer = api.deleteAll("job", condition);
      context
          .out()
          .println(isJson() ? answer : "Deleted " + answer.path("deleted").asLong() + " jobs");
      return ExitCode.OK;
    }
  }
}
