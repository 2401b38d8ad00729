// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.distributor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.election.DistributionState;
import dev.baton.election.Election;
import dev.baton.election.Term;
import dev.baton.error.UnavailableException;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.jobservice.JobService;
import dev.baton.memory.InMemoryBackend;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.MisfirePolicy;
import dev.baton.plugin.OverlapPolicy;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import dev.baton.plugin.Schedule;
import dev.baton.testkit.clock.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests distributors on a backend in memory, with a manual clock. */
final class DistributorTest {

  /** The lease of {@link DistributorOptions#named}. */
  private static final Duration LEASE = Duration.ofSeconds(15);

  private static final Duration TIMEOUT = Duration.ofMinutes(4);
  private static final Schedule MINUTELY = Schedule.every(Duration.ofMinutes(1));

  private final ManualClock clock = new ManualClock();
  private final InMemoryBackend backend = new InMemoryBackend(clock);
  private final JobService jobService =
      new JobService(backend.jobs(), (spec, caller) -> spec, clock);
  private final Map<Distributor, CuttableElection> started = new LinkedHashMap<>();
  private final CountDownLatch end = new CountDownLatch(1);

  private record WrittenPlugin(Consumer<Registry> registration) implements Plugin {
    @Override
    public void register(Registry registry) {
      registration.accept(registry);
    }

    @Override
    public String name() {
      return "written";
    }
  }

  /** An election of one contender that a test can make unreachable. */
  private final class CuttableElection implements Election {
    private final Election election;
    private final AtomicBoolean cut = new AtomicBoolean();
    // Written by the loop of the distributor, read by the test.
    private volatile Instant contended = Instant.MIN;

    CuttableElection(Election election) {
      this.election = election;
    }

    @Override
    public List<Term> contend(Collection<String> names, String contender, Duration lease) {
      Instant now = clock.now();
      try {
        check();
        return election.contend(names, contender, lease);
      } finally {
        contended = now;
      }
    }

    @Override
    public void resign(Term term) {
      check();
      election.resign(term);
    }

    @Override
    public Map<String, @Nullable String> leaders(Collection<String> names) {
      check();
      return election.leaders(names);
    }

    private void check() {
      if (cut.get()) {
        throw new UnavailableException("cut off");
      }
    }
  }

  @AfterEach
  void close() {
    end.countDown();
    started.keySet().forEach(Distributor::stop);
    backend.close();
  }

  private Distributor start(String name, Consumer<Registry> registration) {
    return start(DistributorOptions.named(name), registration, backend.election());
  }

  private Distributor start(
      DistributorOptions options, Consumer<Registry> registration, Election election) {
    Catalogue catalogue = Catalogue.of(List.of(new WrittenPlugin(registration)));
    assertThat(catalogue.problems()).isEmpty();
    CuttableElection own = new CuttableElection(election);
    Distributor distributor =
        Distributor.create(
            options,
            new DistributorPorts(own, backend.distributions(), backend.memberRegistry()),
            catalogue,
            jobService,
            clock);
    started.put(distributor, own);
    distributor.start();
    return distributor;
  }

  @Test
  void overlapSkip_withAJobOfAUserThatHasTheSameTag_postsNevertheless() {
    JobSpec tagged = JobSpec.builder("noop").tags(List.of("distribution/tick")).build();
    Caller user = new Caller("user/a", "user/a", Set.of("user/a", Principals.USER), null);
    jobService.forCaller(user).post(tagged);
    start(
        "d1",
        registry ->
            registry
                .distribution("tick", MINUTELY)
                .overlap(OverlapPolicy.SKIP)
                .posts((time, jobs) -> List.of(JobSpec.of("noop"))));
    awaitLastTime("tick", clock.now());
    assertThat(state("tick").lastPosted()).isEqualTo(1);
  }

  private List<Job> jobs() {
    return jobService
        .forCaller(Caller.internal())
        .search(JobQuery.of(Filter.EVERYTHING, 10_000))
        .jobs();
  }

