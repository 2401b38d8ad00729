// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Makes the tables of a run. Values are medians of the rounds, or the values of all rounds. */
final class PeerTables {

  private static final String RATE = "%,.0f";

  private final PeersOptions options;
  private final PeerResults results;

  PeerTables(PeersReport report) {
    this.options = report.options();
    this.results = report.results();
  }

  /** The tables of the scenarios that have figures. */
  List<PeerTable> all() {
    List<PeerTable> tables = new ArrayList<>();
    for (PeerScenario scenario : options.scenarios()) {
      tables.add(
          switch (scenario) {
            case THROUGHPUT, RESULT, LOG -> runs(scenario);
            case ENQUEUE -> posts();
            case LATENCY -> starts();
            case BACKLOG -> backlog();
            case EXECUTORS -> executors();
          });
    }
    tables.removeIf(PeerTable::isEmpty);
    return tables;
  }

  private PeerTable runs(PeerScenario scenario) {
    PeerTable table =
        new PeerTable(
            scenario.text(),
            List.of(
                "system",
                "jobs do",
                "jobs/s, by round",
                "to db-scheduler",
                "CPU µs/job, JVM + database",
                "WAL bytes/job, post + run",
                "load"));
    double peer = bestOfDbScheduler(scenario);
    for (PeerSystem peerSystem : options.systems()) {
      List<PeerFigure.Run> runs = runsOf(scenario, peerSystem, run -> true);
      if (!runs.isEmpty()) {
        table.row(
            List.of(
                peerSystem.label(),
                peerSystem.possible(scenario.jobWork()).toString(),
                each(runs, RATE, run -> run.costs().jobsPerSecond()),
                ratio(median(runs, run -> run.costs().jobsPerSecond()), peer),
                cpu(runs),
                number(RATE, median(runs, run -> run.post().walBytesPerJob()))
                    + " + "
                    + number(RATE, median(runs, run -> run.costs().walBytesPerJob())),
                loads(runs.stream().mapToDouble(run -> run.costs().load()))));
      }
    }
    return table;
  }

  /** The median of the faster variant; NaN if db-scheduler was not measured. */
  private double bestOfDbScheduler(PeerScenario scenario) {
    return options.systems().stream()
        .filter(peerSystem -> peerSystem.system().equals(PeerSystem.DB_SCHEDULER_64.system()))
        .map(peerSystem -> runsOf(scenario, peerSystem, run -> true))
        .filter(runs -> !runs.isEmpty())
        .mapToDouble(runs -> median(runs, run -> run.costs().jobsPerSecond()))
        .max()
        .orElse(Double.NaN);
  }

  private PeerTable posts() {
    PeerTable table =
        new PeerTable(
            PeerScenario.ENQUEUE.text(),
            List.of(
                "system",
                "1 client: posts/s",
                "16 clients: posts/s",
                "in bulk: posts/s",
                "CPU µs/post, 1 client; 16; bulk",
                "WAL bytes/post, 1 client; 16; bulk",
                "load"));
    for (PeerSystem peerSystem : options.systems()) {
      List<PeerFigure.Post> posts =
          results.of(PeerFigure.Post.class, PeerScenario.ENQUEUE).stream()
              .filter(post -> post.peerSystem() == peerSystem)
              .toList();
      if (!posts.isEmpty()) {
        table.row(
            List.of(
                peerSystem.label(),
                posts(posts, "", 1, Costs::jobsPerSecond),
                posts(posts, "", 16, Costs::jobsPerSecond),
                posts(posts, "", 0, Costs::jobsPerSecond),
                allModes(posts, Costs::cpuMicrosPerJob),
                allModes(posts, Costs::walBytesPerJob),
                loads(posts.stream().mapToDouble(post -> post.costs().load()))));
      }
    }
    return table;
  }

  private static String allModes(List<PeerFigure.Post> posts, ToDoubleFunction<Costs> value) {
    return posts(posts, "", 1, value)
        + posts(posts, "; ", 16, value)
        + posts(posts, "; ", 0, value);
  }

  private static String posts(
      List<PeerFigure.Post> posts, String before, int clients, ToDoubleFunction<Costs> value) {
    return before
        + number(
            RATE,
            PeerResults.median(
                posts,
                post -> post.clients() == clients,
                post -> value.applyAsDouble(post.costs())));
  }

