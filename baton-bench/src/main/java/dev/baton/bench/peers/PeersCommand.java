// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures Baton beside other job systems on one PostgreSQL, alternating. */
@Command(
    name = "peers",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    description = {
      "Measures Baton beside other job systems in one run: jobs/s, CPU and WAL per job, posts,"
          + " latency, a backlog, several executors.",
      "",
      "Starts its own PostgreSQL with durable commits. Each system has a database and JVM processes"
          + " of its own with the same heap, and its best documented settings. The systems"
          + " alternate within each scenario; a warm-up that does not count precedes the rounds.",
      ""
    },
    footer = {
      "",
      "A system that loses a job, runs a job twice or stops working is an error: its figures are"
          + " dropped, the reason is printed, and the exit code is 1. Progress goes to the standard"
          + " error.",
      "",
      "Compare CPU per job first: it depends little on other load on the machine. The tables"
          + " contain the load before each measurement.",
      "",
      "Examples:",
      "  ./bench peers --only baton,db-scheduler --scenarios throughput",
      "  ./bench peers --rounds 5 --page docs/measurements.md",
      "  ./bench peers --scenarios backlog --backlog 100000 --output json"
    })
public final class PeersCommand implements Callable<Integer> {

  /** The form of the output. */
  enum Output {
    text,
    json
  }

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "SYSTEM",
      description =
          "Measures only these systems, separated by commas: bare, db-scheduler (both variants),"
              + " db-scheduler-64, db-scheduler-200, baton, jobrunr, quartz. Default: all.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--scenarios",
      split = ",",
      paramLabel = "SCENARIO",
      description =
          "Measures only these scenarios, separated by commas: throughput (no-ops), result (each"
              + " job stores a result), log (a result and a log line), enqueue (posts by 1 client,"
              + " by 16, in bulk), latency (post to start), backlog, executors. Default: all.")
  private List<String> scenarios = new ArrayList<>();

  @Option(names = "--jobs", defaultValue = "20000", description = "Jobs per measurement.")
  private int jobs;

  @Option(names = "--rounds", defaultValue = "3", description = "Measurements of each kind.")
  private int rounds;

  @Option(
      names = "--backlog",
      defaultValue = "1000000",
      description = "Jobs that wait behind in the scenario backlog.")
  private int backlog;

  @Option(
      names = "--posts",
      defaultValue = "200",
      description = "Posts per measurement of the latency.")
  private int posts;

  @Option(
      names = "--executors",
      split = ",",
      defaultValue = "1,2,4,8",
      description = "Numbers of processes in the scenario executors.")
  private List<Integer> executors = new ArrayList<>();

  @Option(
      names = "--longest",
      defaultValue = "PT30S",
      description = "A system that would need longer for --jobs jobs gets fewer jobs.")
  private Duration longest = Duration.ZERO;

  @Option(
      names = "--longest-backlog",
      defaultValue = "PT10M",
      description =
          "A system that would need longer to post the backlog is listed as not measured.")
  private Duration longestBacklog = Duration.ZERO;

  @Option(
      names = "--heap",
      defaultValue = "512m",
      description = "Heap of each process, in the form of -Xmx.")
  private String heap = "";

  @Option(
      names = "--output",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES}: tables, or one JSON object with all rounds.")
  private Output output = Output.text;

  @Option(
      names = "--page",
      paramLabel = "FILE",
      description =
          "Also writes the tables as Markdown. If the file exists, they replace the text between"
              + " its lines '<!-- ./bench peers: begin -->' and '<!-- ./bench peers: end -->'.")
  private @Nullable Path page;

  @Override
  public Integer call() throws IOException {
    PeersOptions options = options();
    PrintStream out = System.out;
    // Libraries print about themselves; the standard output must contain only the result.
    System.setOut(System.err);
    try {
      PeersReport report = measure(options);
      print(report, out);
      if (page != null) {
        PeersPage.write(page, report);
      }
      return report.results().failures().isEmpty() ? 0 : 1;
    } finally {
      System.setOut(out);
    }
  }

  private PeersReport measure(PeersOptions options) {
    double load = ProcessorTime.load();
    String started =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC)
            .format(Instant.now());
    try (PeersDatabase database = PeersDatabase.start()) {
      double commitMillis = database.commitMillis();
      String version = database.version();
      PeerResults results = new MeasurePeers(options, database, System.err::println).all();
      return new PeersReport(
          command(), started, machine(), version, commitMillis, load, options, results);
    }
  }

  private void print(PeersReport report, PrintStream out) {
    switch (output) {
      case json -> out.println(PeersJson.of(report));
      case text -> {
        new PeerTables(report).all().forEach(table -> out.println(table.plain()));
        report.results().notMeasured().forEach(gap -> out.println("not measured: " + gap));
        report.results().failures().forEach(gap -> out.println("failed: " + gap));
      }
    }
  }

  private PeersOptions options() {
    try {
      check("--jobs", jobs, 1, 100_000_000);
      check("--rounds", rounds, 1, 1_000);
      check("--backlog", backlog, 1, 100_000_000);
      check("--posts", posts, 1, 100_000);
      executors.forEach(count -> check("--executors", count, 1, 64));
      if (!heap.matches("[1-9]\\d*[kmgKMG]")) {
        throw new IllegalArgumentException("--heap is '" + heap + "'; expected such as 512m or 2g");
      }
      checkPositive("--longest", longest);
      checkPositive("--longest-backlog", longestBacklog);
      return new PeersOptions(
          PeerSystem.select(only),
          selectedScenarios(),
          jobs,
          rounds,
          backlog,
          posts,
          List.copyOf(executors),
          longest,
          longestBacklog,
          heap);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(line(), String.valueOf(e.getMessage()), e);
    }
  }

  private Set<PeerScenario> selectedScenarios() {
    Set<PeerScenario> selected = EnumSet.noneOf(PeerScenario.class);
    for (String name : scenarios) {
      selected.add(
          EnumSet.allOf(PeerScenario.class).stream()
              .filter(scenario -> scenario.word().equals(name))
              .findFirst()
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "no scenario is called '" + name + "'; allowed: " + PeerScenario.words())));
    }
    return selected.isEmpty() ? EnumSet.allOf(PeerScenario.class) : selected;
  }

  private static void check(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          option + " is " + value + "; allowed: " + least + " to " + most);
    }
  }

  private static void checkPositive(String option, Duration value) {
    if (value.toSeconds() < 1) {
      throw new IllegalArgumentException(
          option + " is " + value + "; expected one second (PT1S) or more");
    }
  }

  private CommandLine line() {
    if (spec == null) {
      throw new IllegalStateException("the command was not created by picocli");
    }
    return spec.commandLine();
  }

  /** The command that was given, so that the page says how to repeat the run. */
  private String command() {
    return "./bench " + String.join(" ", line().getParseResult().originalArgs());
  }

  private static String machine() {
    return "%d processors, Java %s, Linux %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            Runtime.version().feature(),
            System.getProperty("os.version"));
  }
}
