// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.testkit.server.TraceReceiver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Follows jobs through a server and executors by the spans that a real receiver gets. */
@Execution(ExecutionMode.CONCURRENT)
final class TracedJobTest {

  private static final Duration BOUND = Duration.ofMinutes(2);
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";
  private static final Map<String, String> TRACED =
      Map.of("traceparent", "00-" + TRACE + "-" + PARENT + "-01", "tracestate", "vendor=1");
  private static final String NO_RECEIVER = "receiver of traces does not accept spans";

  @TempDir Path folder;

  private static Map<String, String> settings(TraceReceiver receiver) {
    return Map.of(
        "BATON_OTLP_ENDPOINT", receiver.endpoint().toString(),
        "BATON_TRACE_RATIO", "0",
        "BATON_TRACE_URL", "https://traces.example.com/{trace}/view",
        "BATON_LOG_FORMAT", "json",
        "BATON_LOG_LEVEL", "debug");
  }

  private static ObjectNode job(String action, String payload) throws IOException {
    ObjectNode job = TestApiClient.JSON.createObjectNode().put("action", action);
    job.set("payload", TestApiClient.JSON.readTree(payload));
    return job;
  }

  private static void awaitEnd(TestApiClient api, String id, String state) {
    await().atMost(BOUND).until(() -> api.get(id).path("ended").isTextual());
    assertThat(api.get(id).path("state").asText()).isEqualTo(state);
  }

  private static void stop(BatonProcess process) {
    process.signal("TERM");
    assertThat(process.awaitEnd(BOUND)).isZero();
  }

  private static ReceivedSpan only(List<ReceivedSpan> spans, String name) {
    List<ReceivedSpan> found = spans.stream().filter(each -> each.name().equals(name)).toList();
    assertThat(found).as("spans '%s' of %s", name, spans).hasSize(1);
    return found.getFirst();
  }

  @Test
  void jobOfAFlow_isOneTraceFromItsPostToItsEnd() throws IOException {
    try (TraceReceiver receiver = TraceReceiver.at(0);
        TestInstallation baton = TestInstallation.server(folder, settings(receiver), List.of())) {
      BatonProcess executor = baton.startRemoteExecutor("a");
      TestApiClient api = baton.api();
      String id =
          api.post(job("dummy_test_flow", "{\"steps\": 2, \"seconds\": 0, \"failAt\": 2}"), TRACED);
      awaitEnd(api, id, "FAILED");
      JsonNode document = api.get(id);
      stop(executor);
      stop(baton.server());

      List<ReceivedSpan> spans = ReceivedSpan.in(receiver);
      assertThat(spans).isNotEmpty().allMatch(span -> span.trace().equals(TRACE));
      ReceivedSpan request = only(spans, "POST /api/job");
      assertThat(request.parent()).isEqualTo(PARENT);
      assertThat(request.service()).isEqualTo("baton-server");
      ReceivedSpan post = only(spans, "post dummy_test_flow");
      assertThat(post.parent()).isEqualTo(request.id());
      ReceivedSpan run = only(spans, "run dummy_test_flow");
      assertThat(run.parent()).isEqualTo(post.id());
      assertThat(run.service()).isEqualTo("baton-executor");
      assertThat(run.attributes())
          .containsEntry("baton.job", id)
          .containsEntry("baton.attempt", "1")
          .containsEntry("baton.executor", "a")
          .containsEntry("baton.outcome", "failed");
      assertThat(run.isFailed()).isTrue();
      assertThat(only(spans, "wait").parent()).isEqualTo(post.id());
      assertThat(only(spans, "claim").parent()).isEqualTo(run.id());
      ReceivedSpan action = only(spans, "action");
      assertThat(action.parent()).isEqualTo(run.id());
      assertThat(only(spans, "execute step_1").parent()).isEqualTo(action.id());
      assertThat(only(spans, "execute step_2").isFailed()).isTrue();
      assertThat(only(spans, "revert step_1").parent()).isEqualTo(action.id());
      List<String> known = new ArrayList<>(spans.stream().map(ReceivedSpan::id).toList());
      known.add(PARENT);
      assertThat(spans.stream().map(ReceivedSpan::parent)).isSubsetOf(known);
      assertThat(descendants(spans, post)).anyMatch(name -> name.contains("INSERT "));
      // The executor has no database: its server writes the end, in the span of its request.
      assertThat(descendants(spans, only(spans, "finish")))
          .contains(
              "POST",
              "POST /api/backend/{port}/{method}",
              "BATCH INSERT baton_finished_job",
              "COMMIT");
      assertThat(spans)
          .filteredOn(span -> span.attributes().containsKey("db.query.text"))
          .isNotEmpty()
          .allMatch(span -> span.attributes().get("db.system.name").equals("h2database"));

      assertThat(document.path("trace-id").asText()).isEqualTo(TRACE);
      assertThat(document.path("traceparent").asText())
          .isEqualTo("00-" + TRACE + "-" + post.id() + "-01");
      assertThat(document.path("tracestate").asText()).isEqualTo("vendor=1");
      assertThat(document.path("trace-url").asText())
          .isEqualTo("https://traces.example.com/" + TRACE + "/view");
      assertThat(executor.errorText().lines())
          .anyMatch(line ->
              line.contains("\"trace\":\"" + TRACE + "\"")
                  && line.contains("\"job\":\"" + id + "\"")
                  && line.contains("\"attempt\":\"1\""));
    }
  }

