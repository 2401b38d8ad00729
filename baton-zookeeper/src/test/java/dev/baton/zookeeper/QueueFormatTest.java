// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.backend.Backend;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.board.JobBoard.Reconciliation;
import dev.baton.filter.FilterParser;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.memory.InMemoryBackend;
import dev.baton.service.Clock;
import dev.baton.service.Threads;
import dev.baton.testkit.clock.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * Tests the exact content of the nodes in ZooKeeper, and the treatment of entries that others
 * create.
 */
final class QueueFormatTest {

  private static final Duration LEASE = Duration.ofSeconds(30);

  private final ZooKeeperFixture fixture =
      ZooKeeperFixture.onH2(SingleZooKeeperServer.shared().hosts());
  private ZooKeeper handle;

  @BeforeEach
  void connect() throws Exception {
    handle = new ZooKeeper(fixture.hosts(), 4000, (WatchedEvent event) -> {});
  }

  @AfterEach
  void close() throws Exception {
    handle.close();
    fixture.close();
  }

  private List<String> entries() throws Exception {
    return handle.getChildren("/job/entries", false).stream().sorted().toList();
  }

  private String put(String prefix, String text) throws Exception {
    return handle.create(
        "/job/entries/" + prefix,
        text.getBytes(StandardCharsets.UTF_8),
        Ids.OPEN_ACL_UNSAFE,
        CreateMode.PERSISTENT_SEQUENTIAL);
  }

  @Test
  void post_job_isAnEntryWithItsIdAndNothingElse() throws Exception {
    Job job = BoardTestJobs.newJob(7);
    fixture.backend().jobs().add(List.of(job));
    assertThat(entries()).hasSize(1).first().asString().matches("entry-007-\\d{10}");
    byte[] data = handle.getData("/job/entries/" + entries().getFirst(), false, null);
    assertThat(new String(data, StandardCharsets.UTF_8)).isEqualTo(job.id().toString());
    assertThat(handle.exists("/job/entries/" + entries().getFirst(), false).getEphemeralOwner())
        .isZero();
  }

  @Test
  void claim_job_isAnEphemeralLockWithAnIdOfTheTaker() throws Exception {
    BoardTestJobs.post(fixture.backend());
    BoardSession session = fixture.backend().board().join("e", LEASE);
    Claim claim = session.claim(1, BoardTestJobs.everything()).getFirst();
    String lock = "/job/taken/" + entries().getFirst();
    assertThat(new String(handle.getData(lock, false, null), StandardCharsets.UTF_8))
        .matches("[0-9a-f]{32}");
    assertThat(handle.exists(lock, false).getEphemeralOwner()).isNotZero();
    fixture.backend().jobs().write(BoardTestJobs.success(claim));
    session.consume(claim);
    assertThat(entries()).isEmpty();
    assertThat(handle.getChildren("/job/taken", false)).isEmpty();
  }

  @RepeatedTest(5)
  void claim_severalEntriesOfOneJob_isGrantedOnce() throws Exception {
    Job job = BoardTestJobs.post(fixture.backend());
    put("entry-999-", job.id().toString());
    put("entry-000-", job.id().toString());
    BoardSession session = fixture.backend().board().join("e", LEASE);
    List<Claim> claims = session.claim(10, BoardTestJobs.everything());
    assertThat(BoardTestJobs.ids(claims)).containsExactly(job.id());
    put("entry-000-", job.id().toString());
    assertThat(
            fixture
                .otherProcessView()
                .board()
                .join("f", LEASE)
                .claim(10, BoardTestJobs.everything()))
        .isEmpty();
    fixture.backend().jobs().write(BoardTestJobs.success(claims.getFirst()));
    session.consume(claims.getFirst());
    assertThat(session.claim(10, BoardTestJobs.everything())).isEmpty();
    assertThat(entries()).isEmpty();
    assertThat(BoardTestJobs.state(fixture.backend(), job.id())).isEqualTo(JobState.SUCCESS);
  }

  @Test
  void deleteAll_jobs_removesTheirEntriesAndLeavesOthers() throws Exception {
    Job first = BoardTestJobs.newJob(7);
    Job second = BoardTestJobs.newJob(7);
    Job other = BoardTestJobs.newJob(8);
    fixture.backend().jobs().add(List.of(first, second, other));
    assertThat(entries()).hasSize(3);
    long deleted =
        fixture.otherProcessView().jobs().deleteAll(FilterParser.parse("priority=7"), null);
    assertThat(deleted).isEqualTo(2);
    assertThat(entries()).hasSize(1).first().asString().startsWith("entry-008-");
    assertThat(handle.getChildren("/job/taken", false)).isEmpty();
  }

