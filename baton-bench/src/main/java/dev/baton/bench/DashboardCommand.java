// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import static dev.baton.bench.ThroughputCommand.print;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the requests of the dashboard's pages on a store with many jobs. */
@Command(
    name = "dashboard",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Fills a store with jobs, a long log and a large flow, and measures the requests that the"
          + " pages of the dashboard make.",
      "Then measures what open dashboards cost the server while jobs are posted."
    })
final class DashboardCommand implements Callable<Integer> {

  private static final int FEW_JOBS = 50;
  private static final Duration STATISTICS_BOUND = Duration.ofMinutes(30);

  @Option(names = "--on", defaultValue = "postgresql", description = "postgresql or mariadb.")
  private String on = "";

  @Option(names = "--jobs", defaultValue = "1000000", description = "Jobs in the store.")
  private int jobs;

  @Option(names = "--lines", defaultValue = "1000000", description = "Lines that one job prints.")
  private int lines;

  @Option(
      names = "--filled",
      description = "The database of --on has the jobs of an earlier measurement.")
  private boolean filled;

  @Option(names = "--atoms", defaultValue = "10000", description = "Atoms of the flow.")
  private int atoms;

  @Option(names = "--rounds", defaultValue = "10", description = "Requests of each kind.")
  private int rounds;

  @Option(names = "--dashboards", defaultValue = "200", description = "Dashboards open at once.")
  private int dashboards;

  @Option(
      names = "--rate",
      defaultValue = "20",
      description = "Jobs posted per second while the dashboards are open.")
  private int rate;

  @Option(
      names = "--heap",
      defaultValue = "512m",
      description = "Heap of the server, in the form of -Xmx.")
  private String heap = "";

  @Option(names = "--seconds", defaultValue = "30", description = "Length of each measurement.")
  private int seconds;

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("baton-bench");
    try (MeasuredDatabase database = MeasuredDatabase.open(on)) {
      if (!filled) {
        long start = System.nanoTime();
        DashboardJobs.fill(database, jobs, atoms);
        database.analyze();
        print(
            "%,d jobs and a flow of %,d atoms stored in %.0f s",
            jobs, atoms, ThroughputCommand.seconds(start));
      }
      try (BatonUpProcess up =
          BatonUpProcess.start(folder, heap, List.of("--store", database.url()))) {
        print("load of the machine: %s", Files.readString(Path.of("/proc/loadavg")).strip());
        awaitStatistics(up);
        DashboardRequests requests = new DashboardRequests(up, rounds);
        requests.measureJobs();
        measureFewJobs(up);
        requests.measureFlow(DashboardJobs.flow(up));
        requests.measureLog(DashboardJobs.printLines(up, lines), lines);
        measureOpen(up);
      }
    } finally {
      MeasuredDatabase.delete(folder);
    }
    return 0;
  }

  /**
   * Waits until the server has counted the events of the jobs that were stored before it started. A
   * server that runs all the time counts them as they happen.
   */
  private static void awaitStatistics(BatonUpProcess up) {
    Instant stored = Instant.now();
    long start = System.nanoTime();
    AwaitCondition.until(
        "the statistics of all jobs",
        STATISTICS_BOUND,
        () -> {
          String until = up.send("GET", "job/series", "").path("counted-until").asText();
          boolean isCounted = !until.isEmpty() && Instant.parse(until).isAfter(stored);
          if (!isCounted) {
            // Each question reads the store that the server is counting.
            AwaitCondition.pause(Duration.ofSeconds(1));
          }
          return isCounted;
        });
    print("statistics of all jobs counted in %.0f s", ThroughputCommand.seconds(start));
  }

  /** Measures the requests of a user who may see few of the jobs. */
  private void measureFewJobs(BatonUpProcess up) {
    BatonUpProcess user = up.asNewUser("bench-" + System.nanoTime());
    DashboardJobs.post(user, FEW_JOBS);
    new DashboardRequests(user, rounds).measureFewJobs();
  }

  private void measureOpen(BatonUpProcess up) throws IOException {
    measureServer("no dashboard open", up);
    try (OpenDashboards open = OpenDashboards.open(up, dashboards)) {
      AwaitCondition.until("all streams", Duration.ofMinutes(2), open::areAllLive);
      measureServer(dashboards + " dashboards open", up);
      print(
          "the dashboards received %,d events and made %,d requests: %s",
          open.events(), open.requests(), open.times());
    }
  }

  private void measureServer(String what, BatonUpProcess up) throws IOException {
    double cpuBefore = ProcessCost.of(up.pid()).cpuSeconds();
    long start = System.nanoTime();
    int posted = DashboardJobs.postAtRate(up, rate, Duration.ofSeconds(seconds));
    double took = ThroughputCommand.seconds(start);
    ProcessCost cost = ProcessCost.of(up.pid());
    print(
        "%s, %d jobs posted in %.0f s: CPU of the server %.0f %% of a core, %d threads, %s",
        what,
        posted,
        took,
        100 * (cost.cpuSeconds() - cpuBefore) / took,
        up.threads(),
        String.format(Locale.ROOT, "%,d MiB", cost.residentKib() >> 10));
  }
}
