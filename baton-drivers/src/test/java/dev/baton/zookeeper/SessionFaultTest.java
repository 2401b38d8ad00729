// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.backend.Backend;
import dev.baton.board.Claim;
import dev.baton.board.Claims;
import dev.baton.election.Term;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.job.Job;
import dev.baton.job.JobState;
import dev.baton.service.Clock;
import dev.baton.testkit.RealTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What claims and terms are worth when connections, sessions and servers come and go. */
final class SessionFaultTest {

  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration LONG = Duration.ofSeconds(60);

  private final SingleServer server = new SingleServer();
  private final Proxy proxy = new Proxy(server.port());
  private final Backend store = ZookeeperFixture.newStore();
  // Both on one store; one of them behind the proxy.
  private final Backend cut = ZookeeperFixture.open(proxy.hosts(), store);
  private final Backend direct = ZookeeperFixture.open(server.hosts(), store);

  @AfterEach
  void close() {
    proxy.heal();
    cut.close();
    direct.close();
    proxy.close();
    server.close();
  }

  private static Claim claimOne(Claims stay) {
    return stay.claim(1, Jobs.everything()).getFirst();
  }

  private static Claim awaitClaim(Claims stay) {
    List<Claim> claims = new ArrayList<>();
    await()
        .ignoreException(UnavailableException.class)
        .until(() -> {
          claims.addAll(stay.claim(1, Jobs.everything()));
          return !claims.isEmpty();
        });
    return claims.getFirst();
  }

  @Test
  void connectionCutAndHealedWithinTheSession_claimsLiveOn() {
    Job job = Jobs.post(direct);
    Claims stay = cut.board().join("cut", Duration.ofSeconds(6));
    Claims other = direct.board().join("other", LONG);
    Claim claim = claimOne(stay);
    proxy.cut();
    RealTime.pass(Duration.ofMillis(700));
    assertThatThrownBy(stay::renew).isInstanceOf(UnavailableException.class);
    proxy.heal();
    await().ignoreException(UnavailableException.class).until(() -> stay.renew().isEmpty());
    assertThat(other.claim(1, Jobs.everything())).isEmpty();
    cut.jobs().write(Jobs.success(claim));
    stay.consume(claim);
    assertThat(Jobs.state(direct, job.id())).isEqualTo(JobState.SUCCESS);
    assertThat(direct.jobs().find(job.id()).orElseThrow().status().attempt()).isEqualTo(1);
  }

  @Test
  void connectionCutForLong_claimsAreLostBeforeAnybodyElseHasThem() {
    Jobs.post(direct);
    Claims stay = cut.board().join("cut", LEASE);
    Claims other = direct.board().join("other", LONG);
    Claim stale = claimOne(stay);
    proxy.cut();
    Claim fresh = awaitClaim(other);
    assertThat(stay.trustedUntil().isPast(Clock.system())).isTrue();
    assertThat(fresh.resumed()).isTrue();
    assertThat(fresh.token()).isGreaterThan(stale.token());
    proxy.heal();
    assertThatThrownBy(stay::renew).isInstanceOf(LostClaimException.class);
    assertThatThrownBy(() -> stay.claim(1, Jobs.everything()))
        .isInstanceOf(LostClaimException.class);
    assertThatThrownBy(() -> cut.jobs().write(Jobs.success(stale)))
        .isInstanceOf(LostClaimException.class);
    stay.consume(stale);
    stay.abandon(stale);
    assertThat(direct.jobs().find(fresh.job().id()).orElseThrow()).isEqualTo(fresh.job());
    direct.jobs().write(Jobs.success(fresh));
  }

  @Test
  void sessionExpired_claimsAreLostAndTheStaleOwnerIsRefused() {
    Jobs.post(direct);
    List<Long> before = server.sessions();
    Claims stay = cut.board().join("expires", LONG);
    List<Long> sessions = new ArrayList<>(server.sessions());
    sessions.removeAll(before);
    Claim stale = claimOne(stay);
    sessions.forEach(server::expire);
    Claim fresh = awaitClaim(direct.board().join("other", LONG));
    assertThat(fresh.token()).isGreaterThan(stale.token());
    assertThatThrownBy(() -> cut.jobs().write(Jobs.success(stale)))
        .isInstanceOf(LostClaimException.class);
    await()
        .untilAsserted(
            () -> assertThatThrownBy(stay::renew).isInstanceOf(LostClaimException.class));
    direct.jobs().write(Jobs.success(fresh));
  }

  @Test
  void leaderCutOff_itsTermEndsBeforeAnotherBegins() {
    List<String> office = List.of("cleanup");
    Term old = cut.election().contend(office, "cut", LEASE).getFirst();
    proxy.cut();
    List<Term> terms = new ArrayList<>();
    await()
        .until(() -> {
          terms.addAll(direct.election().contend(office, "direct", LEASE));
          return !terms.isEmpty();
        });
    assertThat(old.trustedUntil().isPast(Clock.system())).isTrue();
    assertThat(terms.getFirst().token()).isGreaterThan(old.token());
    proxy.heal();
    // A client that was cut off waits longer and longer before it tries again.
    await()
        .atMost(Duration.ofSeconds(40))
        .ignoreException(UnavailableException.class)
        .until(() -> {
          // Stays the leader: a place that is not asked for again within the lease is given up.
          assertThat(direct.election().contend(office, "direct", LEASE)).hasSize(1);
          return cut.election().contend(office, "cut", LEASE).isEmpty();
        });
  }

  @Test
  void serverRestarted_claimsWithinTheSessionLiveOn() {
    List<Job> jobs = Jobs.post(direct, 20);
    Claims stay = direct.board().join("holder", LONG);
    List<Claim> held = stay.claim(5, Jobs.everything());
    server.stop();
    assertThatThrownBy(stay::renew).isInstanceOf(UnavailableException.class);
    List<Job> late = Jobs.post(direct, 3);
    server.start();
    await().ignoreException(UnavailableException.class).until(() -> stay.renew().isEmpty());
    held.forEach(claim -> {
      direct.jobs().write(Jobs.success(claim));
      stay.consume(claim);
    });
    List<Claim> rest = new ArrayList<>();
    await()
        .until(() -> {
          rest.addAll(stay.claim(50, Jobs.everything()));
          return rest.size() == 18;
        });
    assertThat(Jobs.ids(rest)).doesNotContainAnyElementsOf(Jobs.ids(held));
    assertThat(Jobs.ids(rest)).containsAll(late.stream().map(Job::id).toList());
    assertThat(jobs).hasSize(20);
  }
}
