// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.builtin.EnginePlugin;
import dev.baton.builtin.EngineSettings;
import dev.baton.desk.JobDesk;
import dev.baton.engine.Engine;
import dev.baton.engine.EngineFactory;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.EnginePlace;
import dev.baton.engine.Engines;
import dev.baton.engine.ProcessEngine;
import dev.baton.error.UnavailableException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobSpecBuilder;
import dev.baton.job.JobState;
import dev.baton.job.RetryPolicy;
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

/** A program runs where it was started, whatever the settings of the next executor are. */
final class ContainerLocationTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(10);

  @TempDir Path folder;

  private final Bed bed = new Bed();
  private final List<Member> members = new ArrayList<>();

  private record Nothing() {}

  private record More(Consumer<Registry> registration) implements Plugin {
    @Override
    public void register(Registry registry) {
      registration.accept(registry);
    }
  }

  /** An executor with engines of its own. */
  private final class Member implements AutoCloseable {
    private final Gate gate = new Gate();
    private final Engines engines;
    private final EnginePlugin plugin;
    private final Executor executor;

    /**
     * @param data where its engines keep files; executors that share it share their engine jobs
     */
    Member(String name, String usual, String data, Map<String, EngineFactory> factories) {
      this(Bed.options(name), usual, data, factories, registry -> {});
    }

    /** The same, of these options and with more to do. */
    Member(
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
              bed.backend.jobs(),
              bed.backend.roster(),
              clock());
      Catalogue catalogue = Catalogue.of(List.of(plugin, new More(more)));
      ExecutorPorts ports = GatedPorts.of(bed.backend, gate);
      executor =
          Executor.create(
              options.withLease(Duration.ofSeconds(1)),
              ports,
              catalogue,
              new JobDesk(ports.jobs(), catalogue, clock()),
              ExecutorListener.NONE,
              clock());
      bed.start(executor);
      members.add(this);
    }

    /** As a kill does: nothing of what it does reaches the store any more. */
    void die() {
      gate.cut();
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
        // The engine that is away has no jobs.
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
  private static final class Away extends EngineAround {
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
        "one", options -> new Away().on(ProcessEngine.open(options)), "two", ProcessEngine::open);
  }

  @AfterEach
  void close() {
    bed.close();
    members.forEach(Member::close);
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
                && bed.log(id).contains("first")
                && bed.job(id).status().location() != null);
  }

  private Job awaitEnd(JobId id) throws IOException {
    Files.writeString(folder.resolve("end"), "");
    await().atMost(SOON).until(() -> bed.job(id).state().isFinal());
    return bed.job(id);
  }

  @Test
  void job_thatNamesNoEngine_goesOnInTheEngineInWhichItWasStarted() throws IOException {
    Member first = new Member("first", "one", "shared", both());
    JobId id = bed.post(shell(null, null).build());
    awaitRuns(id, 1);
    assertThat(bed.job(id).status().location().engine()).isEqualTo("one");
    first.die();
    Member second = new Member("second", "two", "shared", both());
    await().atMost(SOON).until(() -> "second".equals(bed.job(id).status().owner()));
    Job ended = awaitEnd(id);
    assertThat(ended.status().result().path("engine").asText()).isEqualTo("one");
    assertThat(ended.status().returnCode()).isEqualTo(3);
    assertThat(starts()).hasSize(1);
    assertThat(bed.log(id)).containsSubsequence("first", "last").doesNotHaveDuplicates();
    assertThat(second.engines.get("two").list()).isEmpty();
  }

  @Test
  void job_ofAnEngineThatDoesNotAnswerHere_waitsForAnExecutorThatReachesIt() throws Exception {
    new Member("without", "two", "shared", oneAway());
    JobId id = bed.post(shell("one", null).build());
    JobId other = bed.post(shell("two", null).build());
    // The job behind it is not held up.
    awaitRuns(other, 1);
    assertThat(bed.job(id).state()).isEqualTo(JobState.QUEUED);
    assertThat(bed.job(id).status().attempt()).isZero();
    new Member("with", "two", "shared", both());
    awaitRuns(id, 2);
    Job ended = awaitEnd(id);
    assertThat(ended.status().owner()).isEqualTo("with");
    assertThat(ended.status().attempt()).isEqualTo(1);
  }

  @Test
  void job_whoseProgramIsElsewhere_isLeftToTheExecutorThatComesBack() throws IOException {
    Member first = new Member("first", "one", "host-a", both());
    JobId id = bed.post(shell(null, null).build());
    awaitRuns(id, 1);
    first.die();
    new Member("elsewhere", "one", "host-b", both());
    new Member("back", "one", "host-a", both());
    await().atMost(SOON).until(() -> "back".equals(bed.job(id).status().owner()));
    Job ended = awaitEnd(id);
    assertThat(ended.status().returnCode()).isEqualTo(3);
    assertThat(starts()).hasSize(1);
    assertThat(bed.log(id)).containsSubsequence("first", "last").doesNotHaveDuplicates();
  }

  @Test
  void job_whoseProgramIsElsewhereForTooLong_isLostAndTheNextRunIsReadFromItsStart()
      throws IOException {
    Member first = new Member("first", "one", "host-a", both());
    JobId id =
        bed.post(
            shell(null, Duration.ofSeconds(1))
                .retry(new RetryPolicy(2, Backoff.doubling(SHORT, SHORT)))
                .build());
    awaitRuns(id, 1);
    String place = bed.job(id).status().location().address();
    first.die();
    new Member("elsewhere", "one", "host-b", both());
    awaitRuns(id, 2);
    await().atMost(SOON).until(() -> bed.log(id).stream().filter("first"::equals).count() == 2);
    Job running = bed.job(id);
    assertThat(running.status().failures()).isEqualTo(1);
    assertThat(running.status().lastError())
        .contains("was started in engine 'one' at " + place)
        .contains("no executor has reached for long");
    Job ended = awaitEnd(id);
    assertThat(ended.status().returnCode()).isEqualTo(3);
    assertThat(bed.log(id))
        .filteredOn(line -> line.equals("first") || line.startsWith("starts again, as "))
        .extracting(line -> line.split(" ")[0])
        .containsExactly("first", "starts", "first");
  }

  @Test
  void job_whoseProgramIsWhereABusyExecutorIs_isNotLostButLeftToThatOne() throws Exception {
    CountDownLatch free = new CountDownLatch(1);
    new Member(
        Bed.options("busy").withSlots(1),
        "one",
        "host-a",
        both(),
        registry -> registry.action("block", Nothing.class, (run, nothing) -> free.await()));
    JobId block = bed.post("block");
    await().atMost(SOON).until(() -> bed.job(block).state() == JobState.RUNNING);
    await()
        .atMost(SOON)
        .until(() ->
            bed.backend.roster().members(SOON).stream().anyMatch(each -> each.places() != null));
    Member first = new Member("first", "one", "host-a", both());
    JobId id = bed.post(shell(null, Duration.ofSeconds(1)).build());
    awaitRuns(id, 1);
    first.die();
    new Member("elsewhere", "one", "host-b", both());
    await()
        .atMost(SOON)
        .until(() ->
            bed.backend.roster().members(SOON).stream()
                .flatMap(each -> each.refusals().stream())
                .anyMatch(each -> each.reason().contains("it is left to executor busy on ")));
    assertThat(bed.job(id).status().failures()).isZero();
    free.countDown();
    await().atMost(SOON).until(() -> "busy".equals(bed.job(id).status().owner()));
    Job ended = awaitEnd(id);
    assertThat(ended.status().returnCode()).isEqualTo(3);
    assertThat(starts()).hasSize(1);
  }
}