  @Test
  void claim_entryOfAFinalJob_removesIt() throws Exception {
    Job job = BoardTestJobs.post(fixture.backend());
    BoardSession session = fixture.backend().board().join("e", LEASE);
    Claim claim = session.claim(1, BoardTestJobs.everything()).getFirst();
    fixture.backend().jobs().write(BoardTestJobs.success(claim));
    session.consume(claim);
    put("entry-001-", job.id().toString());
    assertThat(session.claim(10, BoardTestJobs.everything())).isEmpty();
    assertThat(entries()).isEmpty();
  }

  @Test
  void claim_entriesThatAreNoJobs_areLeftAloneAndHideNothing() throws Exception {
    put("entry-000-", "not a job id");
    put("entry-000-", "job/00000000-0000-7000-8000-000000000000");
    Job job = BoardTestJobs.post(fixture.backend());
    BoardSession session = fixture.backend().board().join("e", LEASE);
    assertThat(BoardTestJobs.ids(session.claim(10, BoardTestJobs.everything())))
        .containsExactly(job.id());
    assertThat(entries()).hasSize(3);
  }

  @Test
  void reconcile_entriesAreGone_postsThemAgain() throws Exception {
    List<Job> jobs = BoardTestJobs.post(fixture.backend(), 30);
    // The store marks the jobs as posted after the entries were created.
    await().until(() -> fixture.externalBoardStore().externalEntries(null, 100).size() == 30);
    for (String name : entries().subList(0, 10)) {
      handle.delete("/job/entries/" + name, -1);
    }
    List<Long> count = new ArrayList<>();
    assertThat(fixture.otherProcessView().board().reconcile(count::add))
        .isEqualTo(new Reconciliation(10, 0, 0));
    assertThat(count).isSorted().contains(30L);
    assertThat(entries()).hasSize(30);
    BoardSession session = fixture.backend().board().join("e", LEASE);
    assertThat(BoardTestJobs.ids(session.claim(100, BoardTestJobs.everything())))
        .containsExactlyInAnyOrderElementsOf(jobs.stream().map(Job::id).toList());
  }

  /** Nuvla's executors remove the entries of jobs that they cannot start. */
  @Test
  void entryRemovedByOthers_afterAWhile_isThereAgain() throws Exception {
    ManualClock clock = new ManualClock(Clock.system().now());
    try (Backend backend =
        ZooKeeperBackend.open(
            new InMemoryBackend(clock), ZooKeeperFixture.options(fixture.hosts(), false), clock)) {
      // The other backends are closed, so that this backend becomes the feeder.
      fixture.close();
      Job job = BoardTestJobs.post(backend);
      await().until(() -> entries().size() == 1);
      handle.delete("/job/entries/" + entries().getFirst(), -1);
      await().during(Duration.ofMillis(500)).until(() -> entries().isEmpty());
      clock.advance(Duration.ofMinutes(6));
      await().until(() -> entries().size() == 1);
      byte[] data = handle.getData("/job/entries/" + entries().getFirst(), false, null);
      assertThat(new String(data, StandardCharsets.UTF_8)).isEqualTo(job.id().toString());
    }
  }

  @Test
  void reconcile_severalEntriesOfOneJob_keepsOne() throws Exception {
    Job job = BoardTestJobs.post(fixture.backend());
    put("entry-999-", job.id().toString());
    assertThat(fixture.backend().board().reconcile()).isEqualTo(new Reconciliation(0, 1, 0));
    assertThat(entries()).hasSize(1);
  }

  @RepeatedTest(3)
  void claim_whileOthersPutTheSameJobsAgain_eachIsGrantedOnce() throws Exception {
    List<Job> jobs = BoardTestJobs.post(fixture.backend(), 100);
    AtomicBoolean done = new AtomicBoolean();
    // Without a limit, the server reads from no connection while it has more than 1,000 requests.
    Semaphore unanswered = new Semaphore(100);
    Thread putter =
        Threads.platform(
            "putter",
            () -> {
              for (int i = 0; !done.get() && i < 2000; i++) {
                unanswered.acquireUninterruptibly();
                handle.create(
                    "/job/entries/entry-" + (100 + i % 900) + "-",
                    jobs.get(i * 7 % 100).id().toString().getBytes(StandardCharsets.UTF_8),
                    Ids.OPEN_ACL_UNSAFE,
                    CreateMode.PERSISTENT_SEQUENTIAL,
                    (rc, path, context, name) -> unanswered.release(),
                    null);
              }
            });
    List<JobId> granted = new ArrayList<>();
    putter.start();
    BoardSession here = fixture.backend().board().join("here", LEASE);
    BoardSession there = fixture.otherProcessView().board().join("there", LEASE);
    for (int round = 0; round < 40; round++) {
      granted.addAll(BoardTestJobs.ids(here.claim(5, BoardTestJobs.everything())));
      granted.addAll(BoardTestJobs.ids(there.claim(5, BoardTestJobs.everything())));
    }
    done.set(true);
    putter.join();
    assertThat(granted).containsExactlyInAnyOrderElementsOf(jobs.stream().map(Job::id).toList());
  }
}
