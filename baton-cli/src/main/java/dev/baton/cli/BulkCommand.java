// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.client.ApiClient;
import dev.baton.client.JobWaiter;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.console.PrintableText;
import dev.baton.error.BatonException;
import dev.baton.error.InvalidInputException;
import dev.baton.job.JobState;
import dev.baton.jobservice.BulkOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A command that changes jobs: either the jobs with the given ids, one request per job, or all jobs
 * that a filter selects, with one bulk request.
 */
abstract class BulkCommand extends ClientCommand {

  private final BulkOperation operation;

  @CommandLine.Mixin JobFilterOptions chosen = new JobFilterOptions();

  @Parameters(
      paramLabel = "JOB",
      arity = "0..*",
      description = "Ids of the jobs, or the start of each; or choose jobs by flags")
  List<String> jobs = new ArrayList<>();

  @Option(
      names = {"-y", "--yes"},
      description = "Change the jobs that the flags choose; without it, they are only counted")
  boolean yes;

  @Option(names = "--dry-run", description = "Count the jobs that the flags choose")
  boolean dryRun;

  @Option(
      names = "--max",
      paramLabel = "N",
      description = "Change nothing if the flags choose more jobs: 1 to 1000000 (default: 10000)")
  @Nullable Integer max;

  @Option(
      names = "--no-wait",
      description = "If a bulk job changes them, print its id and do not wait for it")
  boolean noWait;

  BulkCommand(CommandContext commandContext, BulkOperation operation) {
    super(commandContext);
    this.operation = operation;
  }

  /** Changes the help of --state, so that it lists the states that the operation allows. */
  @Override
  final void customise(CommandSpec spec) {
    OptionSpec state = spec.findOption("--state");
    String allowed = names(operation.allowedStates());
    String usual = names(operation.defaultStates());
    spec.remove(state);
    spec.addOption(
        state.toBuilder()
            .description("Jobs in one of these states: " + allowed + " (default: " + usual + ")")
            .build());
  }

  private static String names(Set<JobState> states) {
    return String.join(",", states.stream().map(JobState::name).toList());
  }

  @Override
  boolean changes() {
    return !dryRun && (yes || !jobs.isEmpty());
  }

  @Override
  void prepare() {
    if (!jobs.isEmpty() && chosen.isGiven()) {
      throw new InvalidInputException(
          "both ids of jobs and flags that choose jobs are given, such as '"
              + jobs.getFirst()
              + "'; give only one of them");
    }
    if (jobs.isEmpty() && !chosen.isGiven()) {
      throw new InvalidInputException(
          "name jobs by their ids, or choose them by --filter, --state, --action, --tag,"
              + " --newer-than or --older-than");
    }
    if (!jobs.isEmpty() && (dryRun || max != null || noWait)) {
      throw new InvalidInputException(
          "--dry-run, --max and --no-wait are for jobs that flags choose");
    }
    if (yes && dryRun) {
      throw new InvalidInputException("--yes and --dry-run contradict each other; give one");
    }
  }

  @Override
  final int run(ApiClient apiClient) throws Exception {
    return jobs.isEmpty() ? changeAll(apiClient) : changeEach(apiClient);
  }

  private int changeEach(ApiClient apiClient) throws InterruptedException {
    ArrayNode answers = ApiClient.JSON.createArrayNode();
    JobIdLookup ids = new JobIdLookup(apiClient);
    int code = ExitCode.OK;
    for (String job : jobs) {
      try {
        JsonNode answer = one(apiClient, ids.resolve(job));
        answers.add(answer);
        if (!isJson()) {
          print(text(answer));
        }
      } catch (BatonException e) {
        if (jobs.size() == 1) {
          throw e;
        }
        // The command continues with the other jobs; the exit code is the exit code of the first
        // failure.
        context.note(PrintableText.text(String.valueOf(e.getMessage())));
        code = code == ExitCode.OK ? ExitCode.of(e) : code;
      }
    }
    if (isJson()) {
      printJson(jobs.size() == 1 ? answers.path(0) : answers);
    }
    return code;
  }

  abstract JsonNode one(ApiClient apiClient, String path) throws InterruptedException;

  /**
   * Returns what the command prints when the server has changed one job.
   *
   * @param answer the answer of the server for that job
   */
  abstract String text(JsonNode answer);

  /**
   * Adds attributes to the body of the bulk request. An operation overrides this method if its
   * request has more attributes than filter, states and maximum.
   */
  void addTo(ObjectNode body) {}

