// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.client.ApiClient;
import dev.baton.client.CreateApiKey;
import dev.baton.config.CredentialsFile;
import dev.baton.config.ServerConnection;
import dev.baton.config.ServerSource;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.console.PollDelay;
import dev.baton.console.TextTable;
import dev.baton.error.UnavailableException;
import dev.baton.httpclient.ClientTls;
import dev.baton.service.Deadline;
import dev.baton.service.Durations;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs the demo: starts a server and two executors, kills one executor, and checks that no job is
 * lost.
 */
public final class Demo {

  private static final String UP = "Baton is up: ";
  private static final Duration USUAL_LEASE = Duration.ofSeconds(3);
  private static final Duration USUAL_LIMIT = Duration.ofSeconds(110);
  private static final List<String> EXECUTORS = List.of("executor-1", "executor-2");
  private static final int PAGE = 1000;

  /** A demo may stay up; its key ends with its data folder. */
  private static final Duration KEY_LIFE = Duration.ofDays(365);

  private final CommandContext commandContext;
  private final DemoProcesses processes;
  private final @Nullable Duration limitOption;
  private final DemoScreen screen;
  private final Map<String, DemoProcesses.Child> executors = new LinkedHashMap<>();
  private DemoProcesses.@Nullable Child server;
  private @Nullable String victim;
  private Instant killed = Instant.EPOCH;
  private Duration limit = USUAL_LIMIT;
  private Duration lease = USUAL_LEASE;

  private Demo(
      CommandContext commandContext, DemoProcesses processes, @Nullable Duration limitOption) {
    this.commandContext = commandContext;
    this.processes = processes;
    this.limitOption = limitOption;
    this.screen = new DemoScreen(commandContext);
  }

  /**
   * Runs the demo and returns the exit code.
   *
   * @param mainClass the class whose main method the child processes run
   * @param count the number of jobs
   * @param limitOption how long the jobs may take; null chooses a time that suits this machine
   * @param keep whether the server stays up after the report, until the user interrupts the demo
   */
  public static int run(
      CommandContext commandContext,
      String mainClass,
      int count,
      @Nullable Duration limitOption,
      boolean keep)
      throws IOException, InterruptedException {
    try (DemoProcesses processes = DemoProcesses.inNewFolder(commandContext, mainClass)) {
      try {
        Demo demo = new Demo(commandContext, processes, limitOption);
        int code = demo.run(count);
        if (keep) {
          demo.stayUp();
        }
        return code;
      } catch (UnavailableException e) {
        if (!processes.isClosed()) {
          throw e;
        }
        // The user pressed Ctrl-C, and the server ended before this process. The exit code has no
        // effect, because the JVM is ending with the exit code of the signal.
        commandContext.note("the demo was interrupted; it stops the processes it started");
        return ExitCode.FAILED;
      }
    }
  }

  private int run(int count) throws IOException, InterruptedException {
    try (ApiClient apiClient = startServer()) {
      startExecutors(apiClient);
      DemoJobs jobs = DemoJobs.in(processes.folder(), commandContext);
      DemoFlows flows = new DemoFlows(apiClient, screen);
      Set<String> posted = flows.post();
      posted.addAll(post(apiClient, jobs, count));
      follow(apiClient, flows, posted.size());
      screen.erase();
      List<JsonNode> documents = documents(apiClient);
      DemoJobReport report = new DemoJobReport(documents, victim, killed);
      report.readHistories(apiClient);
      report.readEffects(jobs.effects());
      return summarise(report, DemoFlowReport.fromDocuments(apiClient, documents), posted);
    }
  }

  /** Prints how to sign in to the dashboard, and waits for the end of the server. */
  private void stayUp() throws InterruptedException {
    DemoProcesses.Child running = server;
    if (running == null) {
      return;
    }
    String endpoint = running.readyLine().substring(UP.length());
    CredentialsFile file = new CredentialsFile(data().resolve("admin-credentials"));
    commandContext.printNow("");
    commandContext.printNow("The dashboard: " + endpoint);
    file.password()
        .ifPresent(password ->
            commandContext.printNow(
                "Sign in as '" + password.user() + "' with the password: " + password.password()));
    commandContext.printNow("The server and an executor stay up until you press Ctrl-C.");
    running.process().waitFor();
  }

  private Path data() {
    return processes.folder().resolve("data");
  }

