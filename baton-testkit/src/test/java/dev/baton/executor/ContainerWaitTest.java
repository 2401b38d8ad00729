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
import dev.baton.engine.EngineEvent;
import dev.baton.engine.EngineField;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.EngineReason;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.EngineStatus;
import dev.baton.engine.Engines;
import dev.baton.error.NotFoundException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobSpecBuilder;
import dev.baton.job.JobState;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Tests container jobs whose engine is slow: their status messages, and that other jobs do not wait
 * for the engine.
 */
@Execution(ExecutionMode.CONCURRENT)
final class ContainerWaitTest {

  private static final Duration SOON = Duration.ofMinutes(4);

  @TempDir Path folder;

  private final InMemoryExecutors inMemoryExecutors = new InMemoryExecutors();
  private final SlowEngine slowEngine = new SlowEngine();
  private final Engines engines =
      new Engines(
          () ->
              Map.of(
                  "process",
                  ProcessEngine::open,
                  "slow",
                  options -> slowEngine.on(ProcessEngine.open(options))),
          name -> new EngineOptions(name, "test", folder.resolve(name), Map.of(), Clock.system()));
  private @Nullable EnginePlugin plugin;

  /** A process engine that can show its jobs as waiting and an image as still being pulled. */
  private static final class SlowEngine extends DelegatingEngine {
    // The reason why jobs do not start, or null if they start. Written by the test, read by
    // executors.
    private volatile @Nullable String why;
    // The status to show for ended jobs, or null for their real status.
    private volatile @Nullable EngineStatus end;
    private volatile @Nullable Consumer<EngineEvent> listener;
    private volatile @Nullable EngineSpec made;
    // The answers of prepare, which name what is still missing. Guarded by itself.
    private final Queue<String> missing = new ArrayDeque<>();
    private final CountDownLatch listed = new CountDownLatch(1);
    private volatile boolean hangs;

    private EngineJob shown(EngineJob job) {
      String waits = why;
      EngineStatus other = job.status().isOver() ? end : null;
      EngineStatus status = other == null ? job.status() : other;
      return new EngineJob(
          job.name(),
          job.uid(),
          job.labels(),
          waits == null ? status : EngineStatus.waiting(waits),
          job.deleting());
    }

    void tell(@Nullable String now) {
      why = now;
      Consumer<EngineEvent> told = listener;
      if (told != null) {
        inner().list().forEach(job -> told.accept(new EngineEvent.Changed(shown(job))));
      }
    }

    @Override
    public Optional<String> prepare(EngineSpec spec) {
      synchronized (missing) {
        String answer = missing.poll();
        if ("gone".equals(answer)) {
          throw new NotFoundException("there is no such image");
        }
        return Optional.ofNullable(answer);
      }
    }

    @Override
    public EngineJob create(EngineSpec spec) {
      made = spec;
      return shown(super.create(spec));
    }

    @Override
    public Optional<EngineJob> find(String name) {
      return super.find(name).map(this::shown);
    }

