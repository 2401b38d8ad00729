// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.error.LostClaimException;
import dev.baton.flow.Flow;
import dev.baton.flow.Node;
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

/** Servers that hang, fail, or say that the lease is lost. */
final class ExecutorLeaseTest {

  private static final Duration LEASE = Duration.ofMillis(600);

  private final Bed bed = new Bed();
  private final Gate gate = new Gate();
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void close() {
    end.countDown();
    gate.open();
    bed.close();
  }

  private static ExecutorOptions options(String name) {
    return Bed.options(name).withLease(LEASE).withPollInterval(Duration.ofMillis(100));
  }

  /** With a lease that a busy machine does not lose by itself. */
  private static ExecutorOptions calm(String name) {
    return options(name).withLease(Duration.ofSeconds(2));
  }

  @Test
  void renewalThatHangs_doesNotKeepTheFenceFromFalling() {
    AtomicReference<JobRun> cutOff = new AtomicReference<>();
    AtomicInteger interrupts = new AtomicInteger();
    bed.action(
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
    bed.start(options("e1"), gate, ExecutorListener.NONE);
    JobId id = bed.post("act");
    await().atMost(Bed.PATIENCE).until(() -> cutOff.get() != null);
    gate.block();
    await().atMost(Bed.PATIENCE).until(() -> interrupts.get() == 1);
    assertThatThrownBy(() -> cutOff.get().progress(1)).isInstanceOf(LostClaimException.class);
    assertThat(bed.job(id).state()).isEqualTo(JobState.RUNNING);
    gate.open();
    Job job = bed.awaitFinal(id);
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.status().attempt()).isEqualTo(2);
    assertThat(job.status().failures()).isZero();
  }