  private ApiClient startServer() throws IOException, InterruptedException {
    Path data = data();
    long start = commandContext.clock().nanos();
    DemoProcesses.Child started =
        processes.start(
            "server", Map.of(), UP, List.of("server", "--data", data.toString(), "--port", "0"));
    server = started;
    setPace(DemoPace.of(Duration.ofNanos(commandContext.clock().nanos() - start)));
    String endpoint = started.readyLine().substring(UP.length());
    screen.print("a server is up: " + endpoint + "  (baton job list --data " + data + ")");
    return ApiClient.open(
        new ServerConnection(
            endpoint,
            ServerConnection.fromFile(data.resolve("admin-credentials")),
            data,
            new ServerSource.Folder(data, 1),
            ClientTls.DEFAULT));
  }

  /**
   * Sets the time limit and the lease for the speed of the machine, because an executor that gets
   * no processor time for longer than its lease loses its jobs.
   */
  private void setPace(DemoPace pace) {
    limit = limitOption == null ? pace.stretched(USUAL_LIMIT) : limitOption;
    lease = pace.stretched(USUAL_LEASE);
    if (pace.slowness() > 1.5) {
      screen.print(
          String.format(
              Locale.ROOT,
              "this machine is busy, about %.0f times slower than usual: lease %s, time limit %s",
              pace.slowness(),
              Durations.text(lease),
              Durations.text(limit)));
    }
  }

  private void startExecutors(ApiClient apiClient) throws IOException, InterruptedException {
    JsonNode key = CreateApiKey.create(apiClient, "demo", true, KEY_LIFE);
    Map<String, String> environment =
        Map.of(
            "BATON_API_KEY", key.path("resource-id").asText(),
            "BATON_API_SECRET", key.path("secret-key").asText());
    for (String name : EXECUTORS) {
      List<String> arguments =
          new ArrayList<>(List.of("executor", "--endpoint", apiClient.endpoint()));
      arguments.addAll(List.of("--name", name, "--threads", "16", "--grace", "1s"));
      arguments.addAll(List.of("--lease", lease.toSeconds() + "s"));
      executors.put(
          name, processes.start(name, environment, "Executor " + name + " is ready", arguments));
    }
    screen.print("two executors are ready: " + String.join(", ", EXECUTORS));
  }

  private Set<String> post(ApiClient apiClient, DemoJobs jobs, int count)
      throws InterruptedException {
    Set<String> ids = new LinkedHashSet<>();
    apiClient
        .post("job", jobs.documents(count))
        .path("resources")
        .forEach(each -> ids.add(each.path("resource-id").asText()));
    screen.print(
        "posted " + ids.size() + " jobs: commands over files, waiting, effects, delays, retries");
    return ids;
  }

  private void follow(ApiClient apiClient, DemoFlows flows, int total) throws InterruptedException {
    PollDelay pollDelay = new PollDelay(Duration.ofMillis(250), Duration.ofMillis(251));
    long done = 0;
    Deadline end = Deadline.after(commandContext.clock().nanos(), limit);
    while (done < total && !end.isPast(commandContext.clock())) {
      pollDelay.await();
      Map<String, Long> states = states(apiClient);
      done = total - states.getOrDefault("QUEUED", 0L) - states.getOrDefault("RUNNING", 0L);
      Map<String, Long> running = runningByExecutor(apiClient);
      flows.refresh();
      screen.progress(total, states, lines(running, flows));
      if (victim == null && (done * 2 >= total || flows.areHalfDone())) {
        kill(running, flows.ownersOfHalfDoneFlows());
      }
    }
    if (done < total) {
      screen.print((total - done) + " jobs are not finished after " + Durations.text(limit));
    }
  }

  private List<String> lines(Map<String, Long> running, DemoFlows flows) {
    List<String> lines = new ArrayList<>();
    for (String name : EXECUTORS) {
      long jobs = running.getOrDefault(name, 0L);
      lines.add(
          name.equals(victim)
              ? name + ": dead" + (jobs > 0 ? ", " + jobs + " jobs wait for its lease to end" : "")
              : name + ": running " + jobs);
    }
    lines.addAll(flows.lines());
    return lines;
  }

