// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Acl;
import dev.baton.access.Caller;
import dev.baton.actions.container.EnginePlugin;
import dev.baton.actions.container.EngineSettings;
import dev.baton.actions.processengine.ProcessEngine;
import dev.baton.engine.EngineCheck;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.Engines;
import dev.baton.error.InvalidInputException;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.jobservice.JobRequest;
import dev.baton.service.Clock;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests jobs for which their engine has no room. */
final class ContainerCapacityTest {

  private static final Duration SOON = Duration.ofMinutes(4);
  private static final Caller ALICE = caller("user/alice");
  private static final Caller BOB = caller("user/bob");

  @TempDir Path folder;

  private final InMemoryExecutors inMemoryExecutors = new InMemoryExecutors();
  private final BusyEngine engine = new BusyEngine();
  private final Engines engines =
      new Engines(
          () -> Map.of("process", options -> engine.on(ProcessEngine.open(options))),
          name -> new EngineOptions(name, "test", folder, Map.of(), Clock.system()));
  private @Nullable EnginePlugin plugin;

  @AfterEach
  void close() {
    inMemoryExecutors.close();
    if (plugin != null) {
      engine.list().forEach(job -> engine.delete(job.name()));
      await().atMost(SOON).until(() -> engine.list().isEmpty());
      plugin.close();
    }
    engines.close();
  }

  @Test
  void ownerQuota_reached_keepsThatOwnersJobsWaitingOnly() throws Exception {
    start(new EngineSettings("process", 10, 1, null, false));
    JobId first = post(ALICE);
    awaitProgram(first);
    JobId second = post(ALICE);
    awaitMessage(
        second,
        "waits for other jobs of its owner: engine 'process' has 1 of 1 jobs of '",
        "owner");
    assertThat(inMemoryExecutors.job(second).state()).isEqualTo(JobState.QUEUED);
    JobId others = post(BOB);
    awaitState(others, JobState.RUNNING);
    Files.createFile(folder.resolve("end"));
    for (JobId id : List.of(first, second, others)) {
      awaitState(id, JobState.SUCCESS);
    }
  }

  @Test
  void ownerQuota_ofAJobWithAnotherFirstOwner_countsTheOwnerOfItsOrigin() throws Exception {
    start(new EngineSettings("process", 10, 1, null, false));
    JobId first = post(ALICE);
    awaitProgram(first);
    JobId second = post(ALICE, Acl.ownedBy("group/nuvla-user", "user/alice"));
    awaitMessage(second, "waits for other jobs of its owner", "owner");
    Files.createFile(folder.resolve("end"));
    awaitState(first, JobState.SUCCESS);
    awaitState(second, JobState.SUCCESS);
  }

  @Test
  void threshold_exceeded_keepsJobsWaitingUntilThereIsCapacity() throws Exception {
    engine.share = 0.9;
    start(new EngineSettings("process", null, null, 0.8, false));
    JobId id = post(ALICE);
    awaitMessage(
        id,
        "waits for capacity: 90 % of engine 'process' is in use (engine-threshold is 80 %)",
        "threshold");
    assertThat(inMemoryExecutors.job(id).state()).isEqualTo(JobState.QUEUED);
    assertThat(engine.list()).isEmpty();
    engine.share = 0.79;
    Files.createFile(folder.resolve("end"));
    awaitState(id, JobState.SUCCESS);
  }

  /**
   * An engine cannot list its jobs if, for example, its code cannot read an entry of another
   * program.
   */
  @Test
  void limit_ofAnEngineThatCannotListItsJobs_keepsJobsWaitingAndFailsNone() throws Exception {
    engine.unlistable = true;
    start(new EngineSettings("process", 1, null, null, false));
    Files.createFile(folder.resolve("end"));
    JobId id = post(ALICE);
    awaitMessage(id, "engine 'process' cannot list its jobs", "somebody's label");
    assertThat(inMemoryExecutors.job(id).state()).isEqualTo(JobState.RUNNING);
    engine.unlistable = false;
    awaitState(id, JobState.SUCCESS);
    assertThat(inMemoryExecutors.job(id).status().failures()).isZero();
  }