  /** The names of all spans inside of this one. */
  private static List<String> descendants(List<ReceivedSpan> spans, ReceivedSpan ancestor) {
    Map<String, ReceivedSpan> byId = new HashMap<>();
    spans.forEach(span -> byId.put(span.id(), span));
    return spans.stream()
        .filter(span -> {
          ReceivedSpan above = byId.get(span.parent());
          while (above != null && !above.equals(ancestor)) {
            above = byId.get(above.parent());
          }
          return above != null;
        })
        .map(ReceivedSpan::name)
        .toList();
  }

  @Test
  void attempts_ofARetriedJob_areSpansOfTheirOwnInOneTrace() throws IOException {
    try (TraceReceiver receiver = TraceReceiver.at(0);
        TestInstallation baton = TestInstallation.server(folder, settings(receiver), List.of())) {
      BatonProcess executor = baton.startRemoteExecutor("a");
      TestApiClient api = baton.api();
      ObjectNode job = job("dummy_test_action", "{\"seconds\": 0, \"fail\": true}");
      String id = api.post(job.put("max-attempts", 2), TRACED);
      String untraced = api.post(job("dummy_test_action", "{\"seconds\": 0}"), Map.of());
      awaitEnd(api, id, "FAILED");
      awaitEnd(api, untraced, "SUCCESS");
      // The ratio is 0, so a trace that begins in Baton is not recorded.
      assertThat(api.get(untraced).path("trace-id").asText()).hasSize(32).isNotEqualTo(TRACE);
      assertThat(api.get(untraced).has("trace-url")).isFalse();
      stop(executor);
      stop(baton.server());

      List<ReceivedSpan> spans = ReceivedSpan.in(receiver);
      assertThat(spans).allMatch(span -> span.trace().equals(TRACE));
      List<ReceivedSpan> runs =
          spans.stream().filter(span -> span.name().equals("run dummy_test_action")).toList();
      assertThat(runs)
          .extracting(run -> run.attributes().get("baton.attempt"))
          .containsExactlyInAnyOrder("1", "2");
      assertThat(runs)
          .extracting(run -> run.attributes().get("baton.outcome"))
          .containsExactlyInAnyOrder("retry", "failed");
      String post = only(spans, "post dummy_test_action").id();
      assertThat(runs).allMatch(run -> run.parent().equals(post));
    }
  }

