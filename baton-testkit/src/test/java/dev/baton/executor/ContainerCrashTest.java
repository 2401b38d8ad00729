// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.actions.container.EnginePlugin;
import dev.baton.actions.container.EngineSettings;
import dev.baton.actions.processengine.ProcessEngine;
import dev.baton.engine.Engine;
import dev.baton.engine.EngineFactory;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.Engines;
import dev.baton.flow.Container;
import dev.baton.flow.Flow;
import dev.baton.flow.FlowNode;
import dev.baton.flow.Task;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.jobservice.JobService;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.Registry;
import dev.baton.service.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests a flow of containers whose executor dies at any write, before or after the write is
 * durable. Each program runs exactly once, including the containers that revert.
 */
final class ContainerCrashTest {

  private static final Duration TIMEOUT = Duration.ofMinutes(4);

  @TempDir Path folder;

  private final List<CrashTrial> trials = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    atOnce(trials, CrashTrial::close);
  }

  /** Runs the body for all trials in parallel, because each stop takes a moment. */
  private static void atOnce(List<CrashTrial> trials, Consumer<CrashTrial> body) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> ends = new ArrayList<>();
      trials.forEach(crashTrial -> ends.add(threads.submit(() -> body.accept(crashTrial))));
      for (Future<?> end : ends) {
        end.get();
      }
    }
  }

  @Test
  void flow_whoseExecutorDiesAtAnyWrite_runsEachContainerOnce(TestReporter reporter)
      throws Exception {
    CrashTrial quiet = new CrashTrial("quiet");
    quiet.startFirst(0, true);
    quiet.check();
    long writes = quiet.faultInjector.writes();
    List<CrashTrial> dying = new ArrayList<>();
    for (long write = 1; write <= writes; write++) {
      for (boolean kept : new boolean[] {false, true}) {
        CrashTrial crashTrial = new CrashTrial(write + (kept ? "-kept" : "-lost"));
        dying.add(crashTrial);
        crashTrial.startFirst(write, kept);
      }
      // Takes over the trials in groups, so that the trials of a group wait in parallel for the end
      // of their leases.
      if (dying.size() >= 24) {
        takeOver(dying);
      }
    }
    takeOver(dying);
    // Grouped writes may be fewer in one run than in another, so some trials end without a crash.
    long died = trials.stream().filter(crashTrial -> crashTrial.faultInjector.isCut()).count();
    assertThat(died).isGreaterThan(writes);
    reporter.publishEntry(Map.of("writes", "" + writes, "crashes", "" + died));
  }

  private static void takeOver(List<CrashTrial> dying) throws Exception {
    atOnce(dying, CrashTrial::startSecond);
    for (CrashTrial crashTrial : dying) {
      crashTrial.check();
    }
    dying.clear();
  }

  /** One flow from its post to its end, with its own folder and backend. */
  private final class CrashTrial implements AutoCloseable {
    private final String name;
    private final Path world;
    private final InMemoryExecutors inMemoryExecutors = new InMemoryExecutors();
    private final FaultInjector faultInjector = new FaultInjector();
    private final Engines engines;
    private final EnginePlugin plugin;
    private JobId job;

    CrashTrial(String name) throws IOException {
      this.name = name;
      this.world = Files.createDirectory(folder.resolve(name));
      EngineFactory process = ProcessEngine::open;
      this.engines =
          new Engines(
              () -> Map.of("process", process),
              engine ->
                  new EngineOptions(
                      engine, "test", world.resolve("engine"), Map.of(), Clock.system()));
      this.plugin =
          new EnginePlugin(
              engines,
              EngineSettings.using("process"),
              inMemoryExecutors.backend.jobs(),
              Clock.system());
      inMemoryExecutors.register(plugin::register);
      inMemoryExecutors.register(this::register);
      trials.add(this);
    }

    private void register(Registry registry) {
      registry.flow("release", InMemoryExecutors.NoParameters.class, noParameters -> flow());
    }

    private FlowNode flow() {
      return Flow.linear("release")
          .add(
              Task.container("build", t -> step("build"), (t, end) -> step("undo build")),
              Task.container(
                  "test",
                  t -> step("test").args("exit 3"),
                  (t, end) -> step("undo test $BATON_UNDO_EXIT_CODE")));
    }

    /**
     * Returns a container that adds the text to the log and then runs the shell script in its
     * argument.
     */
    private Container step(String said) {
      return Container.of("sh", "-c", "echo \"" + said + "\" >> log; eval \"${0#sh}\"")
          .workdir(world.toString());
    }

    void startFirst(long fatal, boolean kept) {
      job = inMemoryExecutors.post("release");
      faultInjector.dieAt(fatal, kept);
      ExecutorPorts ports = FaultInjectingPorts.of(inMemoryExecutors.backend, faultInjector);
      Catalogue catalogue = inMemoryExecutors.catalogue();
      JobService jobService = new JobService(ports.jobs(), catalogue, Clock.system());
      inMemoryExecutors.start(
          Executor.create(
              InMemoryExecutors.options("first").withLease(Duration.ofSeconds(1)),
              ports,
              catalogue,
              jobService,
              ExecutorListener.NONE,
              Clock.system()));
    }

    /** Starts the second executor after the first executor has died. */
    void startSecond() {
      await()
          .atMost(TIMEOUT)
          .until(() -> faultInjector.isCut() || inMemoryExecutors.job(job).state().isFinal());
      inMemoryExecutors.executors().getFirst().stopNow();
      inMemoryExecutors.start(InMemoryExecutors.options("second"));
    }

    void check() throws IOException {
      await().atMost(TIMEOUT).until(() -> inMemoryExecutors.job(job).state().isFinal());
      assertThat(inMemoryExecutors.job(job).state()).as(name).isEqualTo(JobState.FAILED);
      assertThat(inMemoryExecutors.job(job).status().statusMessage())
          .as(name)
          .contains("exit code 3", "the flow was reverted");
      assertThat(Files.readAllLines(world.resolve("log")))
          .as(name)
          .containsExactly("build", "test", "undo test 3", "undo build");
    }

    @Override
    public void close() {
      inMemoryExecutors.close();
      Engine engine = engines.get("process");
      engine.list().forEach(left -> engine.delete(left.name()));
      await().atMost(TIMEOUT).until(() -> engine.list().isEmpty());
      plugin.close();
      engines.close();
    }
  }
}
