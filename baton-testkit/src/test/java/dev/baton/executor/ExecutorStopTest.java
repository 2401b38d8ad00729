// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.member.Member;
import dev.baton.member.MemberRegistry;
import dev.baton.plugin.JobRun;
import dev.baton.service.Clock;
import dev.baton.service.Threads;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the graceful stop of an executor (docs/configuration.md, "Signals"). */
final class ExecutorStopTest {

  private final InMemoryExecutors inMemoryExecutors = new InMemoryExecutors();
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void close() {
    end.countDown();
    inMemoryExecutors.close();
  }

  private static Duration timed(Runnable work) {
    long start = Clock.system().nanos();
    work.run();
    return Duration.ofNanos(Clock.system().nanos() - start);
  }

  private static void awaitStopRequest(JobRun run) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    while (!run.stopRequested()) {
      never.await(5, TimeUnit.MILLISECONDS);
    }
  }

  @Test
  void jobsThatEndWithinTheGrace_endWell() {
    inMemoryExecutors.action("act", ExecutorStopTest::awaitStopRequest);
    Executor executor = inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    JobId id = inMemoryExecutors.post("act");
    inMemoryExecutors.awaitState(id, JobState.RUNNING);
    executor.stop();
    assertThat(inMemoryExecutors.job(id).state()).isEqualTo(JobState.SUCCESS);
    assertThat(inMemoryExecutors.backend.memberRegistry().members(Duration.ofMinutes(1))).isEmpty();
  }

  @Test
  void afterTheStopBegan_nothingIsClaimed() {
    inMemoryExecutors.action("act", ExecutorStopTest::awaitStopRequest).action("next", run -> {});
    Executor executor = inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    JobId id = inMemoryExecutors.post("act");
    inMemoryExecutors.awaitState(id, JobState.RUNNING);
    executor.stop();
    executor.start();
    JobId next = inMemoryExecutors.post("next");
    assertThat(inMemoryExecutors.job(next).state()).isEqualTo(JobState.QUEUED);
    inMemoryExecutors.start(InMemoryExecutors.options("e2"));
    assertThat(inMemoryExecutors.awaitFinal(next).status().owner()).isEqualTo("e2");
  }

  @Test
  void drainedExecutor_endsItsJobsAndClaimsNoMore() {
    CountDownLatch go = new CountDownLatch(1);
    inMemoryExecutors
        .action("act", run -> go.await(10, TimeUnit.SECONDS))
        .action("next", run -> {});
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    JobId running = inMemoryExecutors.post("act");
    inMemoryExecutors.awaitState(running, JobState.RUNNING);
    assertThat(asked(MemberRegistry.DRAIN)).startsWith(MemberRegistry.DONE).contains("1 still run");
    await().until(() -> member().stopping() && member().draining());
    JobId next = inMemoryExecutors.post("next");
    go.countDown();
    assertThat(inMemoryExecutors.awaitFinal(running).state()).isEqualTo(JobState.SUCCESS);
    assertThat(inMemoryExecutors.job(next).state()).isEqualTo(JobState.QUEUED);
    assertThat(asked(MemberRegistry.UNDRAIN)).startsWith(MemberRegistry.DONE);
    assertThat(inMemoryExecutors.awaitFinal(next).state()).isEqualTo(JobState.SUCCESS);
    assertThat(asked("dance")).contains("'dance' is unknown").contains("drain, threads, undrain");
  }

  private Member member() {
    return inMemoryExecutors.backend.memberRegistry().members(Duration.ofMinutes(1)).getFirst();
  }

  private String asked(String subject) {
    MemberRegistry registry = inMemoryExecutors.backend.memberRegistry();
    await().until(() -> !registry.members(Duration.ofMinutes(1)).isEmpty());
    String question = registry.postQuestion(member().id(), subject);
    return await().until(() -> registry.answerTo(question), Optional::isPresent).orElseThrow();
  }

  @Test
  void handedOverJob_isResumedByAnotherAtOnce() {
    inMemoryExecutors.action(
        "act",
        run -> {
          if (!run.resumed()) {
            awaitStopRequest(run);
            run.progress(40);
            run.handOver();
          }
        });
    Executor executor =
        inMemoryExecutors.start(
            InMemoryExecutors.options("e1").withGracePeriod(Duration.ofMinutes(2)));
    JobId id = inMemoryExecutors.post("act");
    inMemoryExecutors.awaitState(id, JobState.RUNNING);
    inMemoryExecutors.start(InMemoryExecutors.options("e2"));
    executor.stop();
    Job job = inMemoryExecutors.awaitFinal(id);
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.status().owner()).isEqualTo("e2");
    assertThat(inMemoryExecutors.events(id))
        .containsExactly(
            JobEvent.Kind.POSTED,
            JobEvent.Kind.STARTED,
            JobEvent.Kind.ABANDONED,
            JobEvent.Kind.RESUMED,
            JobEvent.Kind.ENDED);
  }

  @Test
  void jobsBeyondTheGrace_areInterruptedAndResumedByAnother() {
    inMemoryExecutors.action(
        "act",
        run -> {
          if (!run.resumed()) {
            end.await();
          }
        });
    Executor executor =
        inMemoryExecutors.start(
            InMemoryExecutors.options("e1").withGracePeriod(Duration.ofMillis(200)));
    JobId id = inMemoryExecutors.post("act");
    inMemoryExecutors.awaitState(id, JobState.RUNNING);
    assertThat(timed(executor::stop)).isBetween(Duration.ofMillis(200), Duration.ofSeconds(2));
    assertThat(executor.running()).isZero();
    inMemoryExecutors.start(InMemoryExecutors.options("e2"));
    Job job = inMemoryExecutors.awaitFinal(id);
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.status().failures()).isZero();
  }

  @Test
  void jobThatIgnoresInterrupts_isAbandonedWithinTheBound() {
    inMemoryExecutors.action(
        "act",
        run -> {
          boolean done = run.resumed();
          while (!done) {
            try {
              done = end.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
              done = false;
            }
          }
        });
    Executor executor =
        inMemoryExecutors.start(InMemoryExecutors.options("e1").withGracePeriod(Duration.ZERO));
    JobId id = inMemoryExecutors.post("act");
    inMemoryExecutors.awaitState(id, JobState.RUNNING);
    assertThat(timed(executor::stop)).isLessThan(Duration.ofMillis(2500));
    inMemoryExecutors.start(InMemoryExecutors.options("e2"));
    assertThat(inMemoryExecutors.awaitFinal(id).status().owner()).isEqualTo("e2");
  }

  @Test
  void secondSignal_endsTheGrace() {
    inMemoryExecutors.action(
        "act",
        run -> {
          if (!run.resumed()) {
            end.await();
          }
        });
    Executor executor =
        inMemoryExecutors.start(
            InMemoryExecutors.options("e1").withGracePeriod(Duration.ofMinutes(2)));
    JobId id = inMemoryExecutors.post("act");
    inMemoryExecutors.awaitState(id, JobState.RUNNING);
    Thread first = Threads.virtual("first-stop", executor::stop);
    first.start();
    await()
        .atMost(InMemoryExecutors.WAIT_LIMIT)
        .until(() -> first.getState() == Thread.State.WAITING);
    assertThat(timed(executor::stopNow)).isLessThan(Duration.ofSeconds(2));
    Threads.join(first);
    inMemoryExecutors.start(InMemoryExecutors.options("e2"));
    assertThat(inMemoryExecutors.awaitFinal(id).status().owner()).isEqualTo("e2");
  }

  @Test
  void stop_whenTheServersHang_returnsWithinGraceAndBound() {
    FaultInjector faultInjector = new FaultInjector();
    inMemoryExecutors.action("act", run -> end.await());
    ExecutorOptions options =
        InMemoryExecutors.options("e1").withGracePeriod(Duration.ofMillis(200));
    Executor executor = inMemoryExecutors.start(options, faultInjector, ExecutorListener.NONE);
    JobId id = inMemoryExecutors.post("act");
    inMemoryExecutors.awaitState(id, JobState.RUNNING);
    faultInjector.block();
    assertThat(timed(executor::stop)).isLessThan(Duration.ofMillis(3500));
    faultInjector.restore();
  }
}