  @Test
  void jobThatAnotherExecutorTakesOver_staysInItsTrace() throws IOException {
    try (TraceReceiver receiver = TraceReceiver.at(0);
        TestInstallation baton = TestInstallation.server(folder, settings(receiver), List.of())) {
      BatonProcess first = baton.startRemoteExecutor("a");
      TestApiClient api = baton.api();
      String payload = "{\"file\": \"" + folder.resolve("effects") + "\", \"millis\": 6000}";
      String id = api.post(job("fenced_append", payload), TRACED);
      // The span of the first attempt ends with the process, but its claim has been sent.
      await()
          .atMost(BOUND)
          .until(() -> ReceivedSpan.in(receiver).stream().anyMatch(s -> s.name().equals("claim")));
      first.killHard();
      BatonProcess second = baton.startRemoteExecutor("b");
      awaitEnd(api, id, "SUCCESS");
      stop(second);
      stop(baton.server());

      List<ReceivedSpan> spans = ReceivedSpan.in(receiver);
      assertThat(spans).allMatch(span -> span.trace().equals(TRACE));
      ReceivedSpan run = only(spans, "run fenced_append");
      assertThat(run.attributes())
          .containsEntry("baton.executor", "b")
          .containsEntry("baton.attempt", "2")
          .containsEntry("baton.takeovers", "1");
      assertThat(run.parent()).isEqualTo(only(spans, "post fenced_append").id());
      assertThat(spans.stream().filter(span -> span.name().equals("claim")))
          .extracting(ReceivedSpan::instance)
          .containsExactlyInAnyOrder("a", "b");
    }
  }

  @Test
  void traces_whenNotConfigured_areNotSent_butTheJobKeepsItsTrace() throws IOException {
    try (TraceReceiver receiver = TraceReceiver.at(0)) {
      // The library of OpenTelemetry would read these variables by itself.
      Map<String, String> environment =
          Map.of(
              "OTEL_TRACES_EXPORTER",
              "otlp",
              "OTEL_EXPORTER_OTLP_ENDPOINT",
              receiver.endpoint().toString());
      try (TestInstallation baton = TestInstallation.up(folder, environment, List.of())) {
        TestApiClient api = baton.api();
        String id = api.post(job("dummy_test_action", "{\"seconds\": 0}"), TRACED);
        String untraced = api.post(job("dummy_test_action", "{\"seconds\": 0}"), Map.of());
        awaitEnd(api, id, "SUCCESS");
        awaitEnd(api, untraced, "SUCCESS");
        assertThat(api.get(id).path("trace-id").asText()).isEqualTo(TRACE);
        assertThat(api.get(id).path("traceparent").asText()).isEqualTo(TRACED.get("traceparent"));
        assertThat(api.get(untraced).has("trace-id")).isFalse();
        stop(baton.server());
      }
      assertThat(receiver.paths()).isEmpty();
    }
  }

  @Test
  void receiverThatIsDown_costsOneWarningAndNoJob_andGetsLaterSpans() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Map<String, String> environment =
        Map.of("BATON_OTLP_ENDPOINT", "http://127.0.0.1:" + port, "BATON_METRICS_ACCESS", "open");
    try (TestInstallation baton = TestInstallation.up(folder, environment, List.of())) {
      TestApiClient api = baton.api();
      for (int i = 0; i < 3; i++) {
        awaitEnd(api, api.post(job("dummy_test_action", "{\"seconds\": 1}"), Map.of()), "SUCCESS");
      }
      await().atMost(BOUND).until(() -> metric(api, "baton_spans_total{outcome=\"dropped\"}") > 0);
      try (TraceReceiver receiver = TraceReceiver.at(port)) {
        awaitEnd(api, api.post(job("dummy_test_action", "{\"seconds\": 0}"), Map.of()), "SUCCESS");
        await().atMost(BOUND).until(() -> metric(api, "baton_spans_total{outcome=\"sent\"}") > 0);
        stop(baton.server());
        assertThat(ReceivedSpan.in(receiver))
            .extracting(ReceivedSpan::name)
            .contains("run dummy_test_action");
      }
      List<String> warnings =
          baton.server().errorText().lines().filter(line -> line.contains(" WARN ")).toList();
      assertThat(warnings).hasSize(1).allMatch(line -> line.contains(NO_RECEIVER));
      assertThat(baton.server().errorText()).doesNotContain("io.opentelemetry");
    }
  }

  private static double metric(TestApiClient api, String name) {
    return api.send("GET", "/metrics", "")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
        .findFirst()
        .orElse(0);
  }
}
