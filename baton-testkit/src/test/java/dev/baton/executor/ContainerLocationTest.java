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
import dev.baton.engine.EngineOptions;
import dev.baton.engine.EnginePlace;
import dev.baton.engine.Engines;
import dev.baton.error.UnavailableException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobSpecBuilder;
import dev.baton.job.JobState;
import dev.baton.job.RetryPolicy;
import dev.baton.jobservice.JobService;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import dev.baton.service.Backoff;
import dev.baton.service.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a program stays where it was started, whatever the settings of the next executor are.
 */
final class ContainerLocationTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(10);

  @TempDir Path folder;

  private final InMemoryExecutors inMemoryExecutors = new InMemoryExecutors();
  private final List<EngineExecutor> members = new ArrayList<>();

  private record NoParameters() {}

  private record MorePlugin(Consumer<Registry> registration) implements Plugin {
    @Override
    public void register(Registry registry) {
      registration.accept(registry);
    }
  }

  /** An executor with its own engines. */
  private final class EngineExecutor implements AutoCloseable {
    private final FaultInjector faultInjector = new FaultInjector();
    private final Engines engines;
    private final EnginePlugin plugin;
    private final Executor executor;

    /**
     * @param data the folder for the files of its engines. Executors with the same folder share
     *     their engine jobs.
     */
    EngineExecutor(String name, String usual, String data, Map<String, EngineFactory> factories) {
      this(InMemoryExecutors.options(name), usual, data, factories, registry -> {});
    }

    /** Creates an executor with these options and more actions. */
    EngineExecutor(
        ExecutorOptions options,
        String usual,
        String data,
        Map<String, EngineFactory> factories,
        Consumer<Registry> more) {
      engines =
          new Engines(
              () -> factories,
              engine ->
                  new EngineOptions(
                      engine, "test", folder.resolve(data).resolve(engine), Map.of(), clock()));
      plugin =
          new EnginePlugin(
              engines,
              EngineSettings.using(usual),
              inMemoryExecutors.backend.jobs(),
              inMemoryExecutors.backend.memberRegistry(),
              clock());
      Catalogue catalogue = Catalogue.of(List.of(plugin, new MorePlugin(more)));
      ExecutorPorts ports = FaultInjectingPorts.of(inMemoryExecutors.backend, faultInjector);
      executor =
          Executor.create(
              options.withLease(Duration.ofSeconds(1)),
              ports,
              catalogue,
              new JobService(ports.jobs(), catalogue, clock()),
              ExecutorListener.NONE,
              clock());
      inMemoryExecutors.start(executor);
      members.add(this);
    }

    /** Simulates a kill: nothing that the executor still does reaches the store. */
    void die() {
      faultInjector.cut();
      executor.stopNow();
    }

    @Override
    public void close() {
      plugin.close();
      for (Engine engine : engines.opened().values()) {
        endAll(engine);
      }
      engines.close();
    }

    private static void endAll(Engine engine) {
      try {
        engine.list().forEach(job -> engine.delete(job.name()));
        await().atMost(SOON).until(() -> engine.list().isEmpty());
      } catch (UnavailableException e) {
        // The unreachable engine has no jobs.
        return;
      }
    }
  }

  private static Clock clock() {
    return Clock.system();
  }

  private static Map<String, EngineFactory> both() {
    return Map.of("one", ProcessEngine::open, "two", ProcessEngine::open);
  }

  /** An engine that does not answer. */
  private static final class UnreachableEngine extends DelegatingEngine {
    @Override
    public EnginePlace place() {
      throw new UnavailableException("engine 'one' at 'unix:///nowhere' does not answer");
    }

    @Override
    public List<dev.baton.engine.EngineJob> list() {
      throw new UnavailableException("engine 'one' at 'unix:///nowhere' does not answer");
    }
  }

  private static Map<String, EngineFactory> oneAway() {
    return Map.of(
        "one",
        options -> new UnreachableEngine().on(ProcessEngine.open(options)),
        "two",
        ProcessEngine::open);
  }

  @AfterEach
  void close() {
    inMemoryExecutors.close();
    members.forEach(EngineExecutor::close);
  }

  private JobSpecBuilder shell(@Nullable String engine, @Nullable Duration lostAfter) {
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    payload
        .putArray("command")
        .add("sh")
        .add("-c")
        .add(
            "echo up >>starts; echo first; while [ ! -e end ]; do sleep 0.1; done;"
                + " echo last; exit 3");
    payload.put("workdir", folder.toString());
    if (engine != null) {
      payload.put("engine", engine);
    }
    if (lostAfter != null) {
      payload.put("lostAfter", lostAfter.toString());
    }
    return JobSpec.builder("run_container")
        .requires(List.of("engine_available"))
        .payload(payload.toString());
  }

  private List<String> starts() throws IOException {
    Path starts = folder.resolve("starts");
    return Files.exists(starts) ? Files.readAllLines(starts) : List.of();
  }

  private void awaitRuns(JobId id, int starts) {
    await()
        .atMost(SOON)
        .until(() ->
            starts().size() == starts
                && inMemoryExecutors.log(id).contains("first")
                && inMemoryExecutors.job(id).status().location() != null);
  }

  private Job awaitEnd(JobId id) throws IOException {
    Files.writeString(folder.resolve("end"), "");
    await().atMost(SOON).until(() -> inMemoryExecutors.job(id).state().isFinal());
    return inMemoryExecutors.job(id);
  }

  @Test
  void job_thatNamesNoEngine_continuesInTheEngineInWhichItWasStarted() throws IOException {
    EngineExecutor first = new EngineExecutor("first", "one", "shared", both());
    JobId id = inMemoryExecutors.post(shell(null, null).build());
    awaitRuns(id, 1);
    assertThat(inMemoryExecutors.job(id).status().location().engine()).isEqualTo("one");
    first.die();
    EngineExecutor second = new EngineExecutor("second", "two", "shared", both());
    await().atMost(SOON).until(() -> "second".equals(inMemoryExecutors.job(id).status().owner()));
    Job ended = awaitEnd(id);
    assertThat(ended.status().result().path("engine").asText()).isEqualTo("one");
    assertThat(ended.status().returnCode()).isEqualTo(3);
    assertThat(starts()).hasSize(1);
    assertThat(inMemoryExecutors.log(id))
        .containsSubsequence("first", "last")
        .doesNotHaveDuplicates();
    assertThat(second.engines.get("two").list()).isEmpty();
  }

  @Test
  void job_ofAnEngineThatDoesNotAnswerHere_waitsForAnExecutorThatReachesIt() throws Exception {
    new EngineExecutor("without", "two", "shared", oneAway());
    JobId id = inMemoryExecutors.post(shell("one", null).build());
    JobId other = inMemoryExecutors.post(shell("two", null).build());
    // The job for the unreachable engine does not hold up the other job.
    awaitRuns(other, 1);
    assertThat(inMemoryExecutors.job(id).state()).isEqualTo(JobState.QUEUED);
    assertThat(inMemoryExecutors.job(id).status().attempt()).isZero();
    new EngineExecutor("with", "two", "shared", both());
    awaitRuns(id, 2);
    Job ended = awaitEnd(id);
    assertThat(ended.status().owner()).isEqualTo("with");
    assertThat(ended.status().attempt()).isEqualTo(1);
  }

  @Test
  void job_whoseProgramIsElsewhere_isLeftToTheExecutorThatComesBack() throws IOException {
    EngineExecutor first = new EngineExecutor("first", "one", "host-a", both());
    JobId id = inMemoryExecutors.post(shell(null, null).build());
    awaitRuns(id, 1);
    first.die();
    new EngineExecutor("elsewhere", "one", "host-b", both());
    new EngineExecutor("back", "one", "host-a", both());
    await().atMost(SOON).until(() -> "back".equals(inMemoryExecutors.job(id).status().owner()));
    Job ended = awaitEnd(id);
    assertThat(ended.status().returnCode()).isEqualTo(3);
    assertThat(starts()).hasSize(1);
    assertThat(inMemoryExecutors.log(id))
        .containsSubsequence("first", "last")
        .doesNotHaveDuplicates();
  }

  @Test
  void job_whoseProgramIsElsewhereForTooLong_isLostAndTheNextRunIsReadFromItsStart()
      throws IOException {
    EngineExecutor first = new EngineExecutor("first", "one", "host-a", both());
    JobId id =
        inMemoryExecutors.post(
            shell(null, Duration.ofSeconds(1))
                .retry(new RetryPolicy(2, Backoff.doubling(SHORT, SHORT)))
                .build());
    awaitRuns(id, 1);
    String place = inMemoryExecutors.job(id).status().location().address();
    first.die();
    new EngineExecutor("elsewhere", "one", "host-b", both());
    awaitRuns(id, 2);
    await()
        .atMost(SOON)
        .until(() -> inMemoryExecutors.log(id).stream().filter("first"::equals).count() == 2);
    Job running = inMemoryExecutors.job(id);
    assertThat(running.status().failures()).isEqualTo(1);
    assertThat(running.status().lastError())
        .contains("was started in engine 'one' at " + place)
        .contains("no executor has reached for a long time");
    Job ended = awaitEnd(id);
    assertThat(ended.status().returnCode()).isEqualTo(3);
    assertThat(inMemoryExecutors.log(id))
        .filteredOn(line -> line.equals("first") || line.startsWith("starts again, as "))
        .extracting(line -> line.split(" ")[0])
        .containsExactly("first", "starts", "first");
  }

  @Test
  void job_whoseProgramIsWhereABusyExecutorIs_isNotLostButLeftToThatOne() throws Exception {
    CountDownLatch free = new CountDownLatch(1);
    new EngineExecutor(
        InMemoryExecutors.options("busy").withSlots(1),
        "one",
        "host-a",
        both(),
        registry ->
            registry.action("block", NoParameters.class, (run, noParameters) -> free.await()));
    JobId block = inMemoryExecutors.post("block");
    await().atMost(SOON).until(() -> inMemoryExecutors.job(block).state() == JobState.RUNNING);
    await()
        .atMost(SOON)
        .until(() ->
            inMemoryExecutors.backend.memberRegistry().members(SOON).stream()
                .anyMatch(each -> each.places() != null));
    EngineExecutor first = new EngineExecutor("first", "one", "host-a", both());
    JobId id = inMemoryExecutors.post(shell(null, Duration.ofSeconds(1)).build());
    awaitRuns(id, 1);
    first.die();
    new EngineExecutor("elsewhere", "one", "host-b", both());
    await()
        .atMost(SOON)
        .until(() ->
            inMemoryExecutors.backend.memberRegistry().members(SOON).stream()
                .flatMap(each -> each.refusals().stream())
                .anyMatch(each -> each.reason().contains("it waits for executor busy on ")));
    assertThat(inMemoryExecutors.job(id).status().failures()).isZero();
    free.countDown();
    await().atMost(SOON).until(() -> "busy".equals(inMemoryExecutors.job(id).status().owner()));
    Job ended = awaitEnd(id);
    assertThat(ended.status().returnCode()).isEqualTo(3);
    assertThat(starts()).hasSize(1);
  }
}
