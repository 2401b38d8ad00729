// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.actions.container.EnginePlugin;
import dev.baton.actions.container.EngineSettings;
import dev.baton.actions.processengine.ProcessEngine;
import dev.baton.engine.Engine;
import dev.baton.engine.EngineFactory;
import dev.baton.engine.EngineFullException;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.Engines;
import dev.baton.error.ConflictException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobSpecBuilder;
import dev.baton.job.JobState;
import dev.baton.service.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the reported ends of programs, and engines that refuse to create jobs. */
final class EndedContainerTest {

  private static final Duration SOON = Duration.ofMinutes(4);

  @TempDir Path folder;

  private final InMemoryExecutors inMemoryExecutors = new InMemoryExecutors();
  private final AtomicReference<@Nullable RuntimeException> refusal = new AtomicReference<>();
  private Engines engines;
  private EnginePlugin plugin;

  /** An engine that refuses to create jobs when the test sets a refusal. */
  private final class RefusingEngine extends DelegatingEngine {
    @Override
    public EngineJob create(EngineSpec spec) {
      RuntimeException refused = refusal.get();
      if (refused != null) {
        throw refused;
      }
      return super.create(spec);
    }
  }

  @BeforeEach
  void start() {
    Map<String, EngineFactory> factories =
        Map.of("process", options -> new RefusingEngine().on(ProcessEngine.open(options)));
    engines =
        new Engines(
            () -> factories,
            name -> new EngineOptions(name, "test", folder, Map.of(), Clock.system()));
    plugin =
        new EnginePlugin(
            engines,
            EngineSettings.using("process"),
            inMemoryExecutors.backend.jobs(),
            Clock.system());
    inMemoryExecutors.register(plugin::register);
    inMemoryExecutors.start(InMemoryExecutors.options("e"));
  }

  @AfterEach
  void close() {
    inMemoryExecutors.close();
    Engine engine = engines.get("process");
    engine.list().forEach(job -> engine.delete(job.name()));
    await().atMost(SOON).until(() -> engine.list().isEmpty());
    plugin.close();
    engines.close();
  }

  private static JobSpecBuilder shell(String script) {
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    payload.putArray("command").add("sh").add("-c").add(script);
    return JobSpec.builder("run_container").payload(payload.toString());
  }

  private JobId running(JobSpecBuilder spec) {
    JobId id = inMemoryExecutors.post(spec.build());
    await().atMost(SOON).until(() -> inMemoryExecutors.log(id).contains("up"));
    return id;
  }

  private Job awaitEnd(JobId id) {
    await().atMost(SOON).until(() -> inMemoryExecutors.job(id).state().isFinal());
    return inMemoryExecutors.job(id);
  }

  @Test
  void cancel_ofAProgramThatEndsWhenItIsTold_keepsWhatItPrintsAndItsExitCode() {
    JobId id =
        running(shell("trap 'echo goodbye; exit 5' TERM; echo up; while :; do sleep 0.1; done"));
    inMemoryExecutors.jobs().cancelAndRevert(id);
    Job job = awaitEnd(id);
    assertThat(job.state()).isEqualTo(JobState.CANCELED);
    assertThat(inMemoryExecutors.log(id)).contains("goodbye");
    assertThat(job.status().statusMessage())
        .startsWith("cancelled; its program ended within the grace period with exit code 5")
        .contains("goodbye");
    JsonNode result = job.status().result();
    assertThat(result.path("reason").asText()).isEqualTo("canceled");
    assertThat(result.path("exitCode").asInt()).isEqualTo(5);
    assertThat(result.path("lastLines").toString()).contains("goodbye");
  }

  @Test
  void timeout_ofAProgramThatDoesNotEnd_saysThatItWasKilled() {
    JobId id =
        running(
            shell("trap 'echo not yet' TERM; echo up; while :; do sleep 0.1; done")
                .timeout(Duration.ofSeconds(2)));
    Job job = awaitEnd(id);
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().returnCode()).isEqualTo(124);
    assertThat(inMemoryExecutors.log(id)).contains("not yet");
    assertThat(job.status().statusMessage())
        .startsWith("timed out; its program did not end within the grace period and was killed");
    assertThat(job.status().result().path("reason").asText()).isEqualTo("timeout");
  }

  @Test
  void engine_thatIsFull_isWaitedForWithItsReason() {
    refusal.set(new EngineFullException("exceeded quota: jobs, used 5 of 5", null));
    JobId id = inMemoryExecutors.post(shell("echo up").build());
    await()
        .atMost(SOON)
        .until(() ->
            String.valueOf(inMemoryExecutors.job(id).status().statusMessage())
                .equals("waits for room in engine 'process': exceeded quota: jobs, used 5 of 5"));
    assertThat(inMemoryExecutors.job(id).state()).isEqualTo(JobState.QUEUED);
    assertThat(inMemoryExecutors.job(id).status().failures()).isZero();
    refusal.set(null);
    assertThat(awaitEnd(id).state()).isEqualTo(JobState.SUCCESS);
  }

  @Test
  void engine_thatRefuses_failsTheJobWithoutAStackTrace() {
    refusal.set(new ConflictException("the name is taken by somebody else"));
    Job job = awaitEnd(inMemoryExecutors.post(shell("echo up").build()));
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().statusMessage())
        .isEqualTo("engine 'process': the name is taken by somebody else");
  }
}
