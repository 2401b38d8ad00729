// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.error.LostClaimException;
import dev.baton.flow.Flow;
import dev.baton.flow.FlowNode;
import dev.baton.flow.Task;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.plugin.JobRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests stores and boards that hang, fail, or report a lost lease. */
final class ExecutorLeaseTest {

  private static final Duration LEASE = Duration.ofMillis(600);

  private final InMemoryExecutors inMemoryExecutors = new InMemoryExecutors();
  private final FaultInjector faultInjector = new FaultInjector();
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void close() {
    end.countDown();
    faultInjector.restore();
    inMemoryExecutors.close();
  }

  private static ExecutorOptions options(String name) {
    return InMemoryExecutors.options(name)
        .withLease(LEASE)
        .withPollInterval(Duration.ofMillis(100));
  }

  /** Sets a lease that is long enough for a busy machine. */
  private static ExecutorOptions longLease(String name) {
    return options(name).withLease(Duration.ofSeconds(2));
  }

  @Test
  void renewal_thatHangs_doesNotDelayTheInterrupt() {
    AtomicReference<JobRun> cutOff = new AtomicReference<>();
    AtomicInteger interrupts = new AtomicInteger();
    inMemoryExecutors.action(
        "act",
        run -> {
          if (!run.resumed()) {
            cutOff.set(run);
            try {
              end.await();
            } catch (InterruptedException e) {
              interrupts.incrementAndGet();
              throw e;
            }
          }
        });
    inMemoryExecutors.start(options("e1"), faultInjector, ExecutorListener.NONE);
    JobId id = inMemoryExecutors.post("act");
    await().atMost(InMemoryExecutors.WAIT_LIMIT).until(() -> cutOff.get() != null);
    faultInjector.block();
    await().atMost(InMemoryExecutors.WAIT_LIMIT).until(() -> interrupts.get() == 1);
    assertThatThrownBy(() -> cutOff.get().progress(1)).isInstanceOf(LostClaimException.class);
    assertThat(inMemoryExecutors.job(id).state()).isEqualTo(JobState.RUNNING);
    faultInjector.restore();
    Job job = inMemoryExecutors.awaitFinal(id);
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.status().attempt()).isEqualTo(2);
    assertThat(job.status().failures()).isZero();
  }

  @Test
  void jobs_ofADisconnectedExecutor_areResumedByAnother() {
    inMemoryExecutors.action(
        "act",
        run -> {
          if (!run.resumed()) {
            end.await();
          }
        });
    AtomicInteger lost = new AtomicInteger();
    ExecutorListener listener =
        new ExecutorListener() {
          @Override
          public void claimLost(Job job) {
            lost.incrementAndGet();
          }
        };
    inMemoryExecutors.start(options("e1"), faultInjector, listener);
    JobId id = inMemoryExecutors.post("act");
    inMemoryExecutors.awaitState(id, JobState.RUNNING);
    faultInjector.cut();
    inMemoryExecutors.start(options("e2"));
    Job job = inMemoryExecutors.awaitFinal(id);
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.status().owner()).isEqualTo("e2");
    await().atMost(InMemoryExecutors.WAIT_LIMIT).until(() -> lost.get() == 1);
    assertThat(inMemoryExecutors.events(id)).contains(JobEvent.Kind.LOST, JobEvent.Kind.RESUMED);
  }

  @Test
  void session_lostAtEachClaim_isNotOpenedInABusyLoop() {
    inMemoryExecutors.action("act", run -> {});
    faultInjector.loseSessions(true);
    inMemoryExecutors.start(
        options("e1").withLease(Duration.ofSeconds(8)), faultInjector, ExecutorListener.NONE);
    JobId id = inMemoryExecutors.post("act");
    await()
        .pollDelay(Duration.ofSeconds(1))
        .atMost(InMemoryExecutors.WAIT_LIMIT)
        .until(() -> faultInjector.joins() > 1);

    // The pauses are 100, 200, 400 ms and longer. Without pauses there would be thousands of joins.
    assertThat(faultInjector.joins()).isLessThan(20);

    faultInjector.loseSessions(false);
    assertThat(inMemoryExecutors.awaitFinal(id).state()).isEqualTo(JobState.SUCCESS);
  }

  @Test
  void end_whileTheStoreDoesNotAnswer_isRepeatedWhileTheClaimHolds() {
    inMemoryExecutors.action("act", run -> end.await());
    inMemoryExecutors.start(
        options("e1").withLease(Duration.ofSeconds(8)), faultInjector, ExecutorListener.NONE);
    JobId id = inMemoryExecutors.post("act");
    inMemoryExecutors.awaitState(id, JobState.RUNNING);
    faultInjector.cut();
    int before = faultInjector.refusals();
    end.countDown();
    await()
        .atMost(InMemoryExecutors.WAIT_LIMIT)
        .until(() -> faultInjector.refusals() >= before + 2);
    assertThat(inMemoryExecutors.job(id).state()).isEqualTo(JobState.RUNNING);
    faultInjector.restore();
    Job job = inMemoryExecutors.awaitFinal(id);
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.status().attempt()).isEqualTo(1);
  }

  @Test
  void lease_thatTheBoardDropped_isFollowedByANewSession() {
    AtomicInteger starts = new AtomicInteger();
    inMemoryExecutors.action(
        "act",
        run -> {
          if (starts.incrementAndGet() == 1) {
            end.await();
          }
        });
    Executor executor =
        inMemoryExecutors.start(options("e1"), faultInjector, ExecutorListener.NONE);
    JobId id = inMemoryExecutors.post("act");
    inMemoryExecutors.awaitState(id, JobState.RUNNING);
    faultInjector.cut();
    await().atMost(InMemoryExecutors.WAIT_LIMIT).until(() -> executor.running() == 0);
    faultInjector.restore();
    Job job = inMemoryExecutors.awaitFinal(id);
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.status().owner()).isEqualTo("e1");
    assertThat(starts).hasValue(2);
    await()
        .atMost(InMemoryExecutors.WAIT_LIMIT)
        .until(() ->
            inMemoryExecutors.backend.memberRegistry().members(Duration.ofMinutes(1)).stream()
                .anyMatch(member -> Integer.valueOf(1).equals(member.lostLeases())));
  }

  @Test
  void grant_whoseAnswerIsLost_isReturnedWhileTheSessionLasts() {
    AtomicInteger starts = new AtomicInteger();
    inMemoryExecutors.action("act", run -> starts.incrementAndGet());
    faultInjector.loseNextGrant();
    inMemoryExecutors.start(
        options("e1").withLease(Duration.ofMinutes(5)), faultInjector, ExecutorListener.NONE);
    JobId id = inMemoryExecutors.post("act");
    Job job = inMemoryExecutors.awaitFinal(id);
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(starts).hasValue(1);
    assertThat(inMemoryExecutors.events(id))
        .containsExactly(
            JobEvent.Kind.POSTED,
            JobEvent.Kind.STARTED,
            JobEvent.Kind.ABANDONED,
            JobEvent.Kind.RESUMED,
            JobEvent.Kind.ENDED);
  }

  /** Waits until the lease has ended, a little later than the executor's trust in it. */
  private void awaitDeath(Executor executor, JobId id, AtomicInteger starts, int death) {
    await()
        .atMost(InMemoryExecutors.WAIT_LIMIT)
        .until(() -> starts.get() == death && executor.running() == 0);
    await()
        .atMost(InMemoryExecutors.WAIT_LIMIT)
        .until(() -> {
          inMemoryExecutors.backend.board().reconcile();
          return Collections.frequency(inMemoryExecutors.events(id), JobEvent.Kind.LOST) == death;
        });
  }

  @Test
  void grant_whoseAnswerIsLost_doesNotResetTheTakeovers() {
    AtomicInteger starts = new AtomicInteger();
    AtomicInteger takeovers = new AtomicInteger();
    inMemoryExecutors.action(
        "act",
        run -> {
          takeovers.set(run.job().status().takeovers());
          if (starts.incrementAndGet() == 1) {
            faultInjector.cut();
            end.await();
          }
        });
    Executor executor =
        inMemoryExecutors.start(longLease("e1"), faultInjector, ExecutorListener.NONE);
    JobId id = inMemoryExecutors.post("act");
    awaitDeath(executor, id, starts, 1);
    faultInjector.loseNextGrant();
    faultInjector.restore();
    assertThat(inMemoryExecutors.awaitFinal(id).state()).isEqualTo(JobState.SUCCESS);
    assertThat(inMemoryExecutors.events(id)).contains(JobEvent.Kind.ABANDONED);
    assertThat(takeovers.get()).isPositive();
  }

  @Test
  void jobThatKillsItsExecutors_isFailedAfterSoManyLosses() {
    AtomicInteger starts = new AtomicInteger();
    inMemoryExecutors.action(
        "act",
        run -> {
          starts.incrementAndGet();
          faultInjector.cut();
          end.await();
        });
    Executor executor =
        inMemoryExecutors.start(
            options("e1").withMaxTakeovers(1), faultInjector, ExecutorListener.NONE);
    JobId id = inMemoryExecutors.post("act");
    for (int death = 1; death <= 2; death++) {
      awaitDeath(executor, id, starts, death);
      faultInjector.restore();
    }
    Job job = inMemoryExecutors.awaitFinal(id);
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().statusMessage())
        .startsWith(
            "the executor died or lost its claim 2 times in a row while it ran this job"
                + " (max-takeovers is 1)");
    assertThat(starts).hasValue(2);
  }

  @Test
  void jobThatAdvancesBetweenDeaths_isNotGivenUp() {
    AtomicInteger starts = new AtomicInteger();
    inMemoryExecutors.action(
        "act",
        run -> {
          int start = starts.incrementAndGet();
          run.progress(10 * start);
          if (start <= 4) {
            await()
                .atMost(InMemoryExecutors.WAIT_LIMIT)
                .until(
                    () -> inMemoryExecutors.job(run.job().id()).status().progress() == 10 * start);
            faultInjector.cut();
            end.await();
          }
        });
    Executor executor =
        inMemoryExecutors.start(
            longLease("e1").withMaxTakeovers(1), faultInjector, ExecutorListener.NONE);
    JobId id = inMemoryExecutors.post("act");
    for (int death = 1; death <= 4; death++) {
      awaitDeath(executor, id, starts, death);
      faultInjector.restore();
    }
    assertThat(inMemoryExecutors.awaitFinal(id).state()).isEqualTo(JobState.SUCCESS);
    assertThat(starts).hasValue(5);
  }

  @Test
  void takeoversWithoutLimit_areNotCountedAgainstTheJob() {
    AtomicInteger starts = new AtomicInteger();
    inMemoryExecutors.action(
        "act",
        run -> {
          if (starts.incrementAndGet() <= 5) {
            faultInjector.cut();
            end.await();
          }
        });
    Executor executor =
        inMemoryExecutors.start(
            longLease("e1").withMaxTakeovers(0), faultInjector, ExecutorListener.NONE);
    JobId id = inMemoryExecutors.post("act");
    for (int death = 1; death <= 5; death++) {
      awaitDeath(executor, id, starts, death);
      faultInjector.restore();
    }
    Job job = inMemoryExecutors.awaitFinal(id);
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.status().takeovers()).isEqualTo(5);
  }

  @Test
  void flowWhoseStepsKillTheirExecutors_isGivenUpOnlyWhenNoStepIsDone() {
    AtomicInteger starts = new AtomicInteger();
    FlowNode steps =
        Flow.linear("steps")
            .add(killer("one", starts, 1), killer("two", starts, 1), killer("three", starts, 9));
    inMemoryExecutors.register(registry ->
        registry.flow("steps", InMemoryExecutors.NoParameters.class, noParameters -> steps));
    Executor executor =
        inMemoryExecutors.start(
            longLease("e1").withMaxTakeovers(1), faultInjector, ExecutorListener.NONE);
    JobId id = inMemoryExecutors.post("steps");
    // Steps one and two kill the executor once each, step three twice. Then the limit is reached.
    for (int death = 1; death <= 4; death++) {
      awaitDeath(executor, id, starts, death);
      faultInjector.restore();
    }
    Job job = inMemoryExecutors.awaitFinal(id);
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().statusMessage())
        .contains("4 times in a row", "max-takeovers is 1")
        .contains("not reverted: 'one' (SUCCESS), 'three' (RUNNING), 'two' (SUCCESS)");
    assertThat(starts).hasValue(4);
  }

  private Task<?> killer(String name, AtomicInteger starts, int deaths) {
    AtomicInteger left = new AtomicInteger(deaths);
    return Task.named(name)
        .run(task -> {
          if (left.getAndDecrement() > 0) {
            starts.incrementAndGet();
            faultInjector.cut();
            end.await();
          }
        });
  }

  @Test
  void wakeUps_whileTheBoardDoesNotAnswer_doNotMakeABusyLoop() {
    inMemoryExecutors.action("nothing", run -> {});
    inMemoryExecutors.start(
        options("e1").withLease(Duration.ofSeconds(30)), faultInjector, ExecutorListener.NONE);
    faultInjector.cut();
    List<JobId> posted = new ArrayList<>();
    await()
        .atMost(InMemoryExecutors.WAIT_LIMIT)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> {
          posted.add(inMemoryExecutors.post("nothing"));
          return posted.size() == 300;
        });
    assertThat(faultInjector.refusals()).isBetween(1, 40);

    faultInjector.restore();
    posted.forEach(
        id -> assertThat(inMemoryExecutors.awaitFinal(id).state()).isEqualTo(JobState.SUCCESS));
  }
}
