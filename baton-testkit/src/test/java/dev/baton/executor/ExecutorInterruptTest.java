// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.error.LostClaimException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.RetryPolicy;
import dev.baton.plugin.JobRun;
import dev.baton.service.Backoff;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Tests cancel and timeout: the interrupt, the hook, and the thread that is abandoned after a time
 * limit.
 */
final class ExecutorInterruptTest {

  private final InMemoryExecutors inMemoryExecutors = new InMemoryExecutors();
  private final CountDownLatch stuck = new CountDownLatch(1);

  @AfterEach
  void close() {
    stuck.countDown();
    inMemoryExecutors.close();
  }

  /** Ignores interrupts and returns when the test ends. */
  private void ignoringInterrupts() {
    boolean done = false;
    while (!done) {
      try {
        done = stuck.await(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        done = false;
      }
    }
  }

  @Test
  void cancel_interruptsTheActionAndRunsItsHooks() {
    CountDownLatch hooked = new CountDownLatch(1);
    CompletableFuture<Throwable> seen = new CompletableFuture<>();
    inMemoryExecutors.action(
        "act",
        run -> {
          run.onInterrupt(hooked::countDown);
          try {
            stuck.await();
          } catch (InterruptedException e) {
            seen.complete(e);
            throw e;
          }
        });
    Executor executor = inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    JobId id = inMemoryExecutors.post("act");
    inMemoryExecutors.awaitState(id, JobState.RUNNING);
    inMemoryExecutors.jobs().cancel(id);
    assertThat(seen)
        .succeedsWithin(InMemoryExecutors.WAIT_LIMIT)
        .isInstanceOf(InterruptedException.class);
    await().atMost(InMemoryExecutors.WAIT_LIMIT).until(() -> hooked.getCount() == 0);
    await().atMost(InMemoryExecutors.WAIT_LIMIT).until(() -> executor.running() == 0);
    assertThat(inMemoryExecutors.job(id).state()).isEqualTo(JobState.CANCELED);
    assertThat(inMemoryExecutors.backend.board().postings(0, 10)).isEmpty();
  }

  @Test
  void cancel_ofADeafAction_leaksTheSlotUntilItEnds() {
    AtomicInteger leaked = new AtomicInteger();
    ExecutorListener listener =
        new ExecutorListener() {
          @Override
          public void threadLeaked(Job job) {
            leaked.incrementAndGet();
          }
        };
    inMemoryExecutors.action("act", run -> ignoringInterrupts()).action("fine", run -> {});
    ExecutorOptions options =
        InMemoryExecutors.options("e1").withSlots(2).withInterruptTimeout(Duration.ofMillis(200));
    Executor executor = inMemoryExecutors.start(options, new FaultInjector(), listener);
    JobId id = inMemoryExecutors.post("act");
    inMemoryExecutors.awaitState(id, JobState.RUNNING);
    inMemoryExecutors.jobs().cancel(id);
    await().atMost(InMemoryExecutors.WAIT_LIMIT).until(() -> leaked.get() == 1);
    await()
        .atMost(InMemoryExecutors.WAIT_LIMIT)
        .until(() -> inMemoryExecutors.backend.board().postings(0, 9).isEmpty());
    assertThat(executor.running()).isEqualTo(1);
    assertThat(inMemoryExecutors.awaitFinal(inMemoryExecutors.post("fine")).state())
        .isEqualTo(JobState.SUCCESS);
    stuck.countDown();
    await().atMost(InMemoryExecutors.WAIT_LIMIT).until(() -> executor.running() == 0);
  }

  @Test
  void writes_afterCancel_areRefused() {
    AtomicReference<JobRun> handle = new AtomicReference<>();
    inMemoryExecutors.action(
        "act",
        run -> {
          handle.set(run);
          stuck.await();
        });
    Executor executor = inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    JobId id = inMemoryExecutors.post("act");
    await().atMost(InMemoryExecutors.WAIT_LIMIT).until(() -> handle.get() != null);
    inMemoryExecutors.jobs().cancel(id);
    await().atMost(InMemoryExecutors.WAIT_LIMIT).until(() -> executor.running() == 0);
    assertThatThrownBy(() -> handle.get().progress(3)).isInstanceOf(LostClaimException.class);
    assertThatThrownBy(() -> handle.get().log("x")).isInstanceOf(LostClaimException.class);
  }

  @Test
  void refusedWrite_stopsTheRunBeforeTheNextHeartbeat() {
    AtomicBoolean interrupted = new AtomicBoolean();
    inMemoryExecutors.action(
        "act",
        run -> {
          try {
            for (int i = 0; stuck.getCount() > 0; i++) {
              run.progress(i % 100);
              stuck.await(1, TimeUnit.MILLISECONDS);
            }
          } catch (InterruptedException | LostClaimException e) {
            interrupted.set(true);
            throw e;
          }
        });
    inMemoryExecutors.start(InMemoryExecutors.options("e1").withLease(Duration.ofMinutes(2)));
    JobId id = inMemoryExecutors.post("act");
    await()
        .atMost(InMemoryExecutors.WAIT_LIMIT)
        .until(() -> inMemoryExecutors.job(id).status().progress() > 0);
    inMemoryExecutors.jobs().cancel(id);
    await().atMost(InMemoryExecutors.WAIT_LIMIT).untilTrue(interrupted);
    assertThat(inMemoryExecutors.job(id).state()).isEqualTo(JobState.CANCELED);
  }

  @Test
  void timeout_failsTheJobWithCode124() {
    inMemoryExecutors.action("act", run -> stuck.await());
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    Job job =
        inMemoryExecutors.awaitFinal(
            inMemoryExecutors.post(JobSpec.builder("act").timeout(Duration.ofMillis(100)).build()));
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().returnCode()).isEqualTo(124);
    assertThat(job.status().statusMessage()).isEqualTo("timed out after PT0.1S");
  }

