// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.access.Caller;
import dev.baton.config.Settings;
import dev.baton.console.CommandContext;
import dev.baton.console.Terminal;
import dev.baton.jdbc.JdbcBackend;
import dev.baton.job.JobSpec;
import dev.baton.job.JobSpecBuilder;
import dev.baton.job.RetryPolicy;
import dev.baton.jobservice.JobRequest;
import dev.baton.jobservice.JobService;
import dev.baton.rest.ApiServer;
import dev.baton.server.Metric;
import dev.baton.service.Clock;
import dev.baton.testkit.server.PrometheusServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the alert rules and the dashboard for Grafana with a real Prometheus and a real server. */
final class PrometheusTest {

  private static final Path FILES = Path.of("../packaging/monitoring").toAbsolutePath().normalize();
  private static final Path RULES = FILES.resolve("baton-alerts.yaml");
  private static final Path DASHBOARD = FILES.resolve("baton-dashboard.json");
  private static final Pattern NAME = Pattern.compile("\\bbaton_[a-z_]+");
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Metrics that have no value before their event happens, and whose events the demo has not; and
   * those of TLS and of traces.
   */
  private static final Set<Metric> RARE =
      EnumSet.of(
          Metric.CERTIFICATE_VALID,
          Metric.EXECUTOR_WAITING,
          Metric.EXECUTOR_HANDED_BACK,
          Metric.EXECUTOR_LOST,
          Metric.EXECUTOR_CANCELED,
          Metric.EXECUTOR_LEAKED,
          Metric.SPANS);

  @TempDir Path folder;

  @Test
  void rules_areValid_andFireInTheirSituations() {
    assertThat(PrometheusServer.check(FILES, "check", "rules", RULES.toString()))
        .contains("SUCCESS");
    assertThat(PrometheusServer.check(FILES, "test", "rules", "baton-alerts.test.yaml"))
        .contains("SUCCESS");
  }

  @Test
  void rulesAndDashboard_nameOnlyListedMetrics() throws IOException {
    List<String> listed =
        Arrays.stream(Metric.values())
            .flatMap(metric ->
                switch (metric.kind()) {
                  case GAUGE, COUNTER -> Stream.of(metric.prometheusName());
                  case TIMER, SUMMARY ->
                      Stream.of("_count", "_sum", "_max").map(metric.prometheusName()::concat);
                  case HISTOGRAM ->
                      Stream.of("_count", "_bucket").map(metric.prometheusName()::concat);
                })
            .toList();
    String texts = Files.readString(RULES) + Files.readString(DASHBOARD);
    assertThat(NAME.matcher(texts).results().map(MatchResult::group).distinct())
        .isNotEmpty()
        .isSubsetOf(listed);
  }

  @Test
  void prometheus_ofADemo_answersEveryQueryOfTheDashboardWithData() throws IOException {
    CommandContext commandContext =
        new CommandContext(
            new PrintWriter(Writer.nullWriter()),
            new PrintWriter(Writer.nullWriter()),
            InputStream.nullInputStream(),
            Map.of("HOME", folder.toString()),
            Clock.system(),
            ZoneOffset.UTC,
            Terminal.NONE);
    ProcessOptions options =
        ProcessOptions.of(
            new Settings(Map.of("--port", "0"), Map.of()), folder.resolve("data"), commandContext);
    JdbcBackend backend =
        JdbcBackend.open(JdbcBackend.Options.of("jdbc:h2:mem:prometheus"), Clock.system());
    try (Telemetry telemetry = new Telemetry(null);
        ProcessWiring processWiring = new ProcessWiring(options, backend, commandContext)) {
      ApiServer server = processWiring.addServer(telemetry);
      processWiring.addExecutor(server.jobService(), telemetry.listener());
      processWiring.addDistributor(server.jobService());
      // This job waits before the server takes its first sample of the waiting jobs. It is never
      // claimed, because its capability is unknown.
      post(server.jobService(), JobSpec.builder("dummy_test_action").requires(List.of("unknown")));
      processWiring.start();
      try (PrometheusServer prometheus = new PrometheusServer(server.uri().getAuthority(), RULES)) {
        awaitData(prometheus, server.jobService());
        assertMetrics(prometheus);
        assertRules(prometheus);
      }
    }
  }

  private static void awaitData(PrometheusServer prometheus, JobService jobService)
      throws IOException {
    List<String> missing = new ArrayList<>(queries());
    assertThat(missing).hasSizeGreaterThan(20);
    await()
        .atMost(Duration.ofMinutes(4))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> {
          post(jobService, dummy("{\"seconds\": 0.01}"));
          post(jobService, dummy("{\"seconds\": 0.01, \"fail\": true}"));
          post(
              jobService, dummy("{\"seconds\": 0.01, \"fail\": true}").retry(RetryPolicy.times(2)));
          missing.removeIf(query -> hasData(prometheus, query));
          assertThat(missing).as("queries without data").isEmpty();
        });
  }

  private static JobSpecBuilder dummy(String payload) {
    return JobSpec.builder("dummy_test_action").payload(payload);
  }

  private static void post(JobService jobService, JobSpecBuilder spec) {
    jobService.post(Caller.internal(), List.of(JobRequest.of(spec.build())));
  }

  /** Returns the expressions of the dashboard, with the values that Grafana would insert. */
  private static List<String> queries() throws IOException {
    return JSON.readTree(Files.readString(DASHBOARD)).findValues("expr").stream()
        .map(JsonNode::asText)
        .map(
            query -> query.replace("$job", PrometheusServer.JOB).replace("$__rate_interval", "30s"))
        .toList();
  }

  private static boolean hasData(PrometheusServer prometheus, String query) {
    JsonNode answer = json(prometheus.query(query));
    assertThat(answer.path("status").asText()).as("%s: %s", query, answer).isEqualTo("success");
    return StreamSupport.stream(answer.at("/data/result").spliterator(), false)
        .map(series -> series.at("/value/1").asText())
        .anyMatch(value -> !value.equals("NaN"));
  }

  private static void assertMetrics(PrometheusServer prometheus) {
    for (Metric metric : EnumSet.complementOf(EnumSet.copyOf(RARE))) {
      String suffix =
          switch (metric.kind()) {
            case GAUGE, COUNTER -> "";
            case TIMER, SUMMARY, HISTOGRAM -> "_count";
          };
      assertThat(hasData(prometheus, metric.prometheusName() + suffix)).as(metric.name()).isTrue();
    }
  }

  private static void assertRules(PrometheusServer prometheus) {
    List<JsonNode> rules = json(prometheus.rules()).findParents("health");
    assertThat(rules).hasSizeGreaterThan(10);
    assertThat(rules)
        .allSatisfy(
            rule -> assertThat(rule.path("health").asText()).as("%s", rule).isEqualTo("ok"));
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
