// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.distributor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.access.Caller;
import dev.baton.election.DistributionState;
import dev.baton.election.Term;
import dev.baton.error.UnavailableException;
import dev.baton.filter.Filter;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.jobservice.JobService;
import dev.baton.memory.InMemoryBackend;
import dev.baton.plugin.Distribution;
import dev.baton.plugin.DistributionTask;
import dev.baton.plugin.JobSource;
import dev.baton.plugin.MisfirePolicy;
import dev.baton.plugin.OverlapPolicy;
import dev.baton.plugin.Schedule;
import dev.baton.plugin.Upkeep;
import dev.baton.service.OutageLog;
import dev.baton.service.Threads;
import dev.baton.testkit.clock.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests single passes of a distribution. */
final class RunDistributionTest {

  private static final String NAME = "tick";

  private final ManualClock clock = new ManualClock();
  private final InMemoryBackend backend = new InMemoryBackend(clock);
  private final JobService jobService =
      new JobService(backend.jobs(), (spec, caller) -> spec, clock);
  private final AtomicReference<@Nullable ContendedDistribution> running = new AtomicReference<>();

  @AfterEach
  void close() {
    backend.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void pass_interruptedByItsDistributor_leavesItsTimeToTheNext(boolean wraps) {
    AtomicInteger calls = new AtomicInteger();
    JobSource source =
        (time, jobs) -> {
          if (calls.incrementAndGet() == 1) {
            waitUntilInterrupted(wraps);
          }
          return List.of(JobSpec.of("noop"));
        };
    Instant start = clock.now();
    pass(source);
    assertThat(state().lastTime()).isNull();
    assertThat(state().nextTime()).isEqualTo(start);
    pass(source);
    assertThat(state().lastTime()).isEqualTo(start);
    assertThat(state().lastError()).isNull();
    assertThat(jobCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void upkeep_interruptedByItsDistributor_isDoneAgain(boolean wraps) {
    AtomicInteger calls = new AtomicInteger();
    Upkeep upkeep =
        () -> {
          if (calls.incrementAndGet() == 1) {
            waitUntilInterrupted(wraps);
          }
          return 3;
        };
    pass(upkeep);
    assertThat(state().lastTime()).isNull();
    pass(upkeep);
    assertThat(state().lastPosted()).isEqualTo(3);
  }

  @Test
  void request_whosePassFails_isCarriedOutAfterTheBackoff() {
    AtomicInteger calls = new AtomicInteger();
    Upkeep upkeep =
        () -> {
          if (calls.incrementAndGet() == 2) {
            throw new UnavailableException("the server does not answer");
          }
          return 1;
        };
    ContendedDistribution contendedDistribution =
        new ContendedDistribution(distribution(upkeep), clock);
    Term term = lead(contendedDistribution);
    pass(contendedDistribution, term);
    contendedDistribution.request();
    assertThat(contendedDistribution.isRequestDue()).isTrue();
    pass(contendedDistribution, term);
    assertThat(calls).hasValue(2);
    assertThat(contendedDistribution.openRequest()).isNotNull();
    assertThat(contendedDistribution.isRequestDue()).as("during the backoff").isFalse();
    assertThat(contendedDistribution.wakeAt()).isAfter(clock.now());
    pass(contendedDistribution, term);
    assertThat(calls).hasValue(3);
    assertThat(contendedDistribution.openRequest()).isNull();
  }

  @Test
  void request_duringTheRunOfAnotherRequest_stays() {
    ContendedDistribution contendedDistribution =
        new ContendedDistribution(distribution((Upkeep) () -> 0), clock);
    contendedDistribution.request();
    ContendedDistribution.RunRequest first =
        Objects.requireNonNull(contendedDistribution.openRequest());
    contendedDistribution.request();
    contendedDistribution.carriedOut(first);
    assertThat(contendedDistribution.openRequest()).isNotNull().isNotSameAs(first);
  }

  /** A failure that repeats at each time is logged as WARN only once. */
  @Test
  void error_isNewsUntilItIsTheSameAgain() {
    ContendedDistribution contendedDistribution =
        new ContendedDistribution(distribution((Upkeep) () -> 0), clock);
    assertThat(contendedDistribution.isNewError(null)).isFalse();
    assertThat(contendedDistribution.isNewError("a")).isTrue();
    assertThat(contendedDistribution.isNewError("a")).isFalse();
    assertThat(contendedDistribution.isNewError("b")).isTrue();
    assertThat(contendedDistribution.isNewError(null)).isTrue();
    assertThat(contendedDistribution.isNewError(null)).isFalse();
    assertThat(contendedDistribution.isNewError("b")).isTrue();
  }

  /** Interrupts the pass while the code of a plugin runs, as a distributor that stops does. */
  private void waitUntilInterrupted(boolean wraps) throws InterruptedException {
    ContendedDistribution contendedDistribution = running.get();
    assertThat(contendedDistribution).isNotNull();
    contendedDistribution.interruptPass();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      if (wraps) {
        throw new IllegalStateException("the call failed", e);
      }
      throw e;
    }
  }

  private static Distribution distribution(DistributionTask distributionTask) {
    return new Distribution(
        NAME,
        "plugin",
        "",
        NAME,
        Schedule.every(Duration.ofMinutes(1)),
        distributionTask,
        MisfirePolicy.CATCH_UP,
        OverlapPolicy.ALLOW);
  }

  /** Runs one pass in a process that has just become the leader. */
  private void pass(DistributionTask distributionTask) {
    ContendedDistribution contendedDistribution =
        new ContendedDistribution(distribution(distributionTask), clock);
    running.set(contendedDistribution);
    pass(contendedDistribution, lead(contendedDistribution));
  }

  private Term lead(ContendedDistribution contendedDistribution) {
    Term term =
        backend.election().contend(List.of(NAME), "leader", Duration.ofMinutes(1)).getFirst();
    contendedDistribution.termChanged(term);
    return term;
  }

  private void pass(ContendedDistribution contendedDistribution, Term term) {
    RunDistribution pass =
        new RunDistribution(
            contendedDistribution,
            term,
            backend.distributions(),
            jobService,
            clock,
            new OutageLog("leader"),
            () -> {});
    Thread thread = Threads.virtual("pass", pass);
    contendedDistribution.startPass(thread);
    Threads.join(thread);
  }

  private DistributionState state() {
    return backend.distributions().all().getFirst();
  }

  private long jobCount() {
    return jobService
        .forCaller(Caller.internal())
        .search(JobQuery.of(Filter.EVERYTHING, 10))
        .count();
  }
}
