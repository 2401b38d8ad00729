// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.backend.Backend;
import dev.baton.board.Admission;
import dev.baton.board.AdmissionDecision;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.executor.Executor;
import dev.baton.executor.ExecutorListener;
import dev.baton.executor.ExecutorOptions;
import dev.baton.executor.ExecutorPorts;
import dev.baton.httpclient.Credentials;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.jobservice.JobService;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import dev.baton.service.Clock;
import dev.baton.testkit.job.AdmitEverything;
import dev.baton.zookeeper.ZooKeeperBackend;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Claims jobs of a server like Nuvla's from a real ZooKeeper. */
final class CimiOnZooKeeperTest {

  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final JobId UNREADABLE = new JobId("0f21f6f9-6f1c-4a0e-9d3a-000000000001");
  private static final JobId GOOD = new JobId("0f21f6f9-6f1c-4a0e-9d3a-000000000002");
  private static final String QUEUED = "{\"state\":\"QUEUED\",\"action\":\"a\"}";

  private record NoParameters() {}

  /** Provides an action that interrupts its own thread and then reads a job from the store. */
  private record InterruptingPlugin(AtomicInteger calls) implements Plugin {
    @Override
    public void register(Registry registry) {
      registry.action(
          "a",
          NoParameters.class,
          (run, noParameters) -> {
            calls.incrementAndGet();
            Thread.currentThread().interrupt();
            run.jobs().find(run.job().id());
          });
    }
  }

  @TempDir private Path folder;

  private final NuvlaLikeServer server = new NuvlaLikeServer();
  private Backend backend;
  private ZooKeeper handle;

  @BeforeEach
  void open() throws Exception {
    backend =
        ZooKeeperBackend.openEmbedded(
            server.backend(
                new Credentials.ApiKey("credential/1", NuvlaLikeServer.SECRET), Clock.system()),
            new ZooKeeperBackend.Embedded(folder, 0, 100, false),
            Clock.system());
    String description = backend.description();
    String hosts = description.substring(description.lastIndexOf(' ') + 1);
    handle = new ZooKeeper(hosts, 10_000, (WatchedEvent event) -> {});
  }

  @AfterEach
  void close() throws Exception {
    handle.close();
    backend.close();
    server.close();
  }

  /** Posts a job as Nuvla's server does. */
  private void put(JobId job) throws Exception {
    handle.create(
        "/job/entries/entry-100-",
        job.toString().getBytes(StandardCharsets.UTF_8),
        Ids.OPEN_ACL_UNSAFE,
        CreateMode.PERSISTENT_SEQUENTIAL);
  }

  private static Admission everything() {
    return new AdmitEverything();
  }

  private static List<JobId> ids(List<Claim> claims) {
    return claims.stream().map(claim -> claim.job().id()).toList();
  }

  @Test
  void claim_jobThatCannotBeTold_isLeftAndHidesNothing() throws Exception {
    server.put(UNREADABLE.toString(), "{\"state\":\"PONDERING\",\"action\":\"a\"}");
    server.put(GOOD.toString(), QUEUED);
    put(UNREADABLE);
    put(GOOD);
    BoardSession session = backend.board().join("e", LEASE);
    assertThat(ids(session.claim(10, everything()))).containsExactly(GOOD);
    assertThat(session.claim(10, everything())).isEmpty();
    assertThat(handle.getChildren("/job/entries", false)).hasSize(2);
    assertThat(handle.getChildren("/job/taken", false)).hasSize(1);
    server.put(UNREADABLE.toString(), QUEUED);
    List<Claim> later = new ArrayList<>();
    await().until(() -> later.addAll(session.claim(10, everything())));
    assertThat(ids(later)).containsExactly(UNREADABLE);
  }

