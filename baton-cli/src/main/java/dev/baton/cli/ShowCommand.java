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
import dev.baton.console.LiveScreen;
import dev.baton.console.PollDelay;
import dev.baton.error.ConflictException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code baton show}: shows jobs with the atoms of their flows, once or repeatedly. */
@Command(
    footer = {
      "  baton show                                 the running and waiting jobs, with their atoms",
      "  baton show --watch                         the same, live; Ctrl-C ends it",
      "  baton show d3a69151 --watch                one job, until it is final",
      "  baton show --state FAILED                  what failed, and at which atom",
      "  baton show --all                           every atom, also retry controllers"
    })
final class ShowCommand extends ClientCommand {

  private static final String NOT_FINAL = "state='QUEUED' or state='RUNNING'";
  private static final Set<String> STARTS = Set.of("started", "resumed");
  private static final Duration PERIOD = Duration.ofSeconds(1);

  @Parameters(paramLabel = "JOB", arity = "0..*", description = "Only these jobs, final or not")
  List<String> jobs = new ArrayList<>();

  @Option(
      names = {"-w", "--watch"},
      description = "Refresh the display as jobs change; with JOB, until all are final")
  boolean watch;

  @Option(
      names = "--all",
      description = "Show all atoms, also retry controllers and long rows of ended or waiting ones")
  boolean all;

  @CommandLine.Mixin JobFilterOptions chosen = new JobFilterOptions();

  @Option(names = "--last", paramLabel = "N", description = "Show at most N jobs (default: 20)")
  int last = 20;

  // The jobs that were already shown. With --watch, a job stays on the screen after its end.
  private final Set<String> seen = new LinkedHashSet<>();

