// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.memory.InMemoryBackend;
import dev.baton.server.Metric;
import dev.baton.server.ServerMetrics;
import dev.baton.server.ServerOptions;
import dev.baton.service.Clock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the metrics, the page that Prometheus reads, and {@code docs/metrics.md}. */
final class MetricsPageTest {

  private static final Pattern HELP = Pattern.compile("(?m)^# HELP (\\S+) ?(.*)$");
  private static final Pattern REGISTRATION =
      Pattern.compile(
          "(Gauge|Counter|Timer|DistributionSummary|LongTaskTimer|MultiGauge)\\.builder\\(|[rR]egistry"
              + "(\\(\\))?\\s*\\.(gauge|counter|timer|summary)\\(");

  @Test
  void document_listsEachMetric() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("../docs/metrics.md")).stream()
            .filter(line -> line.startsWith("| `baton_"))
            .filter(line -> line.split("\\|").length == 6)
            .toList();
    assertThat(rows)
        .containsExactlyElementsOf(
            Arrays.stream(Metric.values()).map(MetricsPageTest::row).toList());
  }

  private static String row(Metric metric) {
    String labels =
        metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(
            metric.prometheusName(),
            metric.kind().name().toLowerCase(Locale.ROOT),
            metric.unit(),
            labels,
            metric.help());
  }

  @Test
  void page_ofAServer_hasOnlyListedMetricsWithTheirHelp() {
    try (TestApi api = new TestApi()) {
      api.admin().post("/api/job", "{\"action\":\"noop\"}").expect(201);
      Map<String, String> helps = helps(api.anonymous().get("/metrics").expect(200).body());
      assertThat(helps).as("metrics without a help text").doesNotContainValue("");
      assertThat(helps).containsKeys("baton_jobs", "baton_slots", "baton_http_requests_seconds");
      assertListed(helps);
    }
  }

  @Test
  void page_withEachCounterAndTimer_hasThemUnderTheirListedNames() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    List<Metric> registered =
        Arrays.stream(Metric.values())
            .filter(metric ->
                metric.kind() != Metric.Kind.GAUGE && metric.kind() != Metric.Kind.HISTOGRAM)
            .toList();
    for (Metric metric : registered) {
      String[] values = metric.labels().toArray(String[]::new);
      switch (metric.kind()) {
        case COUNTER -> metric.counter(registry, values);
        case TIMER, SUMMARY -> metric.timer(registry, values);
        case GAUGE, HISTOGRAM -> throw new AssertionError(metric);
      }
    }
    Map<String, String> helps = helps(registry.scrape());
    assertThat(helps)
        .containsKeys(registered.stream().map(Metric::prometheusName).toArray(String[]::new));
    assertListed(helps);
  }

  @Test
  void page_ofASecondServerOnTheSameRegistry_isComplete() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    InMemoryBackend backend = new InMemoryBackend(Clock.system());
    for (int server = 0; server < 2; server++) {
      ServerMetrics metrics =
          ServerMetrics.of(registry, ServerOptions.at("127.0.0.1", 0), backend, Clock.system());
      metrics.start();
      assertThat(registry.scrape()).contains("baton_jobs", "jvm_memory_used_bytes");
      metrics.stop();
    }
  }

  /** Checks that each metric of Baton on a page is in the list, with the same help. */
  private static void assertListed(Map<String, String> helps) {
    Map<String, String> listed =
        Arrays.stream(Metric.values())
            .collect(Collectors.toMap(Metric::prometheusName, Metric::help));
    helps.forEach((name, help) -> {
      if (name.startsWith("baton_")) {
        assertThat(listed).containsEntry(name.replaceFirst("_max$", ""), help);
      }
    });
  }

  private static Map<String, String> helps(String page) {
    Map<String, String> helps = new TreeMap<>();
    HELP.matcher(page).results().forEach(line -> helps.put(line.group(1), line.group(2).strip()));
    return helps;
  }

  @Test
  void sources_registerMetricsOnlyInTheList() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(".."))) {
      List<Path> offending =
          files
              .filter(file -> file.toString().contains("/src/main/java/"))
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.endsWith("Metric.java"))
              .filter(MetricsPageTest::registers)
              .toList();
      assertThat(offending).isEmpty();
    }
  }

  private static boolean registers(Path file) {
    try {
      return REGISTRATION.matcher(Files.readString(file)).find();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
