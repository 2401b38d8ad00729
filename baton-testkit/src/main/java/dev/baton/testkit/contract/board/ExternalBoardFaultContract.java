// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.board;

import static dev.baton.testkit.backend.BackendTestSetup.everything;
import static dev.baton.testkit.backend.BackendTestSetup.ids;
import static dev.baton.testkit.backend.BackendTestSetup.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.backend.Backend;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.election.Term;
import dev.baton.error.BatonException;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.service.Clock;
import dev.baton.testkit.backend.FaultyBoard;
import dev.baton.testkit.clock.OffsetClock;
import dev.baton.testkit.job.JobBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of an external board while its server and the connections to it fail: no job is
 * lost, and the writes of an executor that lost its claim are refused. The driver supplies a server
 * that each test may break.
 */
public abstract class ExternalBoardFaultContract {

  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration BOUND = Duration.ofMinutes(4);
  private static final String PREFIX = "faults";

  private final List<AutoCloseable> opened = new ArrayList<>();
  private @Nullable FaultyBoard board;

  /** Starts a server with an empty board. Called before each test. */
  protected abstract FaultyBoard newBoard();

  @BeforeEach
  protected final void start() {
    board = newBoard();
  }

  @AfterEach
  protected final void close() throws Exception {
    board().heal();
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
    board().close();
  }

  private FaultyBoard board() {
    return Objects.requireNonNull(board);
  }

  private Backend open(boolean isCuttable) {
    return open(isCuttable, Clock.system());
  }

  private Backend open(boolean isCuttable, Clock clock) {
    Backend backend =
        board().openBoard(board().openStore("store", clock), PREFIX, isCuttable, clock);
    opened.add(backend);
    return backend;
  }

  private static List<Job> post(Backend backend, int count) {
    List<Job> jobs =
        IntStream.range(0, count)
            .mapToObj(number -> JobBuilder.aJob().created(Clock.system().now()).build())
            .toList();
    backend.jobs().add(jobs);
    return jobs;
  }

  private static Claim awaitClaim(BoardSession session) {
    List<Claim> claims = new ArrayList<>();
    await()
        .atMost(BOUND)
        .ignoreException(UnavailableException.class)
        .until(() -> {
          claims.addAll(session.claim(1, everything()));
          return !claims.isEmpty();
        });
    return claims.getFirst();
  }

  private static JobState state(Backend backend, JobId job) {
    return backend.jobs().find(job).orElseThrow().state();
  }

  /** Claims and ends jobs until all of them are final. Joins again when a session is lost. */
  private static void finish(Backend backend, String owner, List<Job> jobs) {
    AtomicReference<@Nullable BoardSession> session = new AtomicReference<>();
    await()
        .atMost(BOUND)
        .ignoreExceptionsMatching(BatonException.class::isInstance)
        .until(() -> {
          BoardSession present = session.get();
          if (present == null) {
            present = backend.board().join(owner, LONG);
            session.set(present);
          }
          try {
            for (Claim claim : present.claim(50, everything())) {
              backend.jobs().write(success(claim));
              present.consume(claim);
            }
          } catch (LostClaimException e) {
            session.set(null);
            throw e;
          }
          return jobs.stream().allMatch(job -> state(backend, job.id()) == JobState.SUCCESS);
        });
  }

  @Test
  protected void connectionCutWithinTheLease_claimsLiveOn() {
    Backend direct = open(false);
    Backend cut = open(true);
    Job job = post(direct, 1).getFirst();
    BoardSession session = cut.board().join("cut", Duration.ofSeconds(20));
    BoardSession other = direct.board().join("other", LONG);
    Claim claim = awaitClaim(session);
    board().cut();
    await()
        .untilAsserted(
            () -> assertThatThrownBy(session::renew).isInstanceOf(UnavailableException.class));
    board().heal();
    await()
        .atMost(Duration.ofSeconds(15))
        .ignoreException(UnavailableException.class)
        .until(() -> session.renew().isEmpty());
    assertThat(other.claim(1, everything())).isEmpty();
    cut.jobs().write(success(claim));
    session.consume(claim);
    assertThat(direct.jobs().find(job.id()).orElseThrow().status().attempt()).isEqualTo(1);
    assertThat(other.claim(1, everything())).isEmpty();
  }

  @Test
  protected void connectionCutBeyondTheLease_anotherResumesAndLateWritesAreRefused() {
    Backend direct = open(false);
    Backend cut = open(true);
    post(direct, 1);
    BoardSession session = cut.board().join("cut", LEASE);
    Claim stale = awaitClaim(session);
    board().cut();
    Claim fresh = awaitClaim(direct.board().join("other", LONG));
    assertThat(session.trustedUntil().isPast(Clock.system())).isTrue();
    assertThat(fresh.resumed()).isTrue();
    assertThat(fresh.token()).isGreaterThan(stale.token());
    board().heal();
    assertThatThrownBy(session::renew).isInstanceOf(LostClaimException.class);
    assertThatThrownBy(() -> session.claim(1, everything())).isInstanceOf(LostClaimException.class);
    assertThatThrownBy(() -> cut.jobs().write(success(stale)))
        .isInstanceOf(LostClaimException.class);
    session.consume(stale);
    session.abandon(stale);
    assertThat(direct.jobs().find(fresh.job().id()).orElseThrow()).isEqualTo(fresh.job());
    direct.jobs().write(success(fresh));
  }