  @Test
  void timeout_ofTheAction_holdsForJobsThatNameNone() {
    inMemoryExecutors.action("act", run -> stuck.await(), s -> s.timeout(Duration.ofMillis(100)));
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    assertThat(inMemoryExecutors.awaitFinal(inMemoryExecutors.post("act")).status().returnCode())
        .isEqualTo(124);
  }

  @Test
  void timeout_ofADeafAction_failsTheJobAndAbandonsTheThread() {
    inMemoryExecutors.action("act", run -> ignoringInterrupts());
    Executor executor =
        inMemoryExecutors.start(
            InMemoryExecutors.options("e1").withInterruptTimeout(Duration.ofMillis(200)));
    Job job =
        inMemoryExecutors.awaitFinal(
            inMemoryExecutors.post(JobSpec.builder("act").timeout(Duration.ofMillis(100)).build()));
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().returnCode()).isEqualTo(124);
    assertThat(executor.running()).isEqualTo(1);
  }

  @Test
  void timeout_withAttemptsLeft_isRetried() {
    AtomicInteger starts = new AtomicInteger();
    inMemoryExecutors.action(
        "act",
        run -> {
          if (starts.incrementAndGet() == 1) {
            stuck.await();
          }
        });
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    RetryPolicy twice =
        new RetryPolicy(2, Backoff.doubling(Duration.ofMillis(10), Duration.ofMillis(20)));
    Job job =
        inMemoryExecutors.awaitFinal(
            inMemoryExecutors.post(
                JobSpec.builder("act").timeout(Duration.ofMillis(100)).retry(twice).build()));
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.status().failures()).isEqualTo(1);
    assertThat(job.status().lastError()).isEqualTo("timed out after PT0.1S");
  }

  @Test
  void hook_thatThrows_orComesLate_doesNoHarm() {
    CountDownLatch late = new CountDownLatch(1);
    inMemoryExecutors.action(
        "act",
        run -> {
          run.onInterrupt(() -> {
            throw new IllegalStateException("bad hook");
          });
          try {
            stuck.await();
          } catch (InterruptedException e) {
            run.onInterrupt(late::countDown);
          }
        });
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    JobId id = inMemoryExecutors.post("act");
    inMemoryExecutors.awaitState(id, JobState.RUNNING);
    inMemoryExecutors.jobs().cancel(id);
    await().atMost(InMemoryExecutors.WAIT_LIMIT).until(() -> late.getCount() == 0);
  }
}
