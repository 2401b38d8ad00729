// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.plugin.JobRun;
import dev.baton.service.Clock;
import dev.baton.service.Threads;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The graceful stop of DESIGN §6.6. */
final class ExecutorStopTest {

  private final Bed bed = new Bed();
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void close() {
    end.countDown();
    bed.close();
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
    bed.action("act", ExecutorStopTest::awaitStopRequest);
    Executor executor = bed.start(Bed.options("e1"));
    JobId id = bed.post("act");
    bed.awaitState(id, JobState.RUNNING);
    executor.stop();
    assertThat(bed.job(id).state()).isEqualTo(JobState.SUCCESS);
    assertThat(bed.backend.roster().members(Duration.ofMinutes(1))).isEmpty();
  }

  @Test
  void afterTheStopBegan_nothingIsClaimed() {
    bed.action("act", ExecutorStopTest::awaitStopRequest).action("next", run -> {});
    Executor executor = bed.start(Bed.options("e1"));
    JobId id = bed.post("act");
    bed.awaitState(id, JobState.RUNNING);
    executor.stop();
    JobId next = bed.post("next");
    executor.start();
    await().pollDelay(Duration.ofMillis(200)).until(() -> true);
    assertThat(bed.job(next).state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  void handedOverJob_isResumedByAnotherAtOnce() {
    bed.action(
        "act",
        run -> {
          if (!run.resumed()) {
            awaitStopRequest(run);
            run.progress(40);
            run.handOver();
          }
        });
    Executor executor = bed.start(Bed.options("e1").withGrace(Duration.ofMinutes(2)));
    JobId id = bed.post("act");
    bed.awaitState(id, JobState.RUNNING);
    bed.start(Bed.options("e2"));
    executor.stop();
    Job job = bed.awaitFinal(id);
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.status().owner()).isEqualTo("e2");
    assertThat(bed.events(id))
        .containsExactly(
            JobEvent.Kind.POSTED,
            JobEvent.Kind.STARTED,
            JobEvent.Kind.ABANDONED,
            JobEvent.Kind.RESUMED,
            JobEvent.Kind.ENDED);
  }

  @Test
  void jobsBeyondTheGrace_areInterruptedAndResumedByAnother() {
    bed.action(
        "act",
        run -> {
          if (!run.resumed()) {
            end.await();
          }
        });
    Executor executor = bed.start(Bed.options("e1").withGrace(Duration.ofMillis(200)));
    JobId id = bed.post("act");
    bed.awaitState(id, JobState.RUNNING);
    assertThat(timed(executor::stop)).isBetween(Duration.ofMillis(200), Duration.ofSeconds(2));
    assertThat(executor.running()).isZero();
    bed.start(Bed.options("e2"));
    Job job = bed.awaitFinal(id);
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.status().failures()).isZero();
  }

  @Test
  void deafJob_isGivenBackWithinTheBound() {
    bed.action(
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
    Executor executor = bed.start(Bed.options("e1").withGrace(Duration.ZERO));
    JobId id = bed.post("act");
    bed.awaitState(id, JobState.RUNNING);
    assertThat(timed(executor::stop)).isLessThan(Duration.ofMillis(2500));
    bed.start(Bed.options("e2"));
    assertThat(bed.awaitFinal(id).status().owner()).isEqualTo("e2");
  }

  @Test
  void secondSignal_endsTheGrace() {
    bed.action(
        "act",
        run -> {
          if (!run.resumed()) {
            end.await();
          }
        });
    Executor executor = bed.start(Bed.options("e1").withGrace(Duration.ofMinutes(2)));
    JobId id = bed.post("act");
    bed.awaitState(id, JobState.RUNNING);
    Thread first = Threads.virtual("first-stop", executor::stop);
    first.start();
    await().atMost(Bed.PATIENCE).until(() -> first.getState() == Thread.State.WAITING);
    assertThat(timed(executor::stopNow)).isLessThan(Duration.ofSeconds(2));
    Threads.join(first);
    bed.start(Bed.options("e2"));
    assertThat(bed.awaitFinal(id).status().owner()).isEqualTo("e2");
  }

  @Test
  void stop_whenTheServersHang_returnsWithinGraceAndBound() {
    Gate gate = new Gate();
    bed.action("act", run -> end.await());
    ExecutorOptions options = Bed.options("e1").withGrace(Duration.ofMillis(200));
    Executor executor = bed.start(options, gate, ExecutorListener.NONE);
    JobId id = bed.post("act");
    bed.awaitState(id, JobState.RUNNING);
    gate.block();
    assertThat(timed(executor::stop)).isLessThan(Duration.ofMillis(3500));
    gate.open();
  }
}
