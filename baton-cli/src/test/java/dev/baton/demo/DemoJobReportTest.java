// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.baton.client.ApiClient;
import dev.baton.console.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the results that the demo computes from the jobs. */
final class DemoJobReportTest {

  private static final Instant KILLED = Instant.parse("2026-01-31T12:00:00Z");
  private static final Duration LIMIT = Duration.ofSeconds(110);

  @TempDir Path folder;
  private final List<JsonNode> jobs = new ArrayList<>();

  @Test
  void jobs_thatAreNotFinal_areUnfinishedAndNotLost() throws Exception {
    job("job/a", "QUEUED");
    job("job/b", "RUNNING");
    job("job/c", "SUCCESS");

    DemoOutcome outcome = outcome(report(null), Set.of("job/a", "job/b", "job/c"), null);

    assertThat(outcome.unfinished()).containsExactly("job/a", "job/b");
    assertThat(outcome.lost()).isEmpty();
    assertThat(outcome.isBroken()).isFalse();
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.WAITED_LONG_ENOUGH);
    assertThat(outcome.sentence(LIMIT))
        .isEqualTo(
            "2 jobs were not finished in time (1m50s); none was lost. Give them more time: try"
                + " again with a longer --at-most.");
  }

  @Test
  void jobs_thatAreMissingOrLackTheirEffect_areLost() throws Exception {
    job("job/a", "SUCCESS", DemoJobs.EFFECT);
    job("job/b", "SUCCESS", DemoJobs.EFFECT);
    Path effects = Files.writeString(folder.resolve("effects"), "key job/b 1\n");
    DemoJobReport report = report(null);
    report.readEffects(effects);

    DemoOutcome outcome = outcome(report, Set.of("job/a", "job/b", "job/c"), null);

    assertThat(outcome.lost()).containsExactlyInAnyOrder("job/a", "job/c");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.sentence(LIMIT)).startsWith("Baton broke a promise");
  }

  @Test
  void takeOver_isCountedFromTheKill_andOnlyForTheKilledExecutor() throws Exception {
    job("job/a", "SUCCESS");
    job("job/b", "SUCCESS");
    DemoJobReport report = report("one");
    report.history("job/a", resumed("one", "two", KILLED.plusSeconds(3)));
    report.history("job/b", resumed("two", "one", KILLED.minusSeconds(9)));

    assertThat(report.takenOver()).containsExactly("job/a");
    assertThat(report.takenOverFromLiveExecutor()).containsExactly("job/b");
    assertThat(report.longestTakeOver()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void withoutKill_nothingIsTakenOver() throws Exception {
    job("job/a", "SUCCESS");
    DemoJobReport report = new DemoJobReport(jobs, null, Instant.EPOCH);
    report.history("job/a", resumed("one", "two", KILLED));

    DemoOutcome outcome = outcome(report, Set.of("job/a"), null);

    assertThat(report.takenOver()).isEmpty();
    assertThat(report.longestTakeOver()).isZero();
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.WAITED_LONG_ENOUGH);
    assertThat(outcome.sentence(LIMIT)).contains("no executor was killed");
    assertThat(DemoOutcome.noTakeOver(null)).isEqualTo("no executor was killed");
    assertThat(DemoOutcome.noTakeOver("one")).isEqualTo("from one, which was killed");
  }

  @Test
  void unexpectedFailure_isReported() throws Exception {
    job("job/a", "FAILED");
    job("job/b", "FAILED", DemoFlows.FAILING);

    assertThat(report(null).failedUnexpectedly()).containsExactly("job/a");
  }

  @Test
  void limits_growWithTheMachine() {
    assertThat(DemoPace.of(Duration.ofSeconds(2)).stretched(LIMIT)).isEqualTo(LIMIT);
    assertThat(DemoPace.of(Duration.ofSeconds(20)).stretched(LIMIT))
        .isEqualTo(Duration.ofSeconds(550));
    assertThat(DemoPace.of(Duration.ofHours(1)).slowness()).isEqualTo(30);
  }

  private DemoJobReport report(String victim) {
    return new DemoJobReport(jobs, victim, KILLED);
  }

  private static DemoOutcome outcome(DemoJobReport report, Set<String> posted, String victim) {
    return DemoOutcome.of(report, new DemoFlowReport(), posted, victim);
  }

  private void job(String id, String state, String... tags) {
    var job = ApiClient.JSON.createObjectNode().put("id", id).put("state", state);
    job.set("tags", ApiClient.JSON.valueToTree(tags));
    jobs.add(job);
  }

  private static ArrayNode resumed(String from, String to, Instant at) {
    ArrayNode events = ApiClient.JSON.createArrayNode();
    events.addObject().put("kind", "started").put("owner", from).put("at", KILLED.toString());
    events.addObject().put("kind", "lost").put("owner", from).put("at", KILLED.toString());
    events.addObject().put("kind", "resumed").put("owner", to).put("at", at.toString());
    return events;
  }
}
