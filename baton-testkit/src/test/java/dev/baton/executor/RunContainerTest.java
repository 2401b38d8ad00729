// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.actions.container.EnginePlugin;
import dev.baton.actions.container.EngineSettings;
import dev.baton.actions.processengine.ProcessEngine;
import dev.baton.engine.Engine;
import dev.baton.engine.EngineFactory;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.Engines;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobSpecBuilder;
import dev.baton.job.JobState;
import dev.baton.job.RetryPolicy;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.Upkeep;
import dev.baton.service.Backoff;
import dev.baton.service.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Tests containers as jobs, with an executor and real processes. */
@Isolated("counts the threads of the JVM")
final class RunContainerTest {

  private static final Duration SHORT = Duration.ofMillis(10);
  private static final Duration SOON = Duration.ofMinutes(4);

  @TempDir Path folder;

  private final InMemoryExecutors inMemoryExecutors = new InMemoryExecutors();
  private Engine engine;
  private Engines engines;
  private EnginePlugin plugin;

  @BeforeEach
  void openEngine() {
    engine = ProcessEngine.open(options("process"));
  }

  @AfterEach
  void close() {
    inMemoryExecutors.close();
    engine.list().forEach(job -> engine.delete(job.name()));
    await().atMost(SOON).until(() -> engine.list().isEmpty());
    engine.close();
    if (engines != null) {
      plugin.close();
      engines.close();
    }
  }

  private EngineOptions options(String name) {
    return new EngineOptions(name, "test", folder, Map.of(), Clock.system());
  }

  private void start(EngineSettings settings) {
    start(settings, InMemoryExecutors.options("e"));
  }

  private void start(EngineSettings settings, ExecutorOptions executor) {
    Map<String, EngineFactory> factories = Map.of("process", ProcessEngine::open);
    engines = new Engines(() -> factories, this::options);
    plugin = new EnginePlugin(engines, settings, inMemoryExecutors.backend.jobs(), Clock.system());
    inMemoryExecutors.register(plugin::register);
    inMemoryExecutors.start(executor);
  }

  private static JobSpecBuilder shell(String script) {
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    payload.putArray("command").add("sh").add("-c").add(script);
    return JobSpec.builder("run_container").payload(payload.toString());
  }

  private void awaitRuns(JobId id) {
    await().atMost(SOON).until(() -> inMemoryExecutors.log(id).contains("up"));
  }

  private Job awaitEnd(JobId id) {
    await().atMost(SOON).until(() -> inMemoryExecutors.job(id).state().isFinal());
    return inMemoryExecutors.job(id);
  }

  @Test
  void executor_stoppedRightAfterAJob_leavesNoEngineJob() {
    start(EngineSettings.using("process"));
    awaitEnd(inMemoryExecutors.post(shell("true").build()));
    plugin.close();
    assertThat(engine.list()).allMatch(EngineJob::deleting);
  }

