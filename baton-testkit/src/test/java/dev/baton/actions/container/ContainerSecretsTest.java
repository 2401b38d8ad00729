// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.access.Acl;
import dev.baton.access.Caller;
import dev.baton.actions.processengine.ProcessEngine;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.Engines;
import dev.baton.executor.Executor;
import dev.baton.executor.ExecutorListener;
import dev.baton.executor.ExecutorOptions;
import dev.baton.executor.ExecutorPorts;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.jobservice.JobService;
import dev.baton.member.CapabilityRefusal;
import dev.baton.memory.InMemoryBackend;
import dev.baton.plugin.Catalogue;
import dev.baton.service.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a container job runs on an executor that has its secrets. */
final class ContainerSecretsTest {

  private static final Duration TIMEOUT = Duration.ofMinutes(4);
  private static final String SECRET = "hunter2-squared";
  private static final Map<String, String> VAULT = Map.of("BATON_SECRET_VAULT", SECRET);

  @TempDir Path folder;

  private final InMemoryBackend backend = new InMemoryBackend(Clock.system());
  private final List<Runnable> closing = new ArrayList<>();

  @AfterEach
  void close() {
    closing.forEach(Runnable::run);
    backend.close();
  }

  /** Starts an executor with its own environment and returns the catalogue of the executor. */
  private Catalogue start(String name, Map<String, String> environment) {
    Engines engines =
        new Engines(
            () -> Map.of("process", ProcessEngine::open),
            engine ->
                new EngineOptions(engine, "test", folder.resolve(name), Map.of(), Clock.system()));
    EnginePlugin plugin =
        new EnginePlugin(
            engines,
            EngineSettings.using("process"),
            backend.jobs(),
            null,
            Clock.system(),
            environment::get);
    Catalogue catalogue = Catalogue.of(List.of(plugin));
    Executor executor =
        Executor.create(
            ExecutorOptions.named(name),
            new ExecutorPorts(
                backend.board(),
                backend.jobs(),
                backend.log(),
                backend.history(),
                backend.memberRegistry(),
                null),
            catalogue,
            new JobService(backend.jobs(), catalogue, Clock.system()),
            ExecutorListener.NONE,
            Clock.system());
    executor.start();
    closing.addAll(List.of(executor::stop, plugin::close, engines::close));
    return catalogue;
  }

  private JobId post(Catalogue catalogue) {
    String payload =
        "{\"command\":[\"sh\",\"-c\",\"test $TOKEN = "
            + SECRET
            + "\"],\"secrets\":{\"TOKEN\":\"VAULT\"}}";
    return new JobService(backend.jobs(), catalogue, Clock.system())
        .forCaller(Caller.internal())
        .post(JobSpec.builder("run_container").payload(payload).build())
        .id();
  }

  private Job job(JobId id) {
    return backend.jobs().find(id).orElseThrow();
  }

  private List<CapabilityRefusal> refusals() {
    return backend.memberRegistry().members(Duration.ofMinutes(1)).stream()
        .flatMap(member -> member.refusals().stream())
        .toList();
  }

  @Test
  void job_whoseSecretAnExecutorLacks_waitsForOneThatHasIt() {
    JobId id = post(start("without", Map.of("BATON_SECRET_OTHER", "x")));
    await().atMost(TIMEOUT).until(() -> !refusals().isEmpty());
    assertThat(refusals())
        .singleElement()
        .satisfies(refusal -> {
          assertThat(refusal.job()).isEqualTo(id);
          assertThat(refusal.capability()).isEqualTo("secrets_available");
          assertThat(refusal.reason())
              .isEqualTo(
                  "this executor does not have the secret 'VAULT' (variable BATON_SECRET_VAULT)");
        });
    assertThat(job(id).state()).isEqualTo(JobState.QUEUED);
    start("with", VAULT);
    await().atMost(TIMEOUT).until(() -> job(id).state().isFinal());
    assertThat(job(id).state()).isEqualTo(JobState.SUCCESS);
    assertThat(job(id).status().owner()).isEqualTo("with");
    assertThat(job(id).status().attempt()).isEqualTo(1);
    assertThat(job(id).status().failures()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"secrets\":{\"TOKEN\":\"VAULT\",\"KEY\":\"kept:name/key\"}}",
        "{\"secrets\":[]}",
        "{}",
        "{",
      })
  void refusal_whereNothingIsMissing_isEmpty(String payload) {
    assertThat(new SecretCapability(VAULT::get).refusal(job(payload))).isEmpty();
  }

  @Test
  void refusal_namesEachMissingSecretOnceAndNoValue() {
    String payload =
        "{\"secrets\":{\"A\":\"VAULT\",\"B\":\"ZED\",\"C\":\"ALPHA\",\"D\":\"ALPHA\"}}";
    assertThat(new SecretCapability(VAULT::get).refusal(job(payload)))
        .contains(
            "this executor does not have the secret 'ALPHA' (variable BATON_SECRET_ALPHA), 'ZED'"
                + " (variable BATON_SECRET_ZED)");
  }

  private static Job job(String payload) {
    return Job.posted(
        JobId.create(Instant.EPOCH),
        JobSpec.builder("run_container").payload(payload).build(),
        Acl.ownedBy("user/alice"),
        Instant.EPOCH,
        "user/alice");
  }
}