  @Test
  void threshold_ofAnEngineThatDoesNotTellItsLoad_letsAllIn() throws Exception {
    start(new EngineSettings("process", null, null, 0.1, false));
    Files.createFile(folder.resolve("end"));
    awaitState(post(ALICE), JobState.SUCCESS);
  }

  @Test
  void cancel_jobThatWaitsForRoom_endsAtOnce() throws Exception {
    engine.share = 1.0;
    start(new EngineSettings("process", null, null, 0.8, false));
    JobId id = post(ALICE);
    awaitMessage(id, "waits for capacity", "threshold");
    inMemoryExecutors.jobs().cancelAndRevert(id);
    awaitState(id, JobState.CANCELED);
  }

  @Test
  void settings_thatAllowNothing_areRefused() {
    assertThatThrownBy(() -> new EngineSettings("process", 0, null, null, false))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("engine-limit is 0; expected 1 or more");
    assertThatThrownBy(() -> new EngineSettings("process", null, 0, null, false))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("engine-owner-limit is 0; expected 1 or more");
    assertThatThrownBy(() -> new EngineSettings("process", null, null, 0.0, false))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("engine-threshold is 0.0; expected more than 0, such as 0.9");
  }

  private void start(EngineSettings settings) {
    EnginePlugin opened =
        new EnginePlugin(engines, settings, inMemoryExecutors.backend.jobs(), Clock.system());
    plugin = opened;
    inMemoryExecutors.register(opened::register);
    inMemoryExecutors.start(InMemoryExecutors.options("e"));
    // Opens the engine now, so that the test can read it at the end.
    engines.get("process");
  }

  /** Posts a job that runs until the test creates a file. */
  private JobId post(Caller owner) {
    return post(owner, Acl.ownedBy(owner.activeClaim()));
  }

  private JobId post(Caller caller, Acl acl) {
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    payload
        .putArray("command")
        .add("sh")
        .add("-c")
        .add("while [ ! -e " + folder.resolve("end") + " ]; do sleep 0.1; done");
    JobSpec spec = JobSpec.builder("run_container").payload(payload.toString()).build();
    JobRequest request = new JobRequest(spec, acl, null);
    return inMemoryExecutors.jobService().post(caller, List.of(request)).getFirst().id();
  }

  private void awaitState(JobId id, JobState state) {
    await().atMost(SOON).until(() -> inMemoryExecutors.job(id).state() == state);
  }

  /**
   * Waits for the program, because a job is RUNNING before its program is in the engine, and the
   * limit counts only programs in the engine.
   */
  private void awaitProgram(JobId id) {
    awaitState(id, JobState.RUNNING);
    await().atMost(SOON).until(() -> engine.list().size() == 1);
  }

  private void awaitMessage(JobId id, String... parts) {
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(inMemoryExecutors.job(id).status().statusMessage())
                .isNotNull()
                .contains(parts));
  }

  private static Caller caller(String user) {
    return new Caller(user, user, Set.of(user, "group/nuvla-user"), null);
  }

  /** A process engine that reports the load that the test sets. */
  private static final class BusyEngine extends DelegatingEngine {
    // Written by the test, read by executors; null if the engine does not report its load.
    private volatile @Nullable Double share;
    // Written by the test, read by executors.
    private volatile boolean unlistable;

    @Override
    public List<EngineJob> list() {
      if (unlistable) {
        throw new IllegalStateException("somebody's label cannot be read");
      }
      return super.list();
    }

    @Override
    public EngineCheck check() {
      Double now = share;
      BigDecimal cpus = now == null ? null : BigDecimal.valueOf(now);
      return new EngineCheck(
          "loaded",
          null,
          "here",
          new EngineCheck.Amount(BigDecimal.ONE, null, null),
          new EngineCheck.Amount(cpus, null, null));
    }
  }
}
