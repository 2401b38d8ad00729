// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.distributor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.access.Caller;
import dev.baton.actions.BuiltinPlugin;
import dev.baton.board.Admission;
import dev.baton.board.BoardSession;
import dev.baton.election.DistributionState;
import dev.baton.error.UnavailableException;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.jobservice.JobService;
import dev.baton.member.MemberRegistry;
import dev.baton.memory.InMemoryBackend;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import dev.baton.plugin.Schedule;
import dev.baton.plugin.Upkeep;
import dev.baton.testkit.clock.ManualClock;
import dev.baton.testkit.job.AdmitEverything;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests upkeep, which distributors do themselves without jobs. */
final class UpkeepTest {

  private static final Duration TIMEOUT = Duration.ofMinutes(4);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Admission ALL = new AdmitEverything();

  private final ManualClock clock = new ManualClock();
  private final InMemoryBackend backend = new InMemoryBackend(clock);
  private final List<Distributor> started = new ArrayList<>();

  private record UpkeepPlugin(Upkeep upkeep) implements Plugin {
    @Override
    public void register(Registry registry) {
      registry.distribution("tidy", Schedule.every(MINUTE)).does(upkeep);
    }
  }

  @AfterEach
  void close() {
    started.forEach(Distributor::stop);
    backend.close();
  }

  private JobService jobService(Catalogue catalogue) {
    return new JobService(backend.jobs(), catalogue, clock);
  }

  private Distributor start(String name, Plugin plugin) {
    Catalogue catalogue = Catalogue.of(List.of(plugin));
    assertThat(catalogue.problems()).isEmpty();
    DistributorPorts ports =
        new DistributorPorts(backend.election(), backend.distributions(), backend.memberRegistry());
    Distributor distributor =
        Distributor.create(
            DistributorOptions.named(name), ports, catalogue, jobService(catalogue), clock);
    started.add(distributor);
    distributor.start();
    return distributor;
  }

  private List<Job> jobs() {
    JobService jobService = new JobService(backend.jobs(), (spec, caller) -> spec, clock);
    return jobService
        .forCaller(Caller.internal())
        .search(JobQuery.of(Filter.EVERYTHING, 10_000))
        .jobs();
  }

  private Optional<DistributionState> state(String name) {
    return backend.distributions().all().stream()
        .filter(each -> each.name().equals(name))
        .findFirst();
  }

  /** Lets one interval pass and waits until the distributor has handled it. */
  private DistributionState minutePasses(String name) {
    clock.advance(MINUTE);
    started.forEach(Distributor::wake);
    await()
        .atMost(TIMEOUT)
        .until(
            () -> state(name).map(DistributionState::lastTime),
            last -> last.filter(time -> time.equals(clock.now())).isPresent());
    return state(name).orElseThrow();
  }

  private DistributionState firstRun(String name) {
    await()
        .atMost(TIMEOUT)
        .until(() -> state(name).filter(each -> each.lastTime() != null).isPresent());
    return state(name).orElseThrow();
  }

  @Test
  void upkeep_whenAnOperatorRequestsIt_isDoneOnceMoreAndKeepsItsSchedule() {
    AtomicInteger runs = new AtomicInteger();
    start("a", new UpkeepPlugin(runs::incrementAndGet));
    DistributionState before = firstRun("tidy");
    assertThat(asked("run-distribution tidy")).isEqualTo("done: the distribution runs now");
    await().atMost(TIMEOUT).until(() -> runs.get() == 2);
    await().atMost(TIMEOUT).until(() -> state("tidy").orElseThrow().lastPosted() == 2);
    assertThat(state("tidy").orElseThrow().nextTime()).isEqualTo(before.nextTime());
    assertThat(asked("run-distribution other")).contains("does not lead").doesNotContain("done");
  }

  private String asked(String subject) {
    MemberRegistry registry = backend.memberRegistry();
    await().atMost(TIMEOUT).until(() -> !registry.members(MINUTE).isEmpty());
    String question = registry.postQuestion(registry.members(MINUTE).getFirst().id(), subject);
    return await()
        .atMost(TIMEOUT)
        .until(() -> registry.answerTo(question), Optional::isPresent)
        .orElseThrow();
  }

