// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.server.BoundedLabel;
import dev.baton.server.ServerOptions;
import dev.baton.testkit.backend.BackendTestSetup;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the metrics of the jobs of each action on the page that Prometheus reads. */
final class ActionMetricsTest {

  private static final String WAIT = "baton_action_wait_seconds";
  private static final String RUN = "baton_action_run_seconds";
  private static final String OLDEST = "baton_action_oldest_seconds";
  private static final Pattern SAMPLE = Pattern.compile("(?m)^(baton_action_\\S+) (\\S+)$");

  private final TestApi api =
      new TestApi(ServerOptions.at("127.0.0.1", 0).withAcceptUnknownActions(true));
  private final TestClient admin = api.admin();

  @AfterEach
  void close() {
    api.close();
  }

  private void post(String action) {
    admin.post("/api/job", "{\"action\":\"" + action + "\"}").expect(201);
  }

  private void runAll(Duration duration) {
    try (BoardSession session = api.backend.board().join("e", Duration.ofMinutes(5))) {
      var claims = session.claim(500, BackendTestSetup.everything());
      api.clock.advance(duration);
      for (Claim claim : claims) {
        api.backend.jobs().write(BackendTestSetup.failure(claim, "broken"));
        session.consume(claim);
      }
    }
  }

  private void collect() {
    api.backend.statistics().orElseThrow().collect(Duration.ZERO);
  }

  /** Returns the samples of the page by name and labels. The last reading is older than allowed. */
  private Map<String, Double> samples() {
    api.clock.advance(Duration.ofSeconds(6));
    Map<String, Double> samples = new TreeMap<>();
    Matcher line = SAMPLE.matcher(admin.get("/metrics").expect(200).body());
    while (line.find()) {
      samples.put(line.group(1), Double.valueOf(line.group(2)));
    }
    return samples;
  }

  private static String bucket(String name, String bound) {
    return name + "_bucket{action=\"noop\",le=\"" + bound + "\"}";
  }

  @Test
  void page_afterRuns_hasHistogramsOfWaitingAndRunning() {
    samples();
    post("noop");
    api.clock.advance(Duration.ofSeconds(15));
    runAll(Duration.ofSeconds(3));
    collect();
    assertThat(samples())
        .containsEntry(bucket(WAIT, "10.0"), 0d)
        .containsEntry(bucket(WAIT, "20.0"), 1d)
        .containsEntry(bucket(WAIT, "+Inf"), 1d)
        .containsEntry(bucket(RUN, "2.0"), 0d)
        .containsEntry(bucket(RUN, "5.0"), 1d)
        .containsEntry(RUN + "_count{action=\"noop\"}", 1d)
        .doesNotContainKey(WAIT + "_count{action=\"other\"}");
  }

  @Test
  void page_readAgain_countsEachJobOnce() {
    samples();
    post("noop");
    runAll(Duration.ofSeconds(1));
    for (int i = 0; i < 40; i++) {
      collect();
      assertThat(samples()).containsEntry(RUN + "_count{action=\"noop\"}", 1d);
    }
    post("noop");
    runAll(Duration.ofSeconds(1));
    collect();
    assertThat(samples()).containsEntry(RUN + "_count{action=\"noop\"}", 2d);
  }

  @Test
  void page_ofAServerThatStartsLater_beginsAtZero() {
    post("noop");
    runAll(Duration.ofSeconds(1));
    collect();
    samples();
    assertThat(samples()).containsEntry(RUN + "_count{action=\"noop\"}", 0d);
  }

  @Test
  void page_whileJobsWait_hasTheAgeOfTheOldestThatCouldStart() {
    post("noop");
    admin
        .post("/api/job", "{\"action\":\"bulk_noop\",\"not-before\":\"2100-01-01T00:00:00Z\"}")
        .expect(201);
    api.clock.advance(Duration.ofMinutes(10));
    collect();
    Map<String, Double> samples = samples();
    assertThat(samples.get(OLDEST + "{action=\"noop\"}")).isBetween(500d, 601d);
    assertThat(samples).containsEntry(OLDEST + "{action=\"bulk_noop\"}", 0d);
  }

  @Test
  void page_ofVeryManyActions_hasABoundedNumberOfLabels() {
    samples();
    int actions = BoundedLabel.LIMIT + 50;
    for (int i = 0; i < actions; i++) {
      post("action" + i);
    }
    runAll(Duration.ofSeconds(1));
    collect();
    Map<String, Double> samples = samples();
    samples.keySet().removeIf(name -> !name.startsWith(RUN + "_count"));
    assertThat(samples)
        .hasSize(BoundedLabel.LIMIT + 1)
        .containsEntry(RUN + "_count{action=\"other\"}", 50d);
    assertThat(samples.values().stream().mapToDouble(each -> each).sum()).isEqualTo(actions);
  }
}