  /** The search of the server does not show yet that another executor runs the job. */
  @Test
  void claim_ofASecondEntryOfALockedJob_removesTheEntryAndWritesNothing() throws Exception {
    server.searchFinds(server.put(GOOD.toString(), QUEUED).deepCopy());
    put(GOOD);
    put(GOOD);
    String first = handle.getChildren("/job/entries", false).stream().sorted().toList().getFirst();
    handle.create("/job/taken/" + first, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
    BoardSession session = backend.board().join("e", LEASE);

    assertThat(session.claim(10, everything())).isEmpty();

    assertThat(handle.getChildren("/job/entries", false)).containsExactly(first);
    assertThat(server.requests).noneMatch(request -> request.contains("RUNNING"));
  }

  @Test
  void entries_ofFinalAndMissingJobsWithForeignActions_areDropped() throws Exception {
    JobId cancelled = new JobId("0f21f6f9-6f1c-4a0e-9d3a-000000000003");
    JobId missing = new JobId("0f21f6f9-6f1c-4a0e-9d3a-000000000004");
    server.put(GOOD.toString(), "{\"state\":\"QUEUED\",\"action\":\"only_python\"}");
    server.put(cancelled.toString(), "{\"state\":\"QUEUED\",\"action\":\"only_python\"}");
    server.put(missing.toString(), "{\"state\":\"QUEUED\",\"action\":\"only_python\"}");
    server.put(UNREADABLE.toString(), "{\"state\":\"PONDERING\",\"action\":\"a\"}");
    put(GOOD);
    put(cancelled);
    put(missing);
    put(UNREADABLE);
    BoardSession session = backend.board().join("e", LEASE);
    // This claim reads the actions of all jobs while the jobs are not final.
    assertThat(session.claim(10, nothing())).isEmpty();
    server.put(cancelled.toString(), "{\"state\":\"CANCELED\",\"action\":\"only_python\"}");
    server.jobs.remove(missing.toString());
    await().atMost(Duration.ofSeconds(40)).until(() -> jobsOfEntries().size() == 2);
    assertThat(jobsOfEntries()).containsExactlyInAnyOrder(GOOD.toString(), UNREADABLE.toString());
    assertThat(handle.getChildren("/job/taken", false)).isEmpty();
  }

  @Test
  void entries_whileNobodyClaimsHere_areLeftToOthers() throws Exception {
    put(new JobId("0f21f6f9-6f1c-4a0e-9d3a-000000000005"));
    // Longer than the grace time of an entry without a job, plus one more pass.
    await()
        .during(Duration.ofSeconds(16))
        .atMost(Duration.ofSeconds(40))
        .until(() -> jobsOfEntries().size() == 1);
  }

  @Test
  void action_thatInterruptsItselfAndFindsAJob_failsOnce() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Plugin plugin = new InterruptingPlugin(calls);
    server.put(GOOD.toString(), QUEUED);
    put(GOOD);
    Catalogue catalogue = Catalogue.of(List.of(plugin));
    ExecutorPorts ports =
        new ExecutorPorts(
            backend.board(),
            backend.jobs(),
            backend.log(),
            backend.history(),
            backend.memberRegistry(),
            null);
    Executor executor =
        Executor.create(
            ExecutorOptions.named("e").withLease(LEASE),
            ports,
            catalogue,
            backend.executorJobService(new JobService(backend.jobs(), catalogue, Clock.system())),
            ExecutorListener.NONE,
            Clock.system());
    executor.start();
    try {
      await().until(() -> "FAILED".equals(server.jobs.get(GOOD.toString()).path("state").asText()));
    } finally {
      executor.stopNow();
    }
    assertThat(calls).hasValue(1);
  }

  private List<String> jobsOfEntries() throws Exception {
    List<String> jobs = new ArrayList<>();
    for (String name : handle.getChildren("/job/entries", false)) {
      try {
        byte[] data = handle.getData("/job/entries/" + name, false, null);
        jobs.add(new String(data, StandardCharsets.UTF_8));
      } catch (KeeperException.NoNodeException e) {
        // The entry was removed after the list was read.
      }
    }
    return jobs;
  }

  private static Admission nothing() {
    return new Admission() {
      @Override
      public boolean accepts(ActionVersion actionVersion) {
        return false;
      }

      @Override
      public AdmissionDecision decide(Job job) {
        return new AdmissionDecision.Admitted();
      }
    };
  }
}