  @Test
  void jobsOfAnExecutorThatIsCutOff_areResumedByAnother() {
    bed.action(
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
          public void lost(Job job) {
            lost.incrementAndGet();
          }
        };
    bed.start(options("e1"), gate, listener);
    JobId id = bed.post("act");
    bed.awaitState(id, JobState.RUNNING);
    gate.cut();
    bed.start(options("e2"));
    Job job = bed.awaitFinal(id);
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.status().owner()).isEqualTo("e2");
    await().atMost(Bed.PATIENCE).until(() -> lost.get() == 1);
    assertThat(bed.events(id)).contains(JobEvent.Kind.LOST, JobEvent.Kind.RESUMED);
  }

  @Test
  void sessionsThatAreLostAtEachClaim_areNotBegunInABusyLoop() {
    bed.action("act", run -> {});
    gate.loseSessions(true);
    bed.start(options("e1").withLease(Duration.ofSeconds(8)), gate, ExecutorListener.NONE);
    JobId id = bed.post("act");
    await().pollDelay(Duration.ofSeconds(1)).atMost(Bed.PATIENCE).until(() -> gate.joins() > 1);

    // Pauses of 100, 200, 400 ms and more; without them there are thousands.
    assertThat(gate.joins()).isLessThan(20);

    gate.loseSessions(false);
    assertThat(bed.awaitFinal(id).state()).isEqualTo(JobState.SUCCESS);
  }

  @Test
  void storeThatIsAwayAtTheEnd_isTriedAgainWhileTheClaimHolds() {
    bed.action("act", run -> end.await());
    bed.start(options("e1").withLease(Duration.ofSeconds(8)), gate, ExecutorListener.NONE);
    JobId id = bed.post("act");
    bed.awaitState(id, JobState.RUNNING);
    gate.cut();
    end.countDown();
    await().pollDelay(Duration.ofMillis(300)).atMost(Bed.PATIENCE).until(() -> true);
    assertThat(bed.job(id).state()).isEqualTo(JobState.RUNNING);
    gate.open();
    Job job = bed.awaitFinal(id);
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.status().attempt()).isEqualTo(1);
  }

  @Test
  void leaseThatTheBoardDropped_isFollowedByANewStay() {
    AtomicInteger starts = new AtomicInteger();
    bed.action(
        "act",
        run -> {
          if (starts.incrementAndGet() == 1) {
            end.await();
          }
        });
    Executor executor = bed.start(options("e1"), gate, ExecutorListener.NONE);
    JobId id = bed.post("act");
    bed.awaitState(id, JobState.RUNNING);
    gate.cut();
    await().atMost(Bed.PATIENCE).until(() -> executor.running() == 0);
    gate.open();
    Job job = bed.awaitFinal(id);
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.status().owner()).isEqualTo("e1");
    assertThat(starts).hasValue(2);
  }

  @Test
  void grantWhoseAnswerGotLost_isGivenBackWhileTheStayLasts() {
    AtomicInteger starts = new AtomicInteger();
    bed.action("act", run -> starts.incrementAndGet());
    gate.loseNextGrant();
    bed.start(options("e1").withLease(Duration.ofMinutes(5)), gate, ExecutorListener.NONE);
    JobId id = bed.post("act");
    Job job = bed.awaitFinal(id);
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(starts).hasValue(1);
    assertThat(bed.events(id))
        .containsExactly(
            JobEvent.Kind.POSTED,
            JobEvent.Kind.STARTED,
            JobEvent.Kind.ABANDONED,
            JobEvent.Kind.RESUMED,
            JobEvent.Kind.ENDED);
  }

  /** The lease ends a little later than the executor's trust in it. */
  private void awaitDeath(Executor executor, JobId id, AtomicInteger starts, int death) {
    await().atMost(Bed.PATIENCE).until(() -> starts.get() == death && executor.running() == 0);
    await()
        .atMost(Bed.PATIENCE)
        .until(() -> {
          bed.backend.board().reconcile();
          return Collections.frequency(bed.events(id), JobEvent.Kind.LOST) == death;
        });
  }

  @Test
  void grantWhoseAnswerGotLost_doesNotSetTheTakeoversToZero() {
    AtomicInteger starts = new AtomicInteger();
    AtomicInteger takeovers = new AtomicInteger();
    bed.action(
        "act",
        run -> {
          takeovers.set(run.job().status().takeovers());
          if (starts.incrementAndGet() == 1) {
            gate.cut();
            end.await();
          }
        });
    Executor executor = bed.start(calm("e1"), gate, ExecutorListener.NONE);
    JobId id = bed.post("act");
    awaitDeath(executor, id, starts, 1);
    gate.loseNextGrant();
    gate.open();
    assertThat(bed.awaitFinal(id).state()).isEqualTo(JobState.SUCCESS);
    assertThat(bed.events(id)).contains(JobEvent.Kind.ABANDONED);
    assertThat(takeovers.get()).isPositive();
  }

  @Test
  void jobThatKillsItsExecutors_isFailedAfterSoManyLosses() {
    AtomicInteger starts = new AtomicInteger();
    bed.action(
        "act",
        run -> {
          starts.incrementAndGet();
          gate.cut();
          end.await();
        });
    Executor executor = bed.start(options("e1").withMaxTakeovers(1), gate, ExecutorListener.NONE);
    JobId id = bed.post("act");
    for (int death = 1; death <= 2; death++) {
      awaitDeath(executor, id, starts, death);
      gate.open();
    }
    Job job = bed.awaitFinal(id);
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
    bed.action(
        "act",
        run -> {
          int start = starts.incrementAndGet();
          run.progress(10 * start);
          if (start <= 4) {
            await()
                .atMost(Bed.PATIENCE)
                .until(() -> bed.job(run.job().id()).status().progress() == 10 * start);
            gate.cut();
            end.await();
          }
        });
    Executor executor = bed.start(calm("e1").withMaxTakeovers(1), gate, ExecutorListener.NONE);
    JobId id = bed.post("act");
    for (int death = 1; death <= 4; death++) {
      awaitDeath(executor, id, starts, death);
      gate.open();
    }
    assertThat(bed.awaitFinal(id).state()).isEqualTo(JobState.SUCCESS);
    assertThat(starts).hasValue(5);
  }

  @Test
  void takeoversWithoutLimit_areNotCountedAgainstTheJob() {
    AtomicInteger starts = new AtomicInteger();
    bed.action(
        "act",
        run -> {
          if (starts.incrementAndGet() <= 5) {
            gate.cut();
            end.await();
          }
        });
    Executor executor = bed.start(calm("e1").withMaxTakeovers(0), gate, ExecutorListener.NONE);
    JobId id = bed.post("act");
    for (int death = 1; death <= 5; death++) {
      awaitDeath(executor, id, starts, death);
      gate.open();
    }
    Job job = bed.awaitFinal(id);
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.status().takeovers()).isEqualTo(5);
  }

  @Test
  void flowWhoseStepsKillTheirExecutors_isGivenUpOnlyWhenNoStepIsDone() {
    AtomicInteger starts = new AtomicInteger();
    Node steps =
        Flow.linear("steps")
            .add(killer("one", starts, 1), killer("two", starts, 1), killer("three", starts, 9));
    bed.register(registry -> registry.flow("steps", Bed.Nothing.class, nothing -> steps));
    Executor executor = bed.start(calm("e1").withMaxTakeovers(1), gate, ExecutorListener.NONE);
    JobId id = bed.post("steps");
    // Steps one and two kill once each, step three twice: then the limit is reached.
    for (int death = 1; death <= 4; death++) {
      awaitDeath(executor, id, starts, death);
      gate.open();
    }
    Job job = bed.awaitFinal(id);
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().statusMessage())
        .contains("4 times in a row", "max-takeovers is 1")
        .contains("neither done nor undone: 'one' (SUCCESS), 'three' (RUNNING), 'two' (SUCCESS)");
    assertThat(starts).hasValue(4);
  }

  private Task<?> killer(String name, AtomicInteger starts, int deaths) {
    AtomicInteger left = new AtomicInteger(deaths);
    return Task.named(name)
        .run(task -> {
          if (left.getAndDecrement() > 0) {
            starts.incrementAndGet();
            gate.cut();
            end.await();
          }
        });
  }

  @Test
  void wakeUps_whileTheBoardIsAway_doNotMakeABusyLoop() {
    bed.action("nothing", run -> {});
    bed.start(options("e1").withLease(Duration.ofSeconds(30)), gate, ExecutorListener.NONE);
    gate.cut();
    List<JobId> posted = new ArrayList<>();
    await()
        .atMost(Bed.PATIENCE)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> {
          posted.add(bed.post("nothing"));
          return posted.size() == 300;
        });
    assertThat(gate.refusals()).isBetween(1, 40);

    gate.open();
    posted.forEach(id -> assertThat(bed.awaitFinal(id).state()).isEqualTo(JobState.SUCCESS));
  }
}
