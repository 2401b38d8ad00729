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
import dev.baton.error.BatonException;
import dev.baton.error.UnavailableException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.service.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests claims and terms while servers of an ensemble are killed. */
@Tag("integration")
final class ZooKeeperEnsembleFaultTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration LEASE = Duration.ofSeconds(3);

  private final ZooKeeperEnsemble zooKeeperEnsemble = new ZooKeeperEnsemble();
  private final Backend store = ZooKeeperFixture.newStore();
  private final Backend one = ZooKeeperFixture.open(zooKeeperEnsemble.hosts(), store);
  private final Backend two = ZooKeeperFixture.open(zooKeeperEnsemble.hosts(), store);

  @AfterEach
  void close() {
    two.close();
    one.close();
    zooKeeperEnsemble.close();
  }

  @Test
  void leaderKilled_claimsLiveOnAndEachJobIsHadOnce() {
    claimAllWhile(zooKeeperEnsemble::killLeader);
  }

  @Test
  void followerKilled_claimsLiveOnAndEachJobIsHadOnce() {
    claimAllWhile(zooKeeperEnsemble::killFollower);
  }

  @Test
  void withoutLeader_theCheckNamesTheServersThatWait() {
    ZooKeeperBackend.Options options =
        new ZooKeeperBackend.Options(zooKeeperEnsemble.hosts() + "/baton", 2000, Map.of(), false);
    ZooKeeperBackend.check(options);
    zooKeeperEnsemble.killFollower();
    zooKeeperEnsemble.killLeader();
    assertThatThrownBy(() -> ZooKeeperBackend.check(options))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("has no leader")
        .hasMessageContaining("start more than half of the servers");
  }

  private void claimAllWhile(IntSupplier fault) {
    List<Job> jobs = BoardTestJobs.post(one, 300);
    BoardSession session = one.board().join("one", LONG);
    BoardSession other = two.board().join("two", LONG);
    List<Claim> held = session.claim(20, BoardTestJobs.everything());
    int killed = fault.getAsInt();
    Set<JobId> done = new TreeSet<>();
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(BatonException.class)
        .until(() -> {
          session.renew();
          finish(two, other, other.claim(25, BoardTestJobs.everything()), done);
          return done.size() == 280;
        });
    zooKeeperEnsemble.restart(killed);
    finish(one, session, held, done);
    assertThat(done).containsExactlyInAnyOrderElementsOf(jobs.stream().map(Job::id).toList());
    assertThat(jobs)
        .allMatch(job -> one.jobs().find(job.id()).orElseThrow().status().attempt() == 1);
  }

  private static void finish(
      Backend backend, BoardSession session, List<Claim> claims, Set<JobId> done) {
    for (Claim claim : claims) {
      backend.jobs().write(BoardTestJobs.success(claim));
      done.add(claim.job().id());
      await()
          .pollDelay(Duration.ZERO)
          .ignoreExceptionsInstanceOf(BatonException.class)
          .until(() -> {
            session.consume(claim);
            return true;
          });
    }
  }

  @Test
  void leaderKilled_neverTwoTermsAreTrusted() {
    List<String> election = List.of("cleanup");
    Map<String, Term> terms = new HashMap<>();
    List<String> leaders = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      int killed = zooKeeperEnsemble.killLeader();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> {
            contend(one, "one", election, terms);
            contend(two, "two", election, terms);
            List<String> trusted =
                terms.values().stream()
                    .filter(term -> !term.trustedUntil().isPast(Clock.system()))
                    .map(Term::contender)
                    .toList();
            assertThat(trusted).hasSizeLessThanOrEqualTo(1);
            leaders.addAll(trusted);
            return !trusted.isEmpty();
          });
      zooKeeperEnsemble.restart(killed);
    }
    assertThat(leaders).hasSizeGreaterThanOrEqualTo(3);
  }

  private static void contend(
      Backend backend, String name, List<String> election, Map<String, Term> terms) {
    try {
      List<Term> won = backend.election().contend(election, name, LEASE);
      terms.remove(name);
      won.forEach(term -> terms.put(name, term));
    } catch (BatonException e) {
      // The previous term of this contender stays valid until it ends.
      assertThat(e).isNotNull();
    }
  }
}
