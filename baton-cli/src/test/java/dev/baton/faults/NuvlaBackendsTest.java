// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests executors with Nuvla's command lines, which use only a server's API and its ZooKeeper. */
@Execution(ExecutionMode.CONCURRENT)
final class NuvlaBackendsTest {

  @TempDir Path folder;

  @Test
  void jobs_withCommandLinesOf2019AndOfToday_goThrough() throws IOException {
    Path file = folder.resolve("effects");
    try (NuvlaLikeInstallation baton = new NuvlaLikeInstallation(folder)) {
      BatonProcess old = baton.startAsOf2019();
      BatonProcess young = baton.startAsOfToday(Map.of("BATON_THREADS", "8"));
      List<ObjectNode> jobs = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        jobs.add(append(file, 500));
      }
      List<String> ids = baton.api().post(jobs);
      awaitStates(baton, Map.of("SUCCESS", (long) ids.size()));
      List<Long> processes =
          RecordedEffects.read(file).of("done").stream()
              .map(RecordedEffects.Effect::process)
              .distinct()
              .toList();
      assertThat(processes).containsExactlyInAnyOrder(old.pid(), young.pid());
    }
    RecordedEffects recordedEffects = RecordedEffects.read(file);
    recordedEffects.assertTokensOnlyGrow();
    assertThat(recordedEffects.of("done")).hasSize(60);
  }

  @Test
  void job_whenTheServerDoesNotAnswerForLong_isAbandonedAndFinishedLater() throws IOException {
    Path file = folder.resolve("effects");
    try (NuvlaLikeInstallation baton = new NuvlaLikeInstallation(folder)) {
      // The executor keeps an end that it cannot store for four leases.
      BatonProcess executor = baton.startAsOfToday(Map.of("BATON_LEASE", "PT4S"));
      String job = baton.api().post(List.of(append(file, 3000))).getFirst();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> baton.api().get(job).path("state").asText().equals("RUNNING"));

      baton.killServer();
      executor.awaitError("job=" + job + " waited=PT16S", Duration.ofSeconds(60));
      baton.restartServer();

      awaitStates(baton, Map.of("SUCCESS", 1L));
      assertThat(executor.isAlive()).isTrue();
      executor.signal("TERM");
      assertThat(executor.awaitEnd(Duration.ofSeconds(30))).isZero();
    }
    RecordedEffects recordedEffects = RecordedEffects.read(file);
    recordedEffects.assertTokensOnlyGrow();
    // The first end of the job could not be stored, so the job was run again.
    assertThat(recordedEffects.of("done")).hasSize(2);
  }

  /**
   * The job documents of the server have no place for the progress of flows, so that progress is
   * elsewhere.
   */
  @Test
  void flow_whenItsExecutorIsKilled_isGoneOnWithAtItsStep() throws IOException {
    Path file = folder.resolve("effects");
    Map<String, String> flows = Map.of("BATON_LOGBOOK", "zookeeper", "BATON_LEASE", "PT3S");
    try (NuvlaLikeInstallation baton = new NuvlaLikeInstallation(folder)) {
      BatonProcess first = baton.startAsOfToday(flows);
      ObjectNode flow = append(file, 600_000).put("action", "fenced_steps");
      String job = baton.api().post(List.of(flow)).getFirst();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> Files.exists(file) && !RecordedEffects.read(file).of("second").isEmpty());
      first.killHard();
      BatonProcess other = baton.startAsOfToday(flows);

      awaitStates(baton, Map.of("SUCCESS", 1L));

      RecordedEffects recordedEffects = RecordedEffects.read(file);
      recordedEffects.assertTokensOnlyGrow();
      assertThat(recordedEffects.all())
          .extracting(
              RecordedEffects.Effect::what,
              RecordedEffects.Effect::attempt,
              RecordedEffects.Effect::process)
          .containsExactly(
              tuple("first", 1, first.pid()),
              tuple("second", 1, first.pid()),
              tuple("second", 2, other.pid()),
              tuple("third", 1, other.pid()));
      // The server does not store the flow, so it does not know its progress.
      assertThat(baton.api().get(job + "/flow").path("state").asText()).isEqualTo("PENDING");
    }
  }

  /** The server and the executors each see a queue that starts empty, in any order. */
  @Test
  void jobs_whenZookeeperLosesItsData_allSucceed() throws IOException {
    Path file = folder.resolve("effects");
    try (NuvlaLikeInstallation baton = new NuvlaLikeInstallation(folder)) {
      baton.startAsOf2019();
      baton.startAsOfToday(Map.of("BATON_THREADS", "8"));
      List<ObjectNode> jobs = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        jobs.add(append(file, 3000));
      }
      for (int i = 0; i < 150; i++) {
        jobs.add(append(file, 0));
      }
      List<String> ids = baton.api().post(jobs);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> Long.valueOf(16).equals(baton.api().states().get("RUNNING")));

      baton.loseZookeepersData();

      awaitStates(baton, Map.of("SUCCESS", (long) ids.size()));
    }
    RecordedEffects recordedEffects = RecordedEffects.read(file);
    recordedEffects.assertTokensOnlyGrow();
    // The jobs that were running were interrupted and are run again; no other job runs twice.
    assertThat(recordedEffects.of("done")).hasSizeBetween(166, 182);
  }

  @Test
  void executor_startedBeforeItsServer_waitsForIt() throws IOException {
    Path file = folder.resolve("effects");
    try (NuvlaLikeInstallation baton = new NuvlaLikeInstallation(folder)) {
      baton.killServer();
      BatonProcess executor = baton.startAsOf2019();
      executor.awaitError("starts although its servers do not answer", Duration.ofSeconds(30));
      baton.restartServer();
      baton.api().post(List.of(append(file, 0)));
      awaitStates(baton, Map.of("SUCCESS", 1L));
    }
  }

  @Test
  void executor_withAWrongPassword_exitsWith1() throws IOException {
    try (NuvlaLikeInstallation baton = new NuvlaLikeInstallation(folder)) {
      BatonProcess executor =
          baton.start(
              Map.of(),
              "executor",
              "--endpoint=" + baton.endpoint(),
              "--user=super",
              "--password=wrong-one",
              "--zk-hosts=" + baton.zookeeper());
      assertThat(executor.awaitEnd(Duration.ofSeconds(60))).isEqualTo(1);
      executor.awaitError("refuses the login of user 'super'", Duration.ofSeconds(5));
    }
  }

  @Test
  void pullJobs_areRunByTheirOwnExecutors() throws IOException {
    Path file = folder.resolve("effects");
    try (NuvlaLikeInstallation baton = new NuvlaLikeInstallation(folder)) {
      TestApiClient api = baton.api();
      String good = api.post(List.of(pull(append(file, 0)))).getFirst();
      String bad = api.post(List.of(pull(command("false")))).getFirst();
      String pushed = api.post(List.of(append(file, 0))).getFirst();
      assertThat(exitCode(baton.startPull(good))).isZero();
      assertThat(exitCode(baton.startPull(bad))).isEqualTo(1);
      assertThat(exitCode(baton.startPull(pushed))).isEqualTo(5);
      assertThat(exitCode(baton.startPull("job/00000000-0000-0000-0000-000000000000")))
          .isEqualTo(3);
      assertThat(exitCode(baton.startPull(bad))).isEqualTo(1);
      assertThat(api.get(good).path("state").asText()).isEqualTo("SUCCESS");
      assertThat(api.get(bad).path("state").asText()).isEqualTo("FAILED");
      assertThat(api.get(pushed).path("state").asText()).isEqualTo("QUEUED");
    }
  }

  @Test
  void pullJob_whenItsExecutorIsStoppedOrFoundItRunning_isResumed() throws IOException {
    Path file = folder.resolve("effects");
    try (NuvlaLikeInstallation baton = new NuvlaLikeInstallation(folder)) {
      TestApiClient api = baton.api();
      String job = api.post(List.of(pull(append(file, 4000)))).getFirst();
      BatonProcess first = baton.startPull(job);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> api.get(job).path("state").asText().equals("RUNNING"));
      first.killHard();
      assertThat(api.get(job).path("state").asText()).isEqualTo("RUNNING");

      assertThat(exitCode(baton.startPull(job))).isZero();

      assertThat(api.get(job).path("state").asText()).isEqualTo("SUCCESS");
    }
    assertThat(RecordedEffects.read(file).of("done")).hasSize(1);
  }

  @Test
  void pullJob_thatIsCanceled_endsItsExecutor() throws IOException {
    try (NuvlaLikeInstallation baton = new NuvlaLikeInstallation(folder)) {
      TestApiClient api = baton.api();
      String job = api.post(List.of(pull(command("sleep", "600")))).getFirst();
      BatonProcess executor = baton.startPull(job);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> api.get(job).path("state").asText().equals("RUNNING"));
      assertThat(api.send("POST", job + "/cancel", "").statusCode()).isEqualTo(200);

      assertThat(exitCode(executor)).isEqualTo(7);
    }
  }

  private static int exitCode(BatonProcess process) {
    return process.awaitEnd(Duration.ofSeconds(90));
  }

  private static void awaitStates(NuvlaLikeInstallation baton, Map<String, Long> states) {
    TestApiClient api = baton.api();
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(250))
        .until(api::states, states::equals);
  }

  private static ObjectNode append(Path file, long millis) {
    ObjectNode job = TestApiClient.JSON.createObjectNode().put("action", "fenced_append");
    job.putObject("payload").put("file", file.toString()).put("millis", millis);
    return job;
  }

  private static ObjectNode command(String... words) {
    ObjectNode job = TestApiClient.JSON.createObjectNode().put("action", "run_command");
    var command = job.putObject("payload").putArray("command");
    List.of(words).forEach(command::add);
    return job;
  }

  private static ObjectNode pull(ObjectNode job) {
    return job.put("execution-mode", "pull");
  }
}