  /**
   * Kills one of the candidates: the executor that runs more jobs, so that many jobs are taken
   * over. The candidates are executors in the middle of a flow.
   */
  private void kill(Map<String, Long> running, List<String> candidates) {
    String chosen =
        candidates.stream()
            .max(Comparator.comparing(name -> running.getOrDefault(name, 0L)))
            .orElse(null);
    DemoProcesses.Child child = chosen == null ? null : executors.get(chosen);
    if (chosen == null || child == null) {
      return;
    }
    child.kill();
    victim = chosen;
    killed = commandContext.clock().now();
    long held = running.getOrDefault(chosen, 0L);
    screen.print("killed " + chosen + " (SIGKILL) while it ran " + held + " jobs");
  }

  private static Map<String, Long> states(ApiClient apiClient) throws InterruptedException {
    return buckets(
        apiClient.search("job", Map.of("last", "0", "aggregation", "terms:state")), "terms:state");
  }

  private static Map<String, Long> runningByExecutor(ApiClient apiClient)
      throws InterruptedException {
    Map<String, String> query =
        Map.of("filter", "state='RUNNING'", "last", "0", "aggregation", "terms:owner");
    return buckets(apiClient.search("job", query), "terms:owner");
  }

  private static Map<String, Long> buckets(JsonNode page, String aggregation) {
    Map<String, Long> buckets = new LinkedHashMap<>();
    page.path("aggregations")
        .path(aggregation)
        .path("buckets")
        .forEach(each -> buckets.put(each.path("key").asText(), each.path("doc_count").asLong()));
    return buckets;
  }

  private static List<JsonNode> documents(ApiClient apiClient) throws InterruptedException {
    List<JsonNode> documents = new ArrayList<>();
    int before;
    do {
      before = documents.size();
      Map<String, String> window =
          Map.of(
              "orderby", "created,id",
              "first", String.valueOf(before + 1),
              "last", String.valueOf(before + PAGE));
      apiClient.search("job", window).path("resources").forEach(documents::add);
    } while (documents.size() == before + PAGE);
    return documents;
  }

  private static String some(List<String> ids) {
    return String.join(" ", ids.subList(0, Math.min(ids.size(), 3))) + (ids.size() > 3 ? " …" : "");
  }

  private int summarise(DemoJobReport report, DemoFlowReport flows, Set<String> posted) {
    DemoOutcome outcome = DemoOutcome.of(report, flows, posted, victim);
    commandContext.out().println();
    table(report, outcome, posted.size())
        .print(commandContext.out(), commandContext.terminal().width());
    commandContext
        .out()
        .println(
            "\nThe jobs took "
                + Durations.text(report.span())
                + ", the whole demo "
                + Durations.text(screen.elapsed())
                + ".");
    commandContext.out().println(outcome.sentence(limit));
    return outcome.exitCode();
  }

  private TextTable table(DemoJobReport report, DemoOutcome outcome, int posted) {
    String within =
        outcome.takenOver().isEmpty()
            ? DemoOutcome.noTakeOver(victim)
            : "within " + Durations.text(report.longestTakeOver()) + " of the kill";
    TextTable textTable = new TextTable("", "JOBS", "");
    textTable.add("posted", String.valueOf(posted), "");
    textTable.add("succeeded", String.valueOf(report.inState("SUCCESS")), "");
    textTable.add("failed", String.valueOf(report.inState("FAILED")), failed(outcome));
    textTable.add(
        "retried", String.valueOf(report.retried()), "failed first, as intended; then succeeded");
    add(textTable, "taken over", outcome.takenOver(), within);
    if (!outcome.takenOverFromLiveExecutor().isEmpty()) {
      add(
          textTable,
          "moved",
          outcome.takenOverFromLiveExecutor(),
          "from an executor that got too little processor time");
    }
    add(textTable, "handed over", outcome.handedOver(), "flows that continued in the middle");
    add(
        textTable,
        "reverted",
        outcome.reverted(),
        "flows that failed, with all their steps reverted");
    if (!outcome.unfinished().isEmpty()) {
      add(textTable, "not finished", outcome.unfinished(), "in " + Durations.text(limit));
    }
    add(textTable, "lost", outcome.lost(), some(outcome.lost()));
    add(textTable, "double", outcome.ranTwice(), some(outcome.ranTwice()));
    add(textTable, "steps repeated", outcome.repeated(), some(outcome.repeated()));
    return textTable;
  }

  private static String failed(DemoOutcome outcome) {
    return outcome.failed().isEmpty()
        ? "the flows that were meant to fail"
        : "of them unexpectedly: " + some(outcome.failed());
  }

  private static void add(TextTable textTable, String what, List<String> which, String text) {
    textTable.add(what, String.valueOf(which.size()), text);
  }
}