    @Override
    public List<EngineJob> list() {
      if (hangs) {
        try {
          listed.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return super.list().stream().map(this::shown).toList();
    }

    @Override
    public Watch watch(Consumer<EngineEvent> newListener) {
      listener = newListener;
      return super.watch(event -> {});
    }
  }

  @AfterEach
  void close() {
    slowEngine.listed.countDown();
    inMemoryExecutors.close();
    if (plugin != null) {
      for (Engine engine : engines.opened().values()) {
        engine.list().forEach(job -> engine.delete(job.name()));
        await().atMost(SOON).until(() -> engine.list().isEmpty());
      }
      plugin.close();
    }
    engines.close();
  }

  private void start(EngineSettings settings) {
    EnginePlugin opened =
        new EnginePlugin(engines, settings, inMemoryExecutors.backend.jobs(), Clock.system());
    plugin = opened;
    inMemoryExecutors.register(opened::register);
    inMemoryExecutors.start(InMemoryExecutors.options("e"));
  }

  private static JobSpecBuilder shell(String engine, String script) {
    ObjectNode payload = JsonNodeFactory.instance.objectNode().put("engine", engine);
    payload.putArray("command").add("sh").add("-c").add(script);
    return JobSpec.builder("run_container").payload(payload.toString());
  }

  private String message(JobId id) {
    return String.valueOf(inMemoryExecutors.job(id).status().statusMessage());
  }

  private void awaitMessage(JobId id, String text) {
    await().atMost(SOON).untilAsserted(() -> assertThat(message(id)).isEqualTo(text));
  }

  private Job awaitEnd(JobId id) {
    await().atMost(SOON).until(() -> inMemoryExecutors.job(id).state().isFinal());
    return inMemoryExecutors.job(id);
  }

  @Test
  void job_whoseProgramDoesNotStart_saysWhyUntilItDoes() {
    slowEngine.why = "no node is large enough";
    start(EngineSettings.using("slow"));
    JobId id = inMemoryExecutors.post(shell("slow", "sleep 60").build());
    awaitMessage(id, "waits in engine 'slow': no node is large enough");
    slowEngine.tell("no node has the label disk=ssd");
    awaitMessage(id, "waits in engine 'slow': no node has the label disk=ssd");
    slowEngine.tell(null);
    awaitMessage(id, "runs in engine 'slow'");
    inMemoryExecutors.jobs().cancelAndRevert(id);
    assertThat(awaitEnd(id).state()).isEqualTo(JobState.CANCELED);
  }

  @Test
  void job_thatTimesOutWhileItWaits_saysWhatItWaitedFor() {
    slowEngine.why = "no node is large enough";
    start(EngineSettings.using("slow"));
    JobId id =
        inMemoryExecutors.post(shell("slow", "sleep 60").timeout(Duration.ofSeconds(4)).build());
    awaitMessage(id, "waits in engine 'slow': no node is large enough");
    Job job = awaitEnd(id);
    assertThat(job.status().returnCode()).isEqualTo(124);
    assertThat(job.status().statusMessage())
        .isEqualTo(
            "timed out; its program had not started; its engine job is deleted; it waited in engine"
                + " 'slow': no node is large enough");
  }

  @Test
  void image_thatCannotBeFetchedAtFirst_isAskedForAgain() {
    slowEngine.missing.addAll(List.of("registry is away", "registry is still away"));
    start(EngineSettings.using("slow"));
    JobId id = inMemoryExecutors.post(shell("slow", "true").build());
    awaitMessage(id, "registry is still away; tried 2 of 5 times");
    assertThat(awaitEnd(id).state()).isEqualTo(JobState.SUCCESS);
  }

  @Test
  void image_thatCannotBeFetched_failsTheJobSayingWhy() {
    for (int i = 1; i <= 5; i++) {
      slowEngine.missing.add("registry is away");
    }
    start(EngineSettings.using("slow"));
    JobId id = inMemoryExecutors.post(shell("slow", "true").build());
    Job job = awaitEnd(id);
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().statusMessage())
        .isEqualTo("image-unavailable: registry is away; tried 5 of 5 times");
    assertThat(job.status().result().path("reason").asText()).isEqualTo("image-unavailable");
    assertThat(engines.get("slow").list()).isEmpty();
  }

  @Test
  void cancel_whileAnImageIsFetched_endsAtOnceAsNothingWasStarted() {
    for (int i = 1; i <= 5; i++) {
      slowEngine.missing.add("registry is away");
    }
    start(EngineSettings.using("slow"));
    JobId id = inMemoryExecutors.post(shell("slow", "true").build());
    awaitMessage(id, "registry is away; tried 2 of 5 times");
    inMemoryExecutors.jobs().cancelAndRevert(id);
    assertThat(awaitEnd(id).state()).isEqualTo(JobState.CANCELED);
    assertThat(message(id)).contains("no program was started");
  }

  @Test
  void image_thatDoesNotExist_isNotAskedForAgain() {
    slowEngine.missing.add("gone");
    start(EngineSettings.using("slow"));
    Job job = awaitEnd(inMemoryExecutors.post(shell("slow", "true").build()));
    assertThat(job.status().statusMessage()).isEqualTo("image-missing: there is no such image");
  }

  @Test
  void timeout_ofAJob_isTheEnginesTooForWhenNobodyKeepsIt() {
    start(EngineSettings.using("slow"));
    slowEngine.end =
        EngineStatus.failed(EngineReason.TIMEOUT, 137, "took too long", null, Clock.system().now());
    JobId id =
        inMemoryExecutors.post(shell("slow", "exit 9").timeout(Duration.ofMinutes(5)).build());
    Job job = awaitEnd(id);
    EngineSpec made = slowEngine.made;
    assertThat(made).isNotNull();
    assertThat(made.lifetime().timeout()).isEqualTo(Duration.ofMinutes(6));
    assertThat(made.hints()).contains(EngineField.TIMEOUT);
    assertThat(job.status().returnCode()).isEqualTo(124);
    assertThat(job.status().statusMessage()).isEqualTo("timeout, exit code 137: took too long");
  }

  @Test
  void capacity_ofAnEngineThatDoesNotAnswer_keepsNoJobFromAnotherEngine() {
    slowEngine.hangs = true;
    start(new EngineSettings("process", 5, null, null, false));
    JobId stuck = inMemoryExecutors.post(shell("slow", "true").build());
    JobId behind = inMemoryExecutors.post(shell("slow", "true").build());
    JobId other = inMemoryExecutors.post(shell("process", "true").build());
    assertThat(awaitEnd(other).state()).isEqualTo(JobState.SUCCESS);
    assertThat(inMemoryExecutors.job(stuck).state().isFinal()).isFalse();
    // A job that waits behind the hanging call can still be canceled.
    inMemoryExecutors.jobs().cancelAndRevert(behind);
    assertThat(awaitEnd(behind).state()).isEqualTo(JobState.CANCELED);
    slowEngine.listed.countDown();
    assertThat(awaitEnd(stuck).state()).isEqualTo(JobState.SUCCESS);
  }
}