  private PeerTable starts() {
    PeerTable table =
        new PeerTable(
            PeerScenario.LATENCY.text(),
            List.of("system", "p50 ms, by round", "p99 ms, by round", "posts per round", "load"));
    for (PeerSystem peerSystem : options.systems()) {
      List<PeerFigure.Start> starts =
          results.of(PeerFigure.Start.class, PeerScenario.LATENCY).stream()
              .filter(start -> start.peerSystem() == peerSystem)
              .toList();
      if (!starts.isEmpty()) {
        table.row(
            List.of(
                peerSystem.label(),
                each(starts, "%,.1f", PeerFigure.Start::p50Millis),
                each(starts, "%,.1f", PeerFigure.Start::p99Millis),
                String.valueOf(starts.getFirst().jobs()),
                loads(starts.stream().mapToDouble(PeerFigure.Start::load))));
      }
    }
    return table;
  }

  private PeerTable backlog() {
    String behind = String.format(Locale.ROOT, "%,d", options.backlog());
    PeerTable table =
        new PeerTable(
            PeerScenario.BACKLOG.text(),
            List.of(
                "system",
                "jobs/s without a backlog",
                "jobs/s with " + behind + " behind",
                "ratio",
                "CPU µs/job with the backlog, JVM + database",
                "load"));
    for (PeerSystem peerSystem : options.systems()) {
      List<PeerFigure.Run> without =
          runsOf(PeerScenario.BACKLOG, peerSystem, run -> run.backlog() == 0);
      List<PeerFigure.Run> with =
          runsOf(PeerScenario.BACKLOG, peerSystem, run -> run.backlog() > 0);
      if (!with.isEmpty()) {
        table.row(
            List.of(
                peerSystem.label(),
                each(without, RATE, run -> run.costs().jobsPerSecond()),
                each(with, RATE, run -> run.costs().jobsPerSecond()),
                ratio(
                    median(with, run -> run.costs().jobsPerSecond()),
                    median(without, run -> run.costs().jobsPerSecond())),
                cpu(with),
                loads(with.stream().mapToDouble(run -> run.costs().load()))));
      }
    }
    return table;
  }

  private PeerTable executors() {
    List<String> columns = new ArrayList<>(List.of("system"));
    options.executors().forEach(count -> columns.add(count + ": jobs/s; CPU µs/job"));
    columns.add("load");
    PeerTable table = new PeerTable(PeerScenario.EXECUTORS.text(), columns);
    for (PeerSystem peerSystem : options.systems()) {
      List<PeerFigure.Run> runs = runsOf(PeerScenario.EXECUTORS, peerSystem, run -> true);
      if (!runs.isEmpty()) {
        List<String> cells = new ArrayList<>(List.of(peerSystem.label()));
        for (int count : options.executors()) {
          List<PeerFigure.Run> some =
              runs.stream().filter(run -> run.executors() == count).toList();
          cells.add(
              number(RATE, median(some, run -> run.costs().jobsPerSecond()))
                  + "; "
                  + number(RATE, median(some, run -> run.costs().cpuMicrosPerJob())));
        }
        cells.add(loads(runs.stream().mapToDouble(run -> run.costs().load())));
        table.row(cells);
      }
    }
    return table;
  }

  private List<PeerFigure.Run> runsOf(
      PeerScenario scenario, PeerSystem peerSystem, Predicate<PeerFigure.Run> match) {
    return results.of(PeerFigure.Run.class, scenario).stream()
        .filter(run -> run.peerSystem() == peerSystem)
        .filter(match)
        .toList();
  }

  private static String cpu(List<PeerFigure.Run> runs) {
    return number(RATE, median(runs, run -> run.costs().jvmMicrosPerJob()))
        + " + "
        + number(RATE, median(runs, run -> run.costs().databaseMicrosPerJob()));
  }

  private static double median(List<PeerFigure.Run> runs, ToDoubleFunction<PeerFigure.Run> value) {
    return PeerResults.median(runs, run -> true, value);
  }

  private static <F> String each(List<F> figures, String format, ToDoubleFunction<F> value) {
    return figures.stream()
        .map(figure -> number(format, value.applyAsDouble(figure)))
        .collect(Collectors.joining(" · "));
  }

  private static String loads(DoubleStream loads) {
    var all = loads.summaryStatistics();
    return number("%.1f", all.getMin()) + " to " + number("%.1f", all.getMax());
  }

  private static String ratio(double value, double base) {
    return number("%.2f", value / base);
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation would need another library
  private static String number(String format, double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
  }
}