  ShowCommand(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  void prepare() {
    if (!jobs.isEmpty() && chosen.isGiven()) {
      throw new InvalidInputException("name jobs by their ids, or choose them by flags");
    }
    if (last < 1 || last > 500) {
      throw new InvalidInputException("last is " + last + "; allowed: 1 to 500");
    }
  }

  @Override
  int run(ApiClient apiClient) throws Exception {
    if (!watch) {
      show(poll(apiClient), new LiveScreen(context, false), "");
      return ExitCode.OK;
    }
    LiveScreen screen = new LiveScreen(context, !isJson());
    PollDelay pollDelay = new PollDelay(PERIOD, PERIOD);
    ObjectNode state = poll(apiClient);
    show(state, screen, "");
    while (jobs.isEmpty() || !isOver(state)) {
      pollDelay.await();
      String problem = "";
      try {
        state = poll(apiClient);
      } catch (UnavailableException e) {
        // The server may be restarting, so the last known state stays on the screen.
        problem = e.getMessage() + "; trying again";
      }
      show(state, screen, problem);
    }
    return ExitCode.OK;
  }

  private static boolean isOver(JsonNode state) {
    List<JsonNode> known = state.path("jobs").valueStream().map(each -> each.path("job")).toList();
    return !known.isEmpty() && known.stream().allMatch(JobWaiter::isFinal);
  }

  private void show(ObjectNode state, LiveScreen screen, String problem) {
    if (isJson()) {
      screen.show(List.of(shownJson(watch ? state.toString() : state.toPrettyString())));
      return;
    }
    int width = watch ? context.terminal().width() - 1 : context.terminal().width();
    ShowFrame frame =
        new ShowFrame(style(), times(), width, all, SharedOptions.isSet(spec, "--full-id"));
    screen.show(frame.lines(state, problem));
  }

  private ObjectNode poll(ApiClient apiClient) throws InterruptedException {
    ObjectNode state = ApiClient.JSON.createObjectNode();
    List<JsonNode> documents =
        jobs.isEmpty() ? matching(apiClient, state) : named(apiClient, state);
    ArrayNode found = state.putArray("jobs");
    for (JsonNode job : documents) {
      seen.add(job.path("id").asText());
      ObjectNode entry = found.addObject();
      entry.set("job", job);
      String runStarted = runStarted(apiClient, job);
      if (runStarted != null) {
        entry.put("run-started", runStarted);
      }
      JsonNode flow = flow(apiClient, job);
      if (flow != null) {
        entry.set("flow", flow);
      }
    }
    return state;
  }

  /**
   * The start time of the present run of a job that was started more than once; null for other
   * jobs.
   */
  private static @Nullable String runStarted(ApiClient apiClient, JsonNode job)
      throws InterruptedException {
    if (!job.path("state").asText().equals("RUNNING") || job.path("attempt").asInt() < 2) {
      return null;
    }
    String last = null;
    try {
      for (JsonNode event : apiClient.get(job.path("id").asText() + "/history").path("events")) {
        if (STARTS.contains(event.path("kind").asText())) {
          last = event.path("at").asText();
        }
      }
    } catch (NotFoundException e) {
      // The job was deleted in the meantime.
      return null;
    }
    return last;
  }

  private List<JsonNode> named(ApiClient apiClient, ObjectNode state) throws InterruptedException {
    List<String> ids = new JobIdLookup(apiClient).resolve(jobs);
    List<JsonNode> documents =
        search(apiClient, ids(ids.stream()), "created:desc", ids.size(), Map.of()).documents();
    List<String> missing = new ArrayList<>(ids);
    documents.forEach(document -> missing.remove(document.path("id").asText()));
    if (!missing.isEmpty()) {
      throw new NotFoundException(
          "jobs that do not exist, or that you may not see: '"
              + String.join("', '", missing)
              + "'");
    }
    state.put("count", documents.size());
    return documents;
  }

  /**
   * Searches the running jobs first and the other jobs afterwards. In a single search, a few
   * running jobs could be hidden behind thousands of waiting jobs.
   */
  private List<JsonNode> matching(ApiClient apiClient, ObjectNode state)
      throws InterruptedException {
    String all = "(" + matching() + ")";
    Map<String, String> byState = Map.of("aggregation", "terms:state");
    SearchPage running = search(apiClient, all + " and state='RUNNING'", "started", last, Map.of());
    int room = Math.max(0, last - running.documents().size());
    SearchPage others =
        search(apiClient, all + " and state!='RUNNING'", "created:desc", room, byState);
    ObjectNode states = state.putObject("states");
    if (running.count() > 0) {
      states.put("RUNNING", running.count());
    }
    others
        .buckets()
        .forEach(each -> states.put(each.path("key").asText(), each.path("doc_count").asLong()));
    if (states.path("QUEUED").asLong() > 0) {
      String delayed = all + " and state='QUEUED' and not-before>'now'";
      state.put("delayed", search(apiClient, delayed, "created", 0, Map.of()).count());
    }
    state.put("count", running.count() + others.count());
    List<JsonNode> documents = new ArrayList<>(running.documents());
    documents.addAll(others.documents());
    return documents;
  }

  /**
   * The parts of the answer to one search.
   *
   * @param count the number of all matching jobs
   * @param buckets the result of the aggregation
   */
  private record SearchPage(long count, List<JsonNode> documents, JsonNode buckets) {}

  private static SearchPage search(
      ApiClient apiClient, String condition, String order, int limit, Map<String, String> more)
      throws InterruptedException {
    Map<String, String> query = new LinkedHashMap<>(more);
    query.put("filter", condition);
    query.put("orderby", order);
    query.put("last", String.valueOf(limit));
    JsonNode page = apiClient.search("job", query);
    return new SearchPage(
        page.path("count").asLong(),
        page.path("resources").valueStream().toList(),
        page.path("aggregations").path("terms:state").path("buckets"));
  }

  private static @Nullable JsonNode flow(ApiClient apiClient, JsonNode job)
      throws InterruptedException {
    if (!job.path("operations").findValuesAsText("rel").contains("flow")) {
      return null;
    }
    try {
      return apiClient.get(job.path("id").asText() + "/flow");
    } catch (NotFoundException | ConflictException | InvalidInputException e) {
      // The job was deleted in the meantime, or its plugin is not on the server. The job can still
      // be shown.
      return null;
    }
  }

  private String matching() {
    String filter = chosen.text(context.clock().now());
    if (filter != null) {
      return filter;
    }
    return seen.isEmpty()
        ? NOT_FINAL
        : NOT_FINAL + " or " + ids(seen.stream().skip(Math.max(0, seen.size() - last)));
  }

  private static String ids(Stream<String> ids) {
    return "id=[" + String.join(",", ids.map(id -> "'" + id + "'").toList()) + "]";
  }
}
