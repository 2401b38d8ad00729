// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.backend.Backend;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.memory.InMemoryBackend;
import dev.baton.service.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests changes by other processes, a killed server and lost data on ZooKeeper 3.4. */
final class OldZooKeeperServerFaultTest {

  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration BOUND = Duration.ofMinutes(4);

  private final OldZooKeeperServer server = new OldZooKeeperServer();
  private final Backend store = new InMemoryBackend(Clock.system());
  private final Backend backend = ZooKeeperFixture.open(server.hosts(), store);

  @AfterEach
  void close() {
    backend.close();
    server.close();
  }

  @Test
  void watch_whenAnotherProcessPosts_isTold() {
    AtomicInteger told = new AtomicInteger();
    backend.board().watch(told::incrementAndGet);
    Backend other = ZooKeeperFixture.open(server.hosts(), store);
    try {
      for (int round = 1; round <= 3; round++) {
        int before = told.get();
        BoardTestJobs.post(other);
        await().atMost(BOUND).until(() -> told.get() > before);
      }
    } finally {
      other.close();
    }
  }

  @Test
  void claim_byManyProcesses_grantsEachJobOnce() {
    Backend other = ZooKeeperFixture.open(server.hosts(), store);
    try {
      Set<JobId> posted = new HashSet<>();
      for (int i = 0; i < 300; i++) {
        posted.add(BoardTestJobs.post(i % 2 == 0 ? backend : other).id());
      }
      BoardSession here = backend.board().join("here", LEASE);
      BoardSession there = other.board().join("there", LEASE);
      List<JobId> claimed = new ArrayList<>();
      await()
          .atMost(BOUND)
          .until(() -> {
            claimed.addAll(finish(backend, here));
            claimed.addAll(finish(other, there));
            return claimed.size() >= posted.size();
          });
      assertThat(claimed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(posted);
    } finally {
      other.close();
    }
  }

  @Test
  void server_killedAndStarted_claimsContinue() {
    Job job = BoardTestJobs.post(backend);
    server.kill();
    server.start();
    List<JobId> ended = awaitFinished();
    assertThat(ended).containsExactly(job.id());
  }

  @Test
  void server_thatLostItsData_isGivenTheJobsAgain() {
    Job job = BoardTestJobs.post(backend);
    server.deleteData();
    server.start();
    assertThat(awaitFinished()).containsExactly(job.id());
    assertThat(BoardTestJobs.state(backend, job.id())).isEqualTo(JobState.SUCCESS);
  }

  private List<JobId> awaitFinished() {
    List<JobId> ended = new ArrayList<>();
    await()
        .atMost(BOUND)
        .ignoreExceptions()
        .until(() -> {
          try (BoardSession session = backend.board().join("e", LEASE)) {
            ended.addAll(finish(backend, session));
          }
          return !ended.isEmpty();
        });
    return ended;
  }

  private static List<JobId> finish(Backend backend, BoardSession session) {
    List<Claim> claims = session.claim(10, BoardTestJobs.everything());
    for (Claim claim : claims) {
      backend.jobs().write(BoardTestJobs.success(claim));
      session.consume(claim);
    }
    return BoardTestJobs.ids(claims);
  }
}
