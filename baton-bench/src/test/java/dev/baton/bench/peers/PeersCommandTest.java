// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs small measurements in real processes on a real PostgreSQL. */
final class PeersCommandTest {

  @Test
  void smallRun_ofAllSystems_hasEachFigureOfEachSystem() throws Exception {
    PeersOptions options = small(EnumSet.allOf(PeerSystem.class), PeerScenario.THROUGHPUT);
    JsonNode document = measure(options);

    assertThat(document.path("failures")).isEmpty();
    assertThat(texts(document.path("throughput"), "system"))
        .containsExactlyInAnyOrder(
            "bare", "db-scheduler", "db-scheduler", "baton", "baton-traces", "jobrunr", "quartz");
    double cpu = 0;
    for (JsonNode figure : document.path("throughput")) {
      assertThat(figure.path("jobs").asInt()).isEqualTo(options.jobs());
      assertThat(figure.path("jobsPerSecond").asDouble()).isPositive();
      cpu += figure.path("cpuMicrosPerJob").asDouble();
      assertThat(figure.path("walBytesPerJob").asDouble()).isPositive();
      assertThat(figure.path("postWalBytesPerJob").asDouble()).isPositive();
      assertThat(figure.has("load")).isTrue();
    }
    // CPU is counted in ticks of ten milliseconds, so that a fast system may show none.
    assertThat(cpu).isPositive();
  }

  @Test
  void smallRun_ofAllScenarios_hasTheCountsThatWereAsked() throws Exception {
    PeersOptions options =
        small(
            EnumSet.of(PeerSystem.BARE, PeerSystem.BATON),
            PeerScenario.LOG,
            PeerScenario.ENQUEUE,
            PeerScenario.LATENCY,
            PeerScenario.BACKLOG,
            PeerScenario.EXECUTORS);
    JsonNode document = measure(options);

    assertThat(document.path("failures")).isEmpty();
    assertThat(document.path("throughput")).isEmpty();
    assertThat(texts(document.path("log"), "work"))
        .containsOnly("a separate result and one log line");
    assertThat(texts(document.path("enqueue"), "clients"))
        .containsExactlyInAnyOrder("1", "16", "0", "1", "16", "0");
    assertThat(texts(document.path("enqueue"), "jobs"))
        .containsExactlyInAnyOrder("40", "200", "400", "40", "200", "400");
    for (JsonNode start : document.path("latency")) {
      assertThat(start.path("p50Millis").asDouble()).isPositive();
      assertThat(start.path("p99Millis").asDouble())
          .isGreaterThanOrEqualTo(start.path("p50Millis").asDouble());
    }
    assertThat(texts(document.path("backlog"), "backlog"))
        .containsExactlyInAnyOrder("0", "0", "900", "900");
    assertThat(texts(document.path("executors"), "executors")).containsOnly("2").hasSize(2);
  }

  @Test
  void outputAsJson_ofTheWholeProgram_isOneObjectAndNothingElse() throws Exception {
    Process bench =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.baton.bench.Bench",
                "peers",
                "--only=bare",
                "--scenarios=enqueue",
                "--jobs=20",
                "--rounds=1",
                "--output=json")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(bench.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(bench.waitFor()).isZero();
    assertThat(output).startsWith("{");
    JsonNode document = new ObjectMapper().readTree(output);
    assertThat(document.path("command").asText()).startsWith("./bench peers --only=bare ");
    assertThat(texts(document.path("enqueue"), "jobs")).containsExactly("2", "10", "20");
  }

  @Test
  void backlog_thatASystemPostsTooSlowly_isNotMeasured() throws Exception {
    PeersOptions small = small(EnumSet.of(PeerSystem.BARE), PeerScenario.BACKLOG);
    PeersOptions options =
        new PeersOptions(
            small.systems(),
            small.scenarios(),
            small.jobs(),
            small.rounds(),
            100_000_000,
            small.posts(),
            small.executors(),
            small.longest(),
            Duration.ofSeconds(1),
            small.heap());
    JsonNode document = measure(options);

    assertThat(texts(document.path("backlog"), "backlog")).containsExactly("0");
    assertThat(texts(document.path("notMeasured"), "reason").getFirst())
        .contains("posting 100,000,000 jobs would take");
  }

