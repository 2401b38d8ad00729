// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.backend.Backend;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.election.Term;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.job.Job;
import dev.baton.job.JobState;
import dev.baton.service.Clock;
import dev.baton.testkit.server.CuttableProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests claims and terms when connections, sessions and servers fail and return. */
final class ZooKeeperSessionFaultTest {

  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration LONG = Duration.ofSeconds(60);

  private final SingleZooKeeperServer server = new SingleZooKeeperServer();
  private final CuttableProxy cuttableProxy = new CuttableProxy(server.port());
  private final Backend store = ZooKeeperFixture.newStore();
  // Both backends use one store; the first connects through the proxy.
  private final Backend cut = ZooKeeperFixture.open(cuttableProxy.hosts(), store);
  private final Backend direct = ZooKeeperFixture.open(server.hosts(), store);

  @AfterEach
  void close() {
    cuttableProxy.heal();
    cut.close();
    direct.close();
    cuttableProxy.close();
    server.close();
  }

  private static Claim claimOne(BoardSession session) {
    return session.claim(1, BoardTestJobs.everything()).getFirst();
  }

  private static Claim awaitClaim(BoardSession session) {
    List<Claim> claims = new ArrayList<>();
    await()
        .ignoreException(UnavailableException.class)
        .until(() -> {
          claims.addAll(session.claim(1, BoardTestJobs.everything()));
          return !claims.isEmpty();
        });
    return claims.getFirst();
  }

  @Test
  void connectionCutAndHealedWithinTheSession_claimsLiveOn() {
    Job job = BoardTestJobs.post(direct);
    BoardSession session = cut.board().join("cut", Duration.ofSeconds(6));
    BoardSession other = direct.board().join("other", LONG);
    Claim claim = claimOne(session);
    cuttableProxy.cut();
    await()
        .untilAsserted(
            () -> assertThatThrownBy(session::renew).isInstanceOf(UnavailableException.class));
    cuttableProxy.heal();
    await().ignoreException(UnavailableException.class).until(() -> session.renew().isEmpty());
    assertThat(other.claim(1, BoardTestJobs.everything())).isEmpty();
    cut.jobs().write(BoardTestJobs.success(claim));
    session.consume(claim);
    assertThat(BoardTestJobs.state(direct, job.id())).isEqualTo(JobState.SUCCESS);
    assertThat(direct.jobs().find(job.id()).orElseThrow().status().attempt()).isEqualTo(1);
  }

  @Test
  void connectionCutForLong_claimsAreLostBeforeAnybodyElseHasThem() {
    BoardTestJobs.post(direct);
    BoardSession session = cut.board().join("cut", LEASE);
    BoardSession other = direct.board().join("other", LONG);
    Claim stale = claimOne(session);
    cuttableProxy.cut();
    Claim fresh = awaitClaim(other);
    assertThat(session.trustedUntil().isPast(Clock.system())).isTrue();
    assertThat(fresh.resumed()).isTrue();
    assertThat(fresh.token()).isGreaterThan(stale.token());
    cuttableProxy.heal();
    assertThatThrownBy(session::renew).isInstanceOf(LostClaimException.class);
    assertThatThrownBy(() -> session.claim(1, BoardTestJobs.everything()))
        .isInstanceOf(LostClaimException.class);
    assertThatThrownBy(() -> cut.jobs().write(BoardTestJobs.success(stale)))
        .isInstanceOf(LostClaimException.class);
    session.consume(stale);
    session.abandon(stale);
    assertThat(direct.jobs().find(fresh.job().id()).orElseThrow()).isEqualTo(fresh.job());
    direct.jobs().write(BoardTestJobs.success(fresh));
  }

  @Test
  void sessionExpired_claimsAreLostAndTheStaleOwnerIsRefused() {
    BoardTestJobs.post(direct);
    List<Long> before = server.sessions();
    BoardSession session = cut.board().join("expires", LONG);
    List<Long> sessions = new ArrayList<>(server.sessions());
    sessions.removeAll(before);
    Claim stale = claimOne(session);
    sessions.forEach(server::expire);
    Claim fresh = awaitClaim(direct.board().join("other", LONG));
    assertThat(fresh.token()).isGreaterThan(stale.token());
    assertThatThrownBy(() -> cut.jobs().write(BoardTestJobs.success(stale)))
        .isInstanceOf(LostClaimException.class);
    await()
        .untilAsserted(
            () -> assertThatThrownBy(session::renew).isInstanceOf(LostClaimException.class));
    direct.jobs().write(BoardTestJobs.success(fresh));
  }

  @Test
  void leader_thatIsDisconnected_endsItsTermBeforeAnotherBegins() {
    List<String> election = List.of("cleanup");
    Term old = cut.election().contend(election, "cut", LEASE).getFirst();
    cuttableProxy.cut();
    List<Term> terms = new ArrayList<>();
    await()
        .until(() -> {
          terms.addAll(direct.election().contend(election, "direct", LONG));
          return !terms.isEmpty();
        });
    assertThat(old.trustedUntil().isPast(Clock.system())).isTrue();
    assertThat(terms.getFirst().token()).isGreaterThan(old.token());
    cuttableProxy.heal();
    // A disconnected client waits longer and longer before it connects again.
    await()
        .atMost(Duration.ofSeconds(40))
        .ignoreException(UnavailableException.class)
        .until(() -> {
          assertThat(direct.election().contend(election, "direct", LONG)).hasSize(1);
          return cut.election().contend(election, "cut", LEASE).isEmpty();
        });
  }

  @Test
  void serverRestarted_claimsWithinTheSessionLiveOn() {
    List<Job> jobs = BoardTestJobs.post(direct, 20);
    BoardSession session = direct.board().join("holder", LONG);
    List<Claim> held = session.claim(5, BoardTestJobs.everything());
    server.stop();
    assertThatThrownBy(session::renew).isInstanceOf(UnavailableException.class);
    List<Job> late = BoardTestJobs.post(direct, 3);
    server.start();
    await().ignoreException(UnavailableException.class).until(() -> session.renew().isEmpty());
    held.forEach(claim -> {
      direct.jobs().write(BoardTestJobs.success(claim));
      session.consume(claim);
    });
    List<Claim> rest = new ArrayList<>();
    await()
        .until(() -> {
          rest.addAll(session.claim(50, BoardTestJobs.everything()));
          return rest.size() == 18;
        });
    assertThat(Stream.concat(held.stream(), rest.stream()).map(claim -> claim.job().id()))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(jobs.stream(), late.stream()).map(Job::id).toList());
  }
}
