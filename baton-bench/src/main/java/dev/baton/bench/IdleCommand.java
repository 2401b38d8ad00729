// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what idle remote executors cost a server, and how fast a dead one is detected. */
@Command(
    name = "idle",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Runs idle remote executors and shows what they cost the server.")
final class IdleCommand implements Callable<Integer> {

  private static final Duration BOUND = Duration.ofMinutes(3);
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final String ACTION = "hold";

  @Option(names = "--on", defaultValue = "postgresql", description = "h2, postgresql, or mariadb.")
  private String on = "";

  @Option(names = "--executors", defaultValue = "1000", description = "Idle remote executors.")
  private int executors;

  @Option(names = "--processes", defaultValue = "4", description = "The processes they run in.")
  private int processes;

  @Option(names = "--lease", defaultValue = "8", description = "Their lease, in seconds.")
  private int lease;

  @Option(names = "--settle", defaultValue = "45", description = "Seconds before the measurement.")
  private int settle;

  @Option(names = "--seconds", defaultValue = "60", description = "Length of the measurement.")
  private int seconds;

  /** The counts at one moment. */
  private record Sample(double requests, double cpuSeconds, long commits, long nanos) {}

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("baton-bench");
    try (MeasuredDatabase database = MeasuredDatabase.open(on);
        BatonUpProcess up = BatonUpProcess.start(folder, flags(database))) {
      measure(up, database, folder);
    } finally {
      MeasuredDatabase.delete(folder);
    }
    return 0;
  }

  private List<String> flags(MeasuredDatabase database) {
    // The embedded database belongs to the process, which counts no transactions.
    return on.equals("h2") ? List.of() : List.of("--store", database.url());
  }

  private void measure(BatonUpProcess up, MeasuredDatabase database, Path folder) throws Exception {
    RemoteExecutors.Server server = server(up, folder);
    // A key has a quota, which may be used up by the executors of the measurement.
    RemoteExecutors.Server further = server(up, folder);
    ThroughputCommand.print(
        "load of the machine: %s", Files.readString(Path.of("/proc/loadavg")).strip());
    // The process has just started, and its first seconds are not idle.
    AwaitCondition.pause(Duration.ofSeconds(settle));
    show("no remote executors", up, database);
    List<RemoteExecutors> idle = new ArrayList<>();
    try {
      for (int i = 0; i < processes; i++) {
        int count = executors / processes + (i < executors % processes ? 1 : 0);
        idle.add(RemoteExecutors.start(server, count, "idle-" + i + "-", "unused"));
      }
      for (RemoteExecutors each : idle) {
        each.await(RemoteExecutorsMain.STARTED, BOUND);
      }
      AwaitCondition.until("the start of all executors", BOUND, () -> members(up) >= executors);
      AwaitCondition.pause(Duration.ofSeconds(settle));
      show(executors + " idle remote executors", up, database);
      showMemory(up, idle);
      takeOver(up, further);
      noticeIdle(up, further);
    } finally {
      idle.forEach(RemoteExecutors::close);
    }
  }

  private RemoteExecutors.Server server(BatonUpProcess up, Path folder) {
    JsonNode key =
        up.send(
            "POST",
            "credential",
            "{\"name\":\"bench\",\"template\":{\"href\":\"credential-template/generate-api-key\","
                + "\"roles\":[\"executor\"]}}");
    return new RemoteExecutors.Server(
        up.endpoint().toString(),
        key.path("resource-id").asText(),
        key.path("secret-key").asText(),
        Duration.ofSeconds(lease),
        folder);
  }

  private static int members(BatonUpProcess up) {
    return up.send("GET", "executor?last=0&filter=kind='executor'%20and%20alive=true", "")
        .path("count")
        .asInt();
  }

  private void show(String what, BatonUpProcess up, MeasuredDatabase database) throws Exception {
    Sample before = sample(up, database);
    AwaitCondition.pause(Duration.ofSeconds(seconds));
    Sample after = sample(up, database);
    double took = (after.nanos() - before.nanos()) / 1e9;
    ThroughputCommand.print(
        "%s: %.1f requests/s, %.1f transactions/s, CPU of the server %.1f %% of a core (%.0f s)",
        what,
        (after.requests() - before.requests()) / took,
        (after.commits() - before.commits()) / took,
        100 * (after.cpuSeconds() - before.cpuSeconds()) / took,
        took);
  }

  private static void showMemory(BatonUpProcess up, List<RemoteExecutors> idle) throws IOException {
    ProcessCost cost = ProcessCost.of(up.pid());
    long clients = 0;
    for (RemoteExecutors each : idle) {
      clients += ProcessCost.of(each.pid()).residentKib();
    }
    ThroughputCommand.print(
        "memory of the server: %,d MiB, at most %,d MiB; of all executors %,d MiB",
        cost.residentKib() >> 10, cost.mostResidentKib() >> 10, clients >> 10);
  }

  private static Sample sample(BatonUpProcess up, MeasuredDatabase database) throws Exception {
    return new Sample(
        requests(up),
        ProcessCost.of(up.pid()).cpuSeconds(),
        database.commits().orElse(0),
        System.nanoTime());
  }

  /** The number of requests that the server has answered. */
  private static double requests(BatonUpProcess up) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> metrics =
          client.send(
              HttpRequest.newBuilder(up.endpoint().resolve("/metrics")).build(),
              BodyHandlers.ofString());
      return metrics
          .body()
          .lines()
          .filter(line -> line.startsWith("baton_http_requests_seconds_count"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    }
  }

  /** Kills an executor that runs a job, and waits until another executor resumes the job. */
  private void takeOver(BatonUpProcess up, RemoteExecutors.Server server) throws Exception {
    try (RemoteExecutors first = RemoteExecutors.start(server, 1, "first-", ACTION);
        RemoteExecutors second = RemoteExecutors.start(server, 1, "second-", ACTION)) {
      first.await(RemoteExecutorsMain.STARTED, BOUND);
      second.await(RemoteExecutorsMain.STARTED, BOUND);
      AwaitCondition.until(
          "the listing of two executors", BOUND, () -> members(up) >= executors + 2);
      AwaitCondition.pause(Duration.ofSeconds(settle));
      long posted = System.nanoTime();
      String job =
          up.send("POST", "job?unknown-action=allow", "{\"action\":\"" + ACTION + "\"}")
              .path("resource-id")
              .asText();
      AwaitCondition.until(
          "the start of a job", BOUND, () -> first.hasPrinted() || second.hasPrinted());
      ThroughputCommand.print(
          "a posted job started after %.0f ms", (System.nanoTime() - posted) / 1e6);
      // Not at once after the claim, when the whole lease is left.
      AwaitCondition.pause(Duration.ofSeconds(lease).dividedBy(2));
      RemoteExecutors dead = first.hasPrinted() ? first : second;
      RemoteExecutors alive = first.hasPrinted() ? second : first;
      long killed = System.nanoTime();
      dead.close();
      alive.await(RemoteExecutorsMain.RUNS, BOUND);
      ThroughputCommand.print(
          "the job of a killed executor was resumed after %.1f s (lease %d s)",
          (System.nanoTime() - killed) / 1e9, lease);
      up.send("POST", job + "/cancel", "{}");
    }
  }

  /** Kills an idle executor, and waits until the list of executors does not show it as alive. */
  private void noticeIdle(BatonUpProcess up, RemoteExecutors.Server server) throws Exception {
    String alone = "alone-";
    try (RemoteExecutors idle = RemoteExecutors.start(server, 1, alone, ACTION)) {
      idle.await(RemoteExecutorsMain.STARTED, BOUND);
      AwaitCondition.until("its listing", BOUND, () -> isAlive(up, alone + 0));
      AwaitCondition.pause(Duration.ofSeconds(settle));
      long killed = System.nanoTime();
      idle.close();
      while (isAlive(up, alone + 0)) {
        AwaitCondition.pause(PAUSE);
      }
      ThroughputCommand.print(
          "a killed idle executor was no longer shown as alive after %.1f s (lease %d s)",
          (System.nanoTime() - killed) / 1e9, lease);
    }
  }

  private static boolean isAlive(BatonUpProcess up, String name) {
    JsonNode found = up.send("GET", "executor?last=1&filter=name='" + name + "'", "");
    return found.path("resources").path(0).path("alive").asBoolean();
  }
}