  @Test
  protected void leaderCutBeyondTheLease_endsItsTermBeforeAnotherBegins() {
    Backend direct = open(false);
    Backend cut = open(true);
    List<String> election = List.of("cleanup");
    Term old = cut.election().contend(election, "cut", LEASE).getFirst();
    board().cut();
    List<Term> terms = new ArrayList<>();
    await()
        .atMost(BOUND)
        .until(() -> {
          terms.addAll(direct.election().contend(election, "direct", LONG));
          return !terms.isEmpty();
        });
    assertThat(old.trustedUntil().isPast(Clock.system())).isTrue();
    assertThat(terms.getFirst().token()).isGreaterThan(old.token());
    board().heal();
    await()
        .atMost(BOUND)
        .ignoreException(UnavailableException.class)
        .until(() -> cut.election().contend(election, "cut", LEASE).isEmpty());
  }

  @Test
  protected void serverKilledAndRestarted_everyJobEnds() {
    Backend backend = open(false);
    List<Job> jobs = new ArrayList<>(post(backend, 30));
    BoardSession session = backend.board().join("holder", LONG);
    List<Claim> held = session.claim(5, everything());
    assertThat(held).hasSize(5);
    board().killAndRestart();
    jobs.addAll(post(backend, 3));
    finish(backend, "other", jobs.subList(5, jobs.size()));
    held.forEach(claim -> {
      try {
        backend.jobs().write(success(claim));
      } catch (LostClaimException e) {
        // The board lost the lock in the restart, so another executor resumes the job.
      }
    });
    finish(backend, "third", jobs);
  }

  @Test
  protected void boardEmptied_jobsArePostedAgainAndTokensGrow() {
    Backend backend = open(false);
    List<Job> jobs = post(backend, 30);
    BoardSession session = backend.board().join("before", LONG);
    List<Claim> held = session.claim(5, everything());
    Claim first = held.getFirst();
    session.abandon(first);
    Claim again = awaitClaim(backend.board().join("second", LONG));
    assertThat(again.token()).isGreaterThan(first.token());
    List<Term> terms = backend.election().contend(List.of("cleanup"), "leader", LEASE);
    board().empty();
    finish(backend, "after", jobs);
    held.forEach(claim ->
        assertThatThrownBy(() -> backend.jobs().write(success(claim)))
            .isInstanceOf(BatonException.class));
    List<Term> later = new ArrayList<>();
    await()
        .atMost(BOUND)
        .ignoreException(UnavailableException.class)
        .until(() -> {
          later.addAll(backend.election().contend(List.of("cleanup"), "another", LEASE));
          return !later.isEmpty();
        });
    assertThat(later.getFirst().token()).isGreaterThan(terms.getFirst().token());
  }

  @Test
  protected void clockOfOneProcessAnHourOff_changesNothing() {
    Backend backend = open(false);
    Backend early = open(false, new OffsetClock(Duration.ofHours(-1)));
    Backend late = open(false, new OffsetClock(Duration.ofHours(1)));
    List<Job> jobs = post(backend, 3);
    Set<JobId> claimed = new TreeSet<>();
    long token = 0;
    for (Backend each : List.of(late, early, backend)) {
      BoardSession session = each.board().join("executor", LEASE);
      Claim claim = awaitClaim(session);
      session.abandon(claim);
      assertThat(claim.token()).isGreaterThan(token);
      token = claim.token();
      claimed.add(claim.job().id());
      each.jobs().write(success(awaitClaim(each.board().join("next", LEASE))));
    }
    assertThat(late.election().contend(List.of("cleanup"), "late", LONG)).hasSize(1);
    assertThat(early.election().contend(List.of("cleanup"), "early", LONG)).isEmpty();
    assertThat(claimed).isSubsetOf(jobs.stream().map(Job::id).toList());
  }

  @Test
  protected void twoInstallationsWithTheirPrefixes_areApart() {
    Backend one = open(false);
    Backend two =
        board()
            .openBoard(
                board().openStore("other-store", Clock.system()), "another", false, Clock.system());
    opened.add(two);
    List<Job> jobs = post(one, 3);
    assertThat(one.board().entryPathsOf(jobs.getFirst().id())).hasSize(1);
    assertThat(two.board().entryPathsOf(jobs.getFirst().id())).isEmpty();
    assertThat(one.election().contend(List.of("cleanup"), "one", LONG)).hasSize(1);
    assertThat(two.election().contend(List.of("cleanup"), "two", LONG)).hasSize(1);
    assertThat(ids(one.board().join("one", LONG).claim(10, everything())))
        .containsExactlyElementsOf(jobs.stream().map(Job::id).toList());
  }
}
