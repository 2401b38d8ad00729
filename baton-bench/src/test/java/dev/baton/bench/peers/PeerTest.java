// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.filter.FilterParser;
import dev.baton.job.Job;
import dev.baton.job.JobQuery;
import dev.baton.service.Clock;
import dev.baton.testkit.server.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs each system in this process on a real PostgreSQL. */
final class PeerTest {

  private static final Duration BOUND = Duration.ofMinutes(4);
  private static final int BULK = 60;

  private final JobProbe probe = new JobProbe();

  @ParameterizedTest
  @EnumSource
  void jobs_postedInBothWays_allRunOnceAndEnd(PeerSystem peerSystem) throws Exception {
    try (Peer peer = open(peerSystem, JobWork.NOOP)) {
      peer.post(BULK);
      peer.post();
      assertThat(peer.unfinished()).isEqualTo(BULK + 1);
      assertThat(peer.allEnded()).isFalse();

      runAll(peer);

      assertThat(probe.runs()).isEqualTo(BULK + 1);
      assertThat(probe.firstNanos()).isNotZero();
      assertThat(peer.unfinished()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void start_afterStop_runsJobsOfAnotherRound(PeerSystem peerSystem) throws Exception {
    try (Peer peer = open(peerSystem, JobWork.NOOP)) {
      peer.post(BULK);
      runAll(peer);
      peer.post(BULK);
      assertThat(probe.runs()).isEqualTo(BULK);

      runAll(peer);

      assertThat(probe.runs()).isEqualTo(2 * BULK);
    }
  }

  @ParameterizedTest
  @EnumSource
  void postTimed_whileItRuns_recordsTheStartUnderItsKey(PeerSystem peerSystem) throws Exception {
    try (Peer peer = open(peerSystem, JobWork.NOOP)) {
      peer.start();
      long before = Clock.system().nanos();
      String first = peer.postTimed();
      String second = peer.postTimed();
      await().atMost(BOUND).until(() -> probe.runs() == 2);

      assertThat(first).isNotEqualTo(second);
      assertThat(probe.startNanos(first)).isGreaterThan(before);
      assertThat(probe.startNanos(second)).isGreaterThan(before);
      await().atMost(BOUND).until(peer::allEnded);
      peer.stop();
    }
  }

  @Test
  void batonsJobs_withResultAndLog_storeTheirOwn() throws Exception {
    try (BatonPeer peer =
        new BatonPeer(PostgresServer.shared().newDatabase(), JobWork.RESULT_AND_LOG, probe)) {
      peer.post(BULK);
      runAll(peer);

      Set<String> results = new HashSet<>();
      JobQuery query = JobQuery.of(FilterParser.parse("state='SUCCESS'"), BULK);
      for (Job job : peer.jobs().search(query).jobs()) {
        results.add(String.valueOf(job.status().result()));
        assertThat(peer.backend().log().read(job.id(), 0, 10)).hasSize(1);
      }
      assertThat(results).hasSize(BULK);
    }
  }

  @Test
  void jobRunrsJobs_withResultAndLog_storeTheirOwn() throws Exception {
    String url = PostgresServer.shared().newDatabase();
    try (Peer peer = PeerSystem.JOBRUNR.open(url, JobWork.RESULT_AND_LOG, probe)) {
      peer.post(BULK);
      runAll(peer);
    }
    assertThat(
            number(url, "SELECT count(*) FROM jobrunr_jobs WHERE jobasjson LIKE '%this is job %'"))
        .isEqualTo(BULK);
  }

  @Test
  void jobsOfTheBareQueue_withResultAndLog_storeTheirOwn() throws Exception {
    String url = PostgresServer.shared().newDatabase();
    try (Peer peer = PeerSystem.BARE.open(url, JobWork.RESULT_AND_LOG, probe)) {
      peer.post(BULK);
      runAll(peer);
    }
    assertThat(number(url, "SELECT count(DISTINCT result) FROM bare_result")).isEqualTo(BULK);
    assertThat(number(url, "SELECT count(DISTINCT line) FROM bare_log")).isEqualTo(BULK);
  }

  private Peer open(PeerSystem peerSystem, JobWork jobWork) throws Exception {
    return peerSystem.open(PostgresServer.shared().newDatabase(), jobWork, probe);
  }

  private static void runAll(Peer peer) throws Exception {
    peer.start();
    await().atMost(BOUND).until(peer::allEnded);
    peer.stop();
  }

  private static long number(String url, String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