  private int changeAll(ApiClient apiClient) throws InterruptedException {
    ObjectNode body = ApiClient.JSON.createObjectNode();
    body.put(
        "filter",
        Objects.requireNonNullElse(chosen.withoutStates(context.clock().now()), "id!=null"));
    chosen.chosenStates().forEach(state -> body.withArray("states").add(state.name()));
    if (max != null) {
      body.put("max", max);
    }
    addTo(body);
    if (!yes) {
      return count(apiClient, body);
    }
    JsonNode answer = apiClient.patch("job/" + operation.apiName(), body);
    if (!isJson() && matchesNothing(answer)) {
      noMatch(apiClient, answer);
      return ExitCode.OK;
    }
    if (answer.path("status").asInt() != 202) {
      return report(answer, answer.path("result"));
    }
    return noWait ? started(answer) : await(apiClient, answer);
  }

  private int count(ApiClient apiClient, ObjectNode body) throws InterruptedException {
    JsonNode answer = apiClient.dryRun("job/" + operation.apiName(), body);
    if (isJson()) {
      printJson(answer);
    } else if (matchesNothing(answer)) {
      noMatch(apiClient, answer);
    } else {
      print(wouldChange(answer));
      List<String> first = texts(answer.path("first"));
      ShortJobIds ids = shortIds(first);
      if (dryRun && !first.isEmpty()) {
        long more = answer.path("matched").asLong() - first.size();
        print(
            "Oldest: "
                + String.join(" ", first.stream().map(ids::text).toList())
                + (more > 0 ? " … and " + more + " more" : ""));
      }
    }
    if (!dryRun && !matchesNothing(answer)) {
      context.note("nothing was changed; add --yes to change these jobs");
      return ExitCode.USAGE;
    }
    return ExitCode.OK;
  }

  private static boolean matchesNothing(JsonNode answer) {
    return answer.path("matched").asLong(1) == 0;
  }

  private void noMatch(ApiClient apiClient, JsonNode answer) throws InterruptedException {
    print(
        "There is no matching job in state "
            + String.join(" or ", texts(answer.path("selected-states")))
            + " that you may change (--state chooses other states)");
    ActionHints.of(apiClient, chosen.actions).forEach(context::note);
  }

  private String wouldChange(JsonNode answer) {
    List<String> states = new ArrayList<>();
    answer
        .path("states")
        .properties()
        .forEach(each -> states.add(each.getValue().asLong() + " " + style().state(each.getKey())));
    String message = answer.path("message").asText();
    return message.substring(0, 1).toUpperCase(Locale.ROOT)
        + message.substring(1)
        + ": "
        + String.join(", ", states);
  }

  private int started(JsonNode answer) {
    if (isJson()) {
      printJson(answer);
    } else {
      print(answer.path("location").asText());
    }
    return ExitCode.OK;
  }

  private int await(ApiClient apiClient, JsonNode answer) throws InterruptedException {
    String job = answer.path("location").asText();
    context
        .err()
        .println("Bulk job: " + job + " changes " + answer.path("matched").asLong() + " jobs");
    context.err().flush();
    JsonNode ended = new JobWaiter(apiClient, context, false).await(List.of(job), null).getFirst();
    if (!ended.path("state").asText().equals("SUCCESS")) {
      print(isJson() ? shownJson(ended.toPrettyString()) : JobText.end(ended, style()));
      return JobWaiter.exitCode(List.of(ended));
    }
    return report(ended, ended.path("result"));
  }

  /** Prints which jobs were changed, and why the others were not. */
  private int report(JsonNode answer, JsonNode result) {
    long failed = result.path("failed_count").asLong();
    if (isJson()) {
      printJson(answer);
      return failed == 0 ? ExitCode.OK : ExitCode.FAILED;
    }
    print(
        past()
            + " "
            + result.path("success_count").asLong()
            + " of "
            + result.path("total_actions").asLong()
            + " jobs"
            + (failed == 0 ? "" : ", failed for " + failed)
            + skipped(result));
    for (JsonNode reason : result.path("error_reasons")) {
      String message = reason.path("data").path(0).path("message").asText("");
      print(
          "  "
              + reason.path("count").asLong()
              + " "
              + reason.path("category").asText()
              + ": "
              + reason.path("reason").asText()
              + (message.isEmpty() ? "" : ", such as: " + message));
    }
    return failed == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private static String skipped(JsonNode result) {
    long skipped = result.path("skipped_count").asLong();
    return skipped == 0 ? "" : ", skipped " + skipped;
  }

  private String past() {
    return switch (operation) {
      case CANCEL -> "Cancelled";
      case RETRY -> "Retried";
      case DELETE -> "Deleted";
      case PRIORITY -> "Changed the priority of";
    };
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).toList();
  }
}
