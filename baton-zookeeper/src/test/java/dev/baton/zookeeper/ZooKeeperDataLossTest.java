// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.backend.Backend;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.error.UnavailableException;
import dev.baton.executor.Executor;
import dev.baton.executor.ExecutorListener;
import dev.baton.executor.ExecutorOptions;
import dev.baton.executor.ExecutorPorts;
import dev.baton.filter.FilterParser;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.job.JobState;
import dev.baton.jobservice.JobService;
import dev.baton.plugin.Action;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import dev.baton.service.Clock;
import dev.baton.testkit.server.CuttableProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests that no job is lost when ZooKeeper loses its data or is restored from an old backup. */
final class ZooKeeperDataLossTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  private final SingleZooKeeperServer server = new SingleZooKeeperServer();
  private final Backend store = ZooKeeperFixture.newStore();
  private final Backend backend = ZooKeeperFixture.open(server.hosts(), store);
  private final Semaphore running = new Semaphore(0);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final List<Executor> executors = new ArrayList<>();

  @AfterEach
  void close() {
    goOn.countDown();
    executors.forEach(Executor::stopNow);
    executors.forEach(Executor::stop);
    backend.close();
    server.close();
  }

  record NoParameters() {}

  private final class WrittenPlugin implements Plugin {
    @Override
    public void register(Registry registry) {
      Action<NoParameters> noop =
          (job, noParameters) -> {
            running.release();
            goOn.await();
          };
      registry.action("noop", NoParameters.class, noop);
    }

    @Override
    public String name() {
      return "written";
    }
  }

  private void startExecutor(String name, int slots) {
    ExecutorOptions options =
        ExecutorOptions.named(name).withSlots(slots).withLease(Duration.ofSeconds(2));
    ExecutorPorts ports =
        new ExecutorPorts(
            backend.board(),
            backend.jobs(),
            backend.log(),
            backend.history(),
            backend.memberRegistry(),
            backend.logbook().orElse(null));
    Executor executor =
        Executor.create(
            options,
            ports,
            Catalogue.of(List.of(new WrittenPlugin())),
            new JobService(backend.jobs(), (spec, caller) -> spec, Clock.system()),
            ExecutorListener.NONE,
            Clock.system());
    executors.add(executor);
    executor.start();
  }

  private long count(String filter) {
    return backend.jobs().search(JobQuery.of(FilterParser.parse(filter), 0)).count();
  }

  @Test
  void allDataDeleted_while5000WaitAnd50Run_allReachAFinalState() throws Exception {
    for (int i = 0; i < 5; i++) {
      BoardTestJobs.post(backend, 1010);
    }
    startExecutor("one", 25);
    startExecutor("two", 25);
    running.acquire(50);
    assertThat(count("state='RUNNING'")).isEqualTo(50);
    server.deleteData();
    server.start();
    goOn.countDown();
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> count("state='SUCCESS'") == 5050);
    assertThat(count("attempt>2")).isZero();
  }

  @Test
  void allDataDeleted_whileForeignExecutorsRunJobs_theseAreTakenUp() throws Exception {
    List<Job> jobs = BoardTestJobs.post(backend, 20);
    jobs.forEach(job -> BoardTestJobs.editToRunning(backend, job.id()));
    server.deleteData();
    server.start();
    goOn.countDown();
    startExecutor("one", 25);
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> count("state='SUCCESS'") == 20);
    assertThat(backend.board().reconcile().reposted()).isZero();
  }

  @Test
  void restoredFromAnOldBackup_jobsContinueAndFinalJobsAreNotRunAgain() {
    List<Job> jobs = BoardTestJobs.post(backend, 40);
    BoardSession session = backend.board().join("before", LONG);
    finish(session, session.claim(10, BoardTestJobs.everything()));
    Path backup = SingleZooKeeperServer.newFolder().resolve("copy");
    server.stop();
    SingleZooKeeperServer.copy(server.folder(), backup);
    server.start();
    await().ignoreExceptions().until(() -> session.renew().isEmpty());
    finish(session, session.claim(20, BoardTestJobs.everything()));
    Claim stale = session.claim(1, BoardTestJobs.everything()).getFirst();
    List<Job> later = BoardTestJobs.post(backend, 5);
    server.deleteData();
    SingleZooKeeperServer.copy(backup, server.folder());
    server.start();
    List<JobId> left = new ArrayList<>();
    BoardSession after = awaitSession(backend);
    await()
        .ignoreExceptions()
        .until(() -> {
          List<Claim> claims = after.claim(50, BoardTestJobs.everything());
          left.addAll(BoardTestJobs.ids(claims));
          finish(after, claims);
          return left.size() >= 15;
        });
    List<JobId> expected = new ArrayList<>();
    jobs.subList(31, 40).forEach(job -> expected.add(job.id()));
    later.forEach(job -> expected.add(job.id()));
    expected.add(stale.job().id());
    assertThat(left).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(count("state='SUCCESS'")).isEqualTo(45);
    SingleZooKeeperServer.delete(backup.getParent());
  }

  /**
   * Names of entries start again in an emptied ZooKeeper, so the same names are used for other
   * jobs.
   */
  @Test
  void allDataDeleted_whileAProcessIsDisconnected_itTakesNoEntryForAnOldOne() {
    List<Job> jobs = BoardTestJobs.post(backend, 60);
    CuttableProxy cuttableProxy = new CuttableProxy(server.port());
    try (Backend other = ZooKeeperFixture.open(cuttableProxy.hosts(), store)) {
      BoardSession session = backend.board().join("before", LONG);
      finish(session, session.claim(20, BoardTestJobs.everything()));
      other.check();
      cuttableProxy.cut();
      server.deleteData();
      server.start();
      awaitEntries(40);
      cuttableProxy.heal();
      BoardSession after = awaitSession(other);
      Set<JobId> left = new HashSet<>();
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptionsInstanceOf(UnavailableException.class)
          .until(() -> {
            List<Claim> claims = after.claim(10, BoardTestJobs.everything());
            left.addAll(BoardTestJobs.ids(claims));
            finish(after, claims);
            return left.size() >= 40;
          });
      awaitEntries(0);
      // Checked before the store is closed with the other backend.
      assertThat(count("state='SUCCESS'")).isEqualTo(jobs.size());
      assertThat(count("attempt>1")).isZero();
    } finally {
      cuttableProxy.close();
    }
  }

  private void awaitEntries(int count) {
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> {
          try (ZooKeeper handle = new ZooKeeper(server.hosts(), 5000, (WatchedEvent event) -> {})) {
            return handle.getChildren(ZooKeeperPaths.ENTRIES, false).size() == count;
          }
        });
  }

  private static BoardSession awaitSession(Backend backend) {
    List<BoardSession> sessions = new ArrayList<>();
    await().ignoreExceptions().until(() -> sessions.add(backend.board().join("after", LONG)));
    return sessions.getFirst();
  }

  private void finish(BoardSession session, List<Claim> claims) {
    claims.forEach(claim -> {
      backend.jobs().write(BoardTestJobs.success(claim));
      session.consume(claim);
    });
  }

  @Test
  void reconcile_anyTime_isSafe() {
    List<Job> jobs = BoardTestJobs.post(backend, 3000);
    BoardSession session = backend.board().join("claims", LONG);
    List<Claim> claims = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      claims.addAll(session.claim(100, BoardTestJobs.everything()));
      assertThat(backend.board().reconcile().released()).isZero();
    }
    finish(session, claims);
    assertThat(BoardTestJobs.ids(claims)).doesNotHaveDuplicates().hasSize(500);
    assertThat(jobs).hasSize(3000);
    assertThat(count("state='SUCCESS'")).isEqualTo(500);
    assertThat(BoardTestJobs.state(backend, claims.getFirst().job().id()))
        .isEqualTo(JobState.SUCCESS);
  }
}