  @Test
  void run_withAJobThatTheMeasurementDidNotPost_isAnError() throws Exception {
    try (PeersDatabase database = PeersDatabase.start();
        PeerFleet fleet = PeerFleet.start(PeerSystem.BARE, JobWork.NOOP, 1, database, "64m")) {
      fleet.post(10, 0);
      try (Connection connection = DriverManager.getConnection(fleet.url());
          Statement statement = connection.createStatement()) {
        statement.execute("INSERT INTO bare_queue (timed) VALUES (false)");
      }

      assertThatThrownBy(() -> fleet.run(10))
          .isInstanceOf(PeerFailedException.class)
          .hasMessageContaining("ran 11 jobs; expected 10");
    }
  }

  @Test
  void post_thatLosesJobs_isAnError() throws Exception {
    try (PeersDatabase database = PeersDatabase.start();
        PeerFleet fleet = PeerFleet.start(PeerSystem.BARE, JobWork.NOOP, 1, database, "64m")) {
      try (Connection connection = DriverManager.getConnection(fleet.url());
          Statement statement = connection.createStatement()) {
        statement.execute(
            "CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN IF NEW.id = 5 THEN RETURN NULL; END IF; RETURN NEW; END'");
        statement.execute(
            "CREATE TRIGGER lose BEFORE INSERT ON bare_queue FOR EACH ROW EXECUTE FUNCTION lose()");
      }

      assertThatThrownBy(() -> fleet.post(10, 0))
          .isInstanceOf(PeerFailedException.class)
          .hasMessageContaining("9 jobs that have not ended with success after the posts")
          .hasMessageContaining("expected 10");
    }
  }

  @Test
  void processThatCannotStart_isAnErrorWithItsOutput() {
    try (PeersDatabase database = PeersDatabase.start()) {
      assertThatThrownBy(() -> PeerFleet.start(PeerSystem.BATON, JobWork.NOOP, 1, database, "1k"))
          .isInstanceOf(PeerFailedException.class)
          .hasMessageContaining("baton answered to the start: Error occurred")
          .hasMessageContaining("initialization of VM");
    }
  }

  @Test
  void systemThatFails_hasNoFigures_andTheOthersHave() {
    PeerResults results = new PeerResults();
    results.add(figure(PeerSystem.QUARTZ, 1));
    results.add(figure(PeerSystem.BATON, 1));
    results.fail(PeerScenario.THROUGHPUT, PeerSystem.QUARTZ, "it stopped");

    assertThat(results.of(PeerFigure.Run.class, PeerScenario.THROUGHPUT))
        .extracting(PeerFigure.Run::peerSystem)
        .containsExactly(PeerSystem.BATON);
    assertThat(results.failures()).hasSize(1);
    assertThat(results.hasFailed(PeerScenario.THROUGHPUT, PeerSystem.QUARTZ)).isTrue();
  }

  @Test
  void page_withMarks_replacesOnlyTheTextBetweenThem(@TempDir Path folder) throws Exception {
    Path page = folder.resolve("measurements.md");
    Files.writeString(page, "before\n" + PeersPage.BEGIN + "old\n" + PeersPage.END + "after\n");

    PeersPage.write(page, report());
    String once = Files.readString(page);
    PeersPage.write(page, report());

    assertThat(once)
        .startsWith("before\n" + PeersPage.BEGIN)
        .endsWith(PeersPage.END + "after\n")
        .doesNotContain("old")
        // The median of 100, 300 and 200 is compared with db-scheduler's 100.
        .contains("| baton | no-op | 100 · 300 · 200 | 2.00 | 10 + 20 | 50 + 30 | 1.5 to 1.5 |");
    assertThat(Files.readString(page)).isEqualTo(once);
  }

