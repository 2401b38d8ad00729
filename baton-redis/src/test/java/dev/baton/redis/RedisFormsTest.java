// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.redis;

import static dev.baton.testkit.backend.BackendTestSetup.everything;
import static dev.baton.testkit.backend.BackendTestSetup.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.backend.Backend;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.error.BatonException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.externalboard.ServerAccess;
import dev.baton.job.Job;
import dev.baton.job.JobState;
import dev.baton.service.Clock;
import dev.baton.testkit.job.JobBuilder;
import dev.baton.testkit.server.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the forms in which Redis is run: TLS with users, Sentinel, a Cluster, wrong settings. */
@Tag("integration")
final class RedisFormsTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration BOUND = Duration.ofMinutes(4);

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  private <T extends AutoCloseable> T closing(T each) {
    opened.add(each);
    return each;
  }

  private Backend open(String url, ServerAccess access, String store) {
    return closing(
        RedisBackend.open(
            RedisFixture.store(store, Clock.system()),
            RedisFixture.options(url, access, "forms"),
            Clock.system()));
  }

  private static List<Job> post(Backend backend, int count) {
    List<Job> jobs =
        IntStream.range(0, count)
            .mapToObj(number -> JobBuilder.aJob().created(Clock.system().now()).build())
            .toList();
    backend.jobs().add(jobs);
    return jobs;
  }

  private static void finish(Backend backend, List<Job> jobs) {
    AtomicReference<BoardSession> session = new AtomicReference<>();
    await()
        .atMost(BOUND)
        .ignoreExceptionsMatching(BatonException.class::isInstance)
        .until(() -> {
          if (session.get() == null) {
            session.set(backend.board().join("executor", LONG));
          }
          try {
            for (Claim claim : session.get().claim(50, everything())) {
              backend.jobs().write(success(claim));
              session.get().consume(claim);
            }
          } catch (LostClaimException e) {
            session.set(null);
            throw e;
          }
          return jobs.stream()
              .allMatch(
                  job -> backend.jobs().find(job.id()).orElseThrow().state() == JobState.SUCCESS);
        });
  }

  @Test
  void tlsWithAUser_runsJobs() {
    RedisServer server = closing(RedisServer.secure());
    Path authority = server.tlsFile("ca.pem");
    ServerAccess access =
        new ServerAccess(
            RedisServer.USER,
            RedisServer.PASSWORD,
            authority,
            server.tlsFile("cert.pem"),
            server.tlsFile("key.pem"));
    Backend backend = open(server.url(), access, "redis-tls");
    finish(backend, post(backend, 10));
    ServerAccess wrong =
        new ServerAccess(RedisServer.USER, "wrong", authority, access.certificate(), access.key());
    assertThatThrownBy(() -> open(server.url(), wrong, "redis-tls"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("refused the connection");
    ServerAccess untrusted =
        new ServerAccess(RedisServer.USER, RedisServer.PASSWORD, null, null, null);
    assertThatThrownBy(() -> open(server.url(), untrusted, "redis-tls"))
        .isInstanceOf(UnavailableException.class);
    ServerAccess notACertificate =
        new ServerAccess(
            RedisServer.USER, RedisServer.PASSWORD, server.tlsFile("key.pem"), null, null);
    assertThatThrownBy(() -> open(server.url(), notACertificate, "redis-tls"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found no certificates");
  }

  @Test
  void memoryPolicyThatRemovesKeys_isRefused() {
    RedisServer server = closing(RedisServer.started("--maxmemory-policy", "allkeys-lru"));
    assertThatThrownBy(() -> open(server.url(), ServerAccess.NONE, "redis-policy"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Redis at 127.0.0.1:"
                + server.port()
                + " has maxmemory-policy 'allkeys-lru', so it would remove entries and locks of"
                + " jobs when its memory is full; expected 'noeviction': set it in redis.conf, or"
                + " by CONFIG SET maxmemory-policy noeviction");
  }

  @Test
  void serverWithoutCluster_asCluster_isRefused() {
    RedisServer server = closing(RedisServer.started());
    assertThatThrownBy(() ->
            open("redis-cluster://127.0.0.1:" + server.port(), ServerAccess.NONE, "redis-single"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("refused the connection: ERR This instance has cluster support");
  }

  @Test
  void clusterOfThree_runsJobs() {
    List<RedisServer> servers = RedisServer.cluster();
    servers.forEach(this::closing);
    String nodes =
        servers.stream()
            .map(server -> "127.0.0.1:" + server.port())
            .collect(Collectors.joining(","));
    Backend backend = open("redis-cluster://" + nodes, ServerAccess.NONE, "redis-cluster");
    Backend other = open("redis-cluster://" + nodes, ServerAccess.NONE, "redis-cluster");
    finish(other, post(backend, 100));
    assertThat(other.election().contend(List.of("cleanup"), "a", LONG)).hasSize(1);
    assertThat(backend.election().contend(List.of("cleanup"), "b", LONG)).isEmpty();
  }

  /** The replica lacks the last posts, locks and ends when it becomes the master. */
  @Test
  void failoverToALaggingReplica_everyJobEndsAndStaleClaimsAreRefused() {
    RedisServer master = closing(RedisServer.started());
    RedisServer replica =
        closing(RedisServer.started("--replicaof", "127.0.0.1", String.valueOf(master.port())));
    RedisServer sentinel = closing(RedisServer.sentinelOf(master));
    String url = "redis-sentinel://127.0.0.1:" + sentinel.port() + "/0#baton";
    Backend backend = open(url, ServerAccess.NONE, "redis-sentinel");
    List<Job> jobs = new ArrayList<>(post(backend, 20));
    BoardSession session = backend.board().join("holder", Duration.ofSeconds(20));
    for (Claim claim : session.claim(5, everything())) {
      backend.jobs().write(success(claim));
      session.consume(claim);
    }
    // The Sentinel asks the master for its replicas every ten seconds.
    await()
        .atMost(BOUND)
        .until(() -> {
          session.renew();
          return replica.isReplicaKnownTo(sentinel);
        });
    // From now on, the replica follows a server that does not exist.
    replica.send("replicaof", "127.0.0.1", "1");
    List<Claim> unseen = session.claim(5, everything());
    assertThat(unseen).hasSize(5);
    jobs.addAll(post(backend, 10));
    assertThat(replica.answer("hlen", "{forms}:locks"))
        .isNotEqualTo(master.answer("hlen", "{forms}:locks"));
    master.kill();
    finish(backend, jobs);
    for (Claim claim : unseen) {
      assertThatThrownBy(() -> backend.jobs().write(success(claim)))
          .isInstanceOf(BatonException.class);
    }
  }
}