  private DistributionState state(String name) {
    return backend.distributions().all().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void awaitJobs(int count) {
    await().atMost(TIMEOUT).until(() -> jobs().size() == count);
  }

  private void awaitLastTime(String name, Instant time) {
    await()
        .atMost(TIMEOUT)
        .until(() ->
            backend.distributions().all().stream()
                .anyMatch(s -> s.name().equals(name) && time.equals(s.lastTime())));
  }

  /** Advances the clock in steps, so that leaders renew their terms in between. */
  private void pass(Duration duration) {
    Instant until = clock.now().plus(duration);
    while (clock.now().isBefore(until)) {
      clock.advance(Duration.ofSeconds(5));
      started.keySet().forEach(Distributor::wake);
      await().atMost(TIMEOUT).until(this::haveAllContended);
    }
  }

  /** Whether all distributors have contended within the last half of a lease, as they have to. */
  private boolean haveAllContended() {
    Instant least = clock.now().minus(LEASE.dividedBy(2));
    return started.values().stream().allMatch(election -> election.contended.isAfter(least));
  }

  private void stop(Distributor distributor) {
    distributor.stop();
    started.remove(distributor);
  }

  @Test
  void newInterval_runsAtOnceAndThenByItsInterval() {
    Instant start = clock.now();
    start("d1", r -> r.distribution("tick", MINUTELY).overlap(OverlapPolicy.ALLOW));
    awaitJobs(1);
    assertThat(jobs().getFirst().spec().action()).isEqualTo("tick");
    assertThat(jobs().getFirst().spec().tags()).isEmpty();
    assertThat(jobs().getFirst().origin().distribution()).isEqualTo("tick");
    awaitLastTime("tick", start);
    pass(Duration.ofSeconds(60));
    awaitJobs(2);
    awaitLastTime("tick", start.plusSeconds(60));
    assertThat(state("tick").nextTime()).isEqualTo(start.plusSeconds(120));
    assertThat(state("tick").lastPosted()).isEqualTo(1);
    assertThat(state("tick").leader()).startsWith("d1-");
  }

  @Test
  void failover_afterATimeWasPosted_postsOnlyTheNextTime() {
    Instant start = clock.now();
    Consumer<Registry> plugin = r -> r.distribution("tick", MINUTELY).overlap(OverlapPolicy.ALLOW);
    Distributor first = start("d1", plugin);
    awaitLastTime("tick", start);
    start("d2", plugin);
    stop(first);
    pass(Duration.ofSeconds(30));
    assertThat(jobs()).hasSize(1);
    pass(Duration.ofSeconds(30));
    awaitJobs(2);
    awaitLastTime("tick", start.plusSeconds(60));
    assertThat(state("tick").leader()).startsWith("d2-");
  }

  @Test
  void twoDistributors_ofWhichOneIsDisconnected_postEachTimeOnce() {
    Instant start = clock.now();
    Consumer<Registry> plugin = r -> r.distribution("tick", MINUTELY).overlap(OverlapPolicy.ALLOW);
    CuttableElection election = new CuttableElection(backend.election());
    start(DistributorOptions.named("d1"), plugin, election);
    awaitLastTime("tick", start);
    start("d2", plugin);
    election.cut.set(true);
    pass(Duration.ofSeconds(60));
    awaitLastTime("tick", start.plusSeconds(60));
    assertThat(state("tick").leader()).startsWith("d2-");
    election.cut.set(false);
    pass(Duration.ofSeconds(60));
    awaitLastTime("tick", start.plusSeconds(120));
    pass(Duration.ofSeconds(60));
    awaitLastTime("tick", start.plusSeconds(180));
    assertThat(jobs()).hasSize(4);
  }

  @Test
  void post_whoseStateWasNotSaved_isNotRepeated() {
    Instant start = clock.now();
    Consumer<Registry> plugin =
        r ->
            r.distribution("tick", MINUTELY)
                .posts((time, jobs) -> List.of(JobSpec.of("a"), JobSpec.of("b")))
                .overlap(OverlapPolicy.ALLOW);
    Distributor first = start("d1", plugin);
    awaitLastTime("tick", start);
    stop(first);
    // Restores the state from before the save, as if the process had died between the post and the
    // save.
    Term term =
        backend.election().contend(List.of("tick"), "crashed", Duration.ofSeconds(1)).getFirst();
    backend
        .distributions()
        .save(
            new DistributionState("tick", MINUTELY.text(), null, start, 0, null, "x", 0, null),
            term);
    backend.election().resign(term);
    start("d2", plugin);
    awaitLastTime("tick", start);
    assertThat(jobs()).hasSize(2);
  }

  @Test
  void overlapSkip_postsNothingWhileAJobIsNotFinal() {
    Instant start = clock.now();
    start("d1", r -> r.distribution("tick", MINUTELY));
    awaitLastTime("tick", start);
    pass(Duration.ofSeconds(60));
    awaitLastTime("tick", start.plusSeconds(60));
    assertThat(jobs()).hasSize(1);
    assertThat(state("tick").lastPosted()).isZero();
    jobService.forCaller(Caller.internal()).cancel(jobs().getFirst().id());
    pass(Duration.ofSeconds(60));
    awaitJobs(2);
  }

  @Test
  void missedTimes_areCaughtUpByANewLeader() {
    Instant start = clock.now();
    Consumer<Registry> plugin =
        r ->
            r.distribution("tick", MINUTELY)
                .overlap(OverlapPolicy.ALLOW)
                .misfire(MisfirePolicy.CATCH_UP);
    Distributor first = start("d1", plugin);
    awaitLastTime("tick", start);
    stop(first);
    clock.advance(Duration.ofMinutes(3));
    start("d2", plugin);
    awaitJobs(4);
    awaitLastTime("tick", start.plusSeconds(180));
    // The last of the three times was handled in time.
    assertThat(state("tick").misfires()).isEqualTo(2);
    assertThat(state("tick").lastMisfire()).isEqualTo(start.plusSeconds(120));
  }

  @Test
  void missedTimes_withOneRunForAll_areCounted() {
    Instant start = clock.now();
    Consumer<Registry> plugin = r -> r.distribution("tick", MINUTELY).overlap(OverlapPolicy.ALLOW);
    Distributor first = start("d1", plugin);
    awaitLastTime("tick", start);
    assertThat(state("tick").misfires()).isZero();
    stop(first);
    clock.advance(Duration.ofMinutes(3));
    start("d2", plugin);
    awaitLastTime("tick", start.plusSeconds(60));
    assertThat(state("tick").nextTime()).isEqualTo(start.plusSeconds(240));
    assertThat(state("tick").misfires()).isEqualTo(2);
    pass(Duration.ofSeconds(60));
    awaitLastTime("tick", start.plusSeconds(240));
    assertThat(state("tick").misfires()).isEqualTo(2);
    assertThat(state("tick").lastMisfire()).isEqualTo(start.plusSeconds(120));
  }

  @Test
  void source_thatThrows_isShownAndRunsAgainAtItsNextTime() {
    Instant start = clock.now();
    AtomicBoolean bad = new AtomicBoolean(true);
    start(
        "d1",
        r ->
            r.distribution("tick", MINUTELY)
                .posts((time, jobs) -> {
                  if (bad.get()) {
                    throw new NoClassDefFoundError("gone");
                  }
                  return List.of(JobSpec.of("a"));
                }));
    awaitLastTime("tick", start);
    assertThat(state("tick").lastError()).isEqualTo("NoClassDefFoundError: gone");
    assertThat(jobs()).isEmpty();
    bad.set(false);
    pass(Duration.ofSeconds(60));
    awaitJobs(1);
    awaitLastTime("tick", start.plusSeconds(60));
    assertThat(state("tick").lastError()).isNull();
  }

  @Test
  void source_thatIsSlow_delaysNoOtherAndLosesNoTerm() {
    Instant start = clock.now();
    start(
        "d1",
        r -> {
          r.distribution("slow", MINUTELY)
              .posts((time, jobs) -> {
                end.await();
                return List.of();
              });
          r.distribution("tick", MINUTELY).overlap(OverlapPolicy.ALLOW);
        });
    awaitLastTime("tick", start);
    pass(Duration.ofSeconds(60));
    awaitLastTime("tick", start.plusSeconds(60));
    assertThat(jobs()).hasSize(2);
    assertThat(backend.election().leaders(List.of("slow")).get("slow")).startsWith("d1-");
  }

  @Test
  void changedSchedule_givesANewNextTime() {
    Instant start = clock.now();
    Distributor first = start("d1", r -> r.distribution("tick", MINUTELY));
    awaitLastTime("tick", start);
    stop(first);
    Duration hour = Duration.ofHours(1);
    start(
        DistributorOptions.named("d2").withIntervals(Map.of("tick", hour)),
        r -> r.distribution("tick", MINUTELY),
        backend.election());
    await().atMost(TIMEOUT).until(() -> state("tick").schedule().equals("every PT1H"));
    assertThat(state("tick").nextTime()).isEqualTo(start.plus(hour));
  }

  @Test
  void excludedDistribution_hasNoLeader() {
    start(
        DistributorOptions.named("d1").withExclude(java.util.Set.of("tick")),
        r -> {
          r.distribution("tick", MINUTELY);
          r.distribution("tock", MINUTELY);
        },
        backend.election());
    awaitJobs(1);
    assertThat(backend.election().leaders(List.of("tick")).get("tick")).isNull();
    assertThat(jobs().getFirst().spec().action()).isEqualTo("tock");
  }
}