  @Test
  void page_withoutMarks_isRefusedAndStaysAsItIs(@TempDir Path folder) throws Exception {
    Path page = folder.resolve("measurements.md");
    Files.writeString(page, "before\n");

    assertThatThrownBy(() -> PeersPage.write(page, report()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("exists without the lines");
    assertThat(Files.readString(page)).isEqualTo("before\n");
  }

  @Test
  void unknownNames_areRefusedWithTheAllowedOnes() {
    assertThat(refusal("--only", "batton")).contains("'batton'").contains("db-scheduler-200");
    assertThat(refusal("--scenarios", "speed")).contains("'speed'").contains("throughput");
    assertThat(refusal("--jobs", "0")).contains("--jobs is 0; allowed: 1 to");
    assertThat(refusal("--executors", "1,100")).contains("--executors is 100");
    assertThat(refusal("--heap", "big")).contains("'big'");
  }

  @Test
  void select_byNameOrVariant_findsTheVariants() {
    assertThat(PeerSystem.select(List.of("baton", "db-scheduler")))
        .containsExactly(PeerSystem.DB_SCHEDULER_64, PeerSystem.DB_SCHEDULER_200, PeerSystem.BATON);
    assertThat(PeerSystem.select(List.of("db-scheduler-200")))
        .containsExactly(PeerSystem.DB_SCHEDULER_200);
    assertThat(PeerSystem.select(List.of())).hasSize(PeerSystem.values().length);
  }

  @Test
  void percentile_ofSortedValues_isTheValueThatSoManyDoNotExceed() {
    double[] hundred = new double[100];
    for (int i = 0; i < 100; i++) {
      hundred[i] = i + 1;
    }
    assertThat(PeerResults.percentile(hundred, 50)).isEqualTo(50);
    assertThat(PeerResults.percentile(hundred, 99)).isEqualTo(99);
    assertThat(PeerResults.percentile(new double[] {7}, 99)).isEqualTo(7);
  }

  private static PeersOptions small(Set<PeerSystem> systems, PeerScenario... scenarios) {
    return new PeersOptions(
        systems,
        EnumSet.copyOf(List.of(scenarios)),
        400,
        1,
        900,
        5,
        List.of(2),
        Duration.ofMinutes(1),
        Duration.ofMinutes(1),
        "96m");
  }

  private static JsonNode measure(PeersOptions options) throws Exception {
    try (PeersDatabase database = PeersDatabase.start()) {
      PeerResults results = new MeasurePeers(options, database, System.err::println).all();
      return new ObjectMapper()
          .readTree(
              PeersJson.of(
                  new PeersReport("./bench peers", "now", "here", "15", 1, 2, options, results)));
    }
  }

  private static PeersReport report() {
    PeerResults results = new PeerResults();
    results.add(figure(PeerSystem.DB_SCHEDULER_64, 1));
    results.add(figure(PeerSystem.BATON, 1));
    results.add(figure(PeerSystem.BATON, 3));
    results.add(figure(PeerSystem.BATON, 2));
    PeersOptions options = small(EnumSet.allOf(PeerSystem.class), PeerScenario.THROUGHPUT);
    return new PeersReport("./bench peers", "now", "here", "15", 1, 2, options, results);
  }

  private static PeerFigure figure(PeerSystem peerSystem, int times) {
    Costs run = new Costs(100 * times, 1, 1000 * times, 2000 * times, 3000 * times, 1.5, 0.1);
    Costs post = new Costs(100 * times, 1, 1000 * times, 2000 * times, 5000 * times, 1.5, 0.1);
    return new PeerFigure.Run(PeerScenario.THROUGHPUT, 1, peerSystem, 1, 0, run, post);
  }

  private static String refusal(String... arguments) {
    StringWriter err = new StringWriter();
    int code = new CommandLine(new PeersCommand()).setErr(new PrintWriter(err)).execute(arguments);
    assertThat(code).isEqualTo(CommandLine.ExitCode.USAGE);
    return err.toString();
  }

  private static List<String> texts(JsonNode list, String key) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(node -> node.path(key).asText())
        .toList();
  }
}