  @Test
  void upkeep_whenAnotherBeginsToLead_isDoneAtOnce() {
    AtomicInteger runs = new AtomicInteger();
    Distributor first = start("a", new UpkeepPlugin(runs::incrementAndGet));
    DistributionState before = firstRun("tidy");
    first.stop();
    start("b", new UpkeepPlugin(runs::incrementAndGet));
    await().atMost(TIMEOUT).until(() -> runs.get() == 2);
    await()
        .atMost(TIMEOUT)
        .until(() -> !state("tidy").orElseThrow().leader().equals(before.leader()));
    assertThat(state("tidy").orElseThrow().nextTime()).isEqualTo(before.nextTime());
  }

  @Test
  void upkeep_whenDue_isDoneByOneDistributorWithoutAJob() {
    AtomicInteger runs = new AtomicInteger();
    start("a", new UpkeepPlugin(runs::incrementAndGet));
    firstRun("tidy");
    start("b", new UpkeepPlugin(runs::incrementAndGet));
    DistributionState after = minutePasses("tidy");
    assertThat(runs).hasValue(2);
    assertThat(after.lastPosted()).isEqualTo(2);
    assertThat(after.lastError()).isNull();
    assertThat(after.nextTime()).isEqualTo(clock.now().plus(MINUTE));
    assertThat(jobs()).isEmpty();
  }

  @Test
  void upkeep_thatThrows_isShownAndRunsAgainAtItsNextTime() {
    AtomicReference<RuntimeException> failure =
        new AtomicReference<>(new IllegalStateException("broken"));
    start(
        "a",
        new UpkeepPlugin(() -> {
          RuntimeException next = failure.getAndSet(null);
          if (next != null) {
            throw next;
          }
          return 0;
        }));
    assertThat(firstRun("tidy").lastError()).isEqualTo("IllegalStateException: broken");
    assertThat(minutePasses("tidy").lastError()).isNull();
  }

  @Test
  void upkeep_whenAServerDoesNotAnswer_isDoneSoonAfter() {
    AtomicInteger runs = new AtomicInteger();
    Distributor distributor =
        start(
            "a",
            new UpkeepPlugin(() -> {
              if (runs.incrementAndGet() == 1) {
                throw new UnavailableException("away");
              }
              return 7;
            }));
    await()
        .atMost(TIMEOUT)
        .until(() -> {
          clock.advance(Duration.ofMillis(100));
          distributor.wake();
          return state("tidy").filter(each -> each.lastPosted() == 7).isPresent();
        });
    assertThat(runs).hasValue(2);
  }

  @Test
  void reconcileBoard_afterAnExecutorDied_releasesItsClaims() {
    Plugin builtin = new BuiltinPlugin(backend.board(), clock);
    JobService jobService = jobService(Catalogue.of(List.of(builtin)));
    JobId id = jobService.forCaller(Caller.internal()).post(JobSpec.of("dummy_test_action")).id();
    BoardSession dead = backend.board().join("dead", Duration.ofSeconds(10));
    assertThat(dead.claim(1, ALL)).hasSize(1);
    assertThat(backend.jobs().find(id).orElseThrow().state()).isEqualTo(JobState.RUNNING);
    clock.advance(MINUTE);

    start("a", builtin);
    assertThat(firstRun("reconcile_board").lastPosted()).isEqualTo(1);
    assertThat(backend.board().postings(0, 10))
        .singleElement()
        .satisfies(posting -> assertThat(posting.owner()).isNull());
  }

  @Test
  void builtinDistributions_whileNothingIsToDo_makeNoJobs() {
    start("a", new BuiltinPlugin(backend.board(), clock));
    firstRun("jobs_cleanup");
    firstRun("monitor_bulk_jobs");
    firstRun("reconcile_board");
    for (int minute = 0; minute < 10; minute++) {
      assertThat(minutePasses("reconcile_board").lastPosted()).isZero();
    }
    assertThat(jobs()).isEmpty();
  }
}