  @Test
  void container_thatSucceeds_answersItsOutput() {
    start(EngineSettings.using("process"));
    JobId id = inMemoryExecutors.post(shell("echo one; echo two").build());
    Job job = awaitEnd(id);
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.status().statusMessage()).isEqualTo("exit code 0: two");
    assertThat(job.status().result().path("lastLines").toString()).isEqualTo("[\"one\",\"two\"]");
    assertThat(inMemoryExecutors.log(id)).contains("one", "two");
    await().atMost(SOON).until(() -> engine.list().isEmpty());
  }

  @Test
  void container_thatFails_reportsCodeAndLastLinesAndRunsAgainWhenRetried() {
    start(EngineSettings.using("process"));
    JobId id =
        inMemoryExecutors.post(
            shell("echo broken >&2; exit 3")
                .retry(new RetryPolicy(2, Backoff.doubling(SHORT, SHORT)))
                .build());
    Job job = awaitEnd(id);
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().returnCode()).isEqualTo(3);
    assertThat(job.status().statusMessage()).contains("exit code 3", "broken");
    assertThat(job.status().result().path("exitCode").asInt()).isEqualTo(3);
    assertThat(inMemoryExecutors.log(id).stream().filter("broken"::equals)).hasSize(2);
  }

  @Test
  void cancel_runningContainer_isCanceledOnlyWhenItIsGone() {
    start(EngineSettings.using("process"));
    // The program takes a second to end after TERM.
    JobId id =
        inMemoryExecutors.post(
            shell("trap 'sleep 1; exit' TERM; echo up; sleep 60 & wait").build());
    awaitRuns(id);
    inMemoryExecutors.jobs().cancelAndRevert(id);
    assertThat(inMemoryExecutors.job(id).state()).isEqualTo(JobState.RUNNING);
    await()
        .atMost(SOON)
        .until(() -> {
          boolean there = !engine.list().isEmpty();
          boolean canceled = inMemoryExecutors.job(id).state() == JobState.CANCELED;
          assertThat(there && canceled).isFalse();
          return canceled;
        });
    assertThat(engine.list()).isEmpty();
  }

  @Test
  void timeout_exceeded_failsWhenItIsGone() {
    start(EngineSettings.using("process"));
    JobId id =
        inMemoryExecutors.post(shell("echo up; sleep 60").timeout(Duration.ofSeconds(1)).build());
    Job job = awaitEnd(id);
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().returnCode()).isEqualTo(124);
    assertThat(engine.list()).isEmpty();
  }

  @Test
  void engineJob_deletedBySomebody_failsTheJob() {
    start(EngineSettings.using("process"));
    JobId id = inMemoryExecutors.post(shell("echo up; sleep 60").build());
    awaitRuns(id);
    engine.delete(engine.list().getFirst().name());
    Job job = awaitEnd(id);
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().statusMessage()).contains("vanished");
  }

  @Test
  void executor_stopped_leavesTheContainerToTheNext() {
    start(EngineSettings.using("process"));
    JobId id = inMemoryExecutors.post(shell("echo up; sleep 3; echo down; exit 5").build());
    awaitRuns(id);
    inMemoryExecutors.start(InMemoryExecutors.options("next"));
    Executor first = inMemoryExecutors.executors().getFirst();
    first.stop();
    Job job = awaitEnd(id);
    assertThat(job.status().returnCode()).isEqualTo(5);
    assertThat(inMemoryExecutors.log(id).stream().filter("up"::equals)).hasSize(1);
    assertThat(inMemoryExecutors.log(id)).contains("down");
  }

  @Test
  void limit_reached_saysWhatItWaitsForAndContinues() {
    start(new EngineSettings("process", 1, null, null, false));
    JobId first = inMemoryExecutors.post(shell("echo up; sleep 2").build());
    awaitRuns(first);
    JobId second = inMemoryExecutors.post(shell("echo up").build());
    await()
        .atMost(SOON)
        .until(() ->
            String.valueOf(inMemoryExecutors.job(second).status().statusMessage())
                .contains("engine-limit"));
    assertThat(inMemoryExecutors.job(second).state()).isEqualTo(JobState.QUEUED);
    assertThat(awaitEnd(second).state()).isEqualTo(JobState.SUCCESS);
    assertThat(awaitEnd(first).state()).isEqualTo(JobState.SUCCESS);
  }

  @Test
  void program_thatDoesNotExist_failsWithTheReason() {
    start(EngineSettings.using("process"));
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    payload.putArray("command").add("/no/such/program");
    JobId id =
        inMemoryExecutors.post(
            JobSpec.builder("run_container").payload(payload.toString()).build());
    Job job = awaitEnd(id);
    assertThat(job.status().returnCode()).isEqualTo(127);
    assertThat(job.status().statusMessage()).contains("cannot-start", "/no/such/program");
  }

  @Test
  void field_thatTheEngineCannotHonour_failsNamingIt() {
    start(EngineSettings.using("process"));
    ObjectNode payload = JsonNodeFactory.instance.objectNode().put("memoryLimit", "1Gi");
    payload.putArray("command").add("true");
    JobId id =
        inMemoryExecutors.post(
            JobSpec.builder("run_container").payload(payload.toString()).build());
    Job job = awaitEnd(id);
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().statusMessage()).contains("memory-limit");
  }

  @Test
  void reaper_removesWhatNobodyWantsAndNothingElse() throws Exception {
    start(EngineSettings.using("process"));
    JobId running = inMemoryExecutors.post(shell("echo up; sleep 60").build());
    awaitRuns(running);
    JobId done = inMemoryExecutors.post(shell("echo up").build());
    awaitEnd(done);
    String orphan = "baton-" + done.uuid();
    await().atMost(SOON).until(() -> engine.find(orphan).isEmpty());
    // A paused executor that wakes up too late would create an engine job like this.
    engine.create(
        EngineSpec.named(orphan)
            .command("sleep", "60")
            .label("baton.dev/job", done.uuid())
            .build());
    engine.create(EngineSpec.named("somebodys-own").command("sleep", "60").build());
    engine.create(
        EngineSpec.named("unknown-job")
            .command("sleep", "60")
            .label("baton.dev/job", "0000-1")
            .build());
    Upkeep reaper =
        (Upkeep)
            Catalogue.of(List.of(plugin)).distributions().stream()
                .filter(each -> each.name().equals("reap_engine_jobs"))
                .findFirst()
                .orElseThrow()
                .distributionTask();
    assertThat(reaper.run()).isEqualTo(1);
    await().atMost(SOON).until(() -> engine.find(orphan).isEmpty());
    assertThat(engine.list().stream().map(EngineJob::name))
        .containsExactlyInAnyOrder("baton-" + running.uuid(), "somebodys-own", "unknown-job");
  }

  @Test
  void manyContainers_waiting_costNoPlatformThreadEach() {
    long busyBefore = busyPlatformThreads();
    start(EngineSettings.using("process"), InMemoryExecutors.options("e").withSlots(200));
    List<JobId> ids =
        IntStream.range(0, 100)
            .mapToObj(i -> inMemoryExecutors.post(shell("echo up; sleep 30").build()))
            .toList();
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> ids.stream().allMatch(id -> inMemoryExecutors.log(id).contains("up")));
    assertThat(busyPlatformThreads()).isLessThan(busyBefore + ids.size() / 2);
    ids.forEach(inMemoryExecutors.jobs()::cancelAndRevert);
    ids.forEach(id -> assertThat(awaitEnd(id).state()).isEqualTo(JobState.CANCELED));
  }

  /**
   * The platform threads that are not idle in a pool. The pools that start processes keep their
   * threads for a minute; they need more of them if the machine is slow.
   */
  private static long busyPlatformThreads() {
    return Thread.getAllStackTraces().values().stream()
        .filter(stack -> Arrays.stream(stack).noneMatch(f -> f.getMethodName().equals("getTask")))
        .count();
  }
}
