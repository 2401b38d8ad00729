// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobLog;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.plugin.Capability;
import dev.baton.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What jobs say while they run, capabilities, listeners, the roster. */
final class ExecutorReportTest {

  private final Bed bed = new Bed();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Gate gate = new Gate();

  @AfterEach
  void close() {
    end.countDown();
    gate.open();
    bed.close();
  }

  @Test
  void reports_areWrittenWhileTheJobRuns() {
    bed.action(
        "act",
        run -> {
          run.progress(30);
          run.message("busy");
          run.log("one");
          run.log("stderr", "two\nthree");
          end.await();
        });
    bed.start(Bed.options("e1"));
    JobId id = bed.post("act");
    await().atMost(Bed.PATIENCE).until(() -> bed.log(id).size() == 3);
    assertThat(bed.log(id)).containsExactly("one", "two", "three");
    assertThat(bed.job(id).status().progress()).isEqualTo(30);
    assertThat(bed.job(id).status().statusMessage()).isEqualTo("busy");
    assertThat(bed.job(id).state()).isEqualTo(JobState.RUNNING);
  }

  @Test
  void manyLines_keepTheirOrderAndAreThereWhenTheJobIsFinal() {
    List<String> lines = IntStream.range(0, 50_000).mapToObj(i -> "line " + i).toList();
    bed.action("act", run -> lines.forEach(run::log));
    bed.start(Bed.options("e1"));
    JobId id = bed.post("act");
    assertThat(bed.awaitFinal(id).state()).isEqualTo(JobState.SUCCESS);
    assertThat(bed.log(id)).isEqualTo(lines);
  }

  @Test
  void longLines_areSplitAndNulsReplaced() {
    String smile = "\uD83D\uDE00";
    String text = "x".repeat(JobLog.MAX_LINE_LENGTH - 1) + smile + "\0";
    bed.action("act", run -> run.log(text));
    bed.start(Bed.options("e1"));
    JobId id = bed.post("act");
    bed.awaitFinal(id);
    assertThat(bed.log(id))
        .containsExactly(
            "x".repeat(JobLog.MAX_LINE_LENGTH - JobLog.CONTINUES.length()) + JobLog.CONTINUES,
            "x".repeat(JobLog.CONTINUES.length() - 1) + smile + "\uFFFD");
  }

  @Test
  void log_whenTheStoreIsAway_makesTheActionWait() {
    AtomicInteger logged = new AtomicInteger();
    AtomicBoolean go = new AtomicBoolean();
    bed.action(
        "act",
        run -> {
          while (!go.get()) {
            end.await(1, java.util.concurrent.TimeUnit.MILLISECONDS);
          }
          for (int i = 0; i < Outbox.MAX_LINES * 2; i++) {
            run.log("line");
            logged.incrementAndGet();
          }
        });
    bed.start(Bed.options("e1").withLease(Duration.ofSeconds(10)), gate, ExecutorListener.NONE);
    JobId id = bed.post("act");
    bed.awaitState(id, JobState.RUNNING);
    gate.cut();
    go.set(true);
    await()
        .during(Duration.ofMillis(500))
        .atMost(Bed.PATIENCE)
        .until(() -> logged.get() == Outbox.MAX_LINES);
    gate.open();
    bed.awaitFinal(id);
    assertThat(bed.log(id)).hasSizeGreaterThanOrEqualTo(Outbox.MAX_LINES * 2);
  }

  @Test
  void capability_thatIsFalseThrowsOrIsUnknown_leavesTheJobToOthers() {
    AtomicBoolean can = new AtomicBoolean();
    AtomicInteger askedLater = new AtomicInteger();
    bed.action("act", run -> {})
        .capability("can", job -> can.get())
        .capability(
            "later",
            job -> {
              askedLater.incrementAndGet();
              return true;
            })
        .capability(
            "throws",
            job -> {
              throw new NoClassDefFoundError("gone");
            });
    JobId refused = bed.post(JobSpec.builder("act").requires(List.of("can", "later")).build());
    JobId throwing = bed.post(JobSpec.builder("act").requires(List.of("throws")).build());
    JobId unknown = bed.post(JobSpec.builder("act").requires(List.of("other")).build());
    JobId fine = bed.post(JobSpec.builder("act").requires(List.of("later")).build());
    bed.start(Bed.options("e1").withPollInterval(Duration.ofMillis(200)));
    assertThat(bed.awaitFinal(fine).state()).isEqualTo(JobState.SUCCESS);
    assertThat(askedLater).hasValue(1);
    assertThat(List.of(bed.job(refused), bed.job(throwing), bed.job(unknown)))
        .allMatch(job -> job.state() == JobState.QUEUED);
    can.set(true);
    assertThat(bed.awaitFinal(refused).state()).isEqualTo(JobState.SUCCESS);
  }

  @Test
  void refusal_namesTheCapability() {
    bed.capability("can", job -> false)
        .capability("explains", Capability.explained(job -> Optional.of("the disk is full")))
        .capability(
            "throws",
            job -> {
              throw new IllegalStateException("no sensor");
            });
    assertThat(refusal("can")).contains("capability 'can': it is false");
    assertThat(refusal("explains")).contains("capability 'explains': the disk is full");
    assertThat(refusal("throws"))
        .contains("capability 'throws': it threw IllegalStateException: no sensor");
    assertThat(refusal("x")).contains("capability 'x': this executor does not know it");
  }

  private Optional<String> refusal(String capability) {
    ManualClock clock = new ManualClock();
    Admit admit = new Admit(bed.catalogue(), new Refusals(clock, () -> {}), () -> false);
    return admit.refusal(
        bed.job(bed.post(JobSpec.builder("act").requires(List.of(capability)).build())));
  }

  @Test
  void listenerThatThrows_doesNoHarm() {
    ExecutorListener bad =
        new ExecutorListener() {
          @Override
          public void started(Job job, Duration waited) {
            throw new IllegalStateException("bad listener");
          }

          @Override
          public void ended(Job job, JobState state, Duration ran) {
            throw new NoClassDefFoundError("worse listener");
          }
        };
    bed.action("act", run -> {});
    Executor executor = bed.start(Bed.options("e1"), gate, bad);
    assertThat(bed.awaitFinal(bed.post("act")).state()).isEqualTo(JobState.SUCCESS);
    await().atMost(Bed.PATIENCE).until(() -> executor.running() == 0);
  }

  @Test
  void roster_showsTheExecutorAndAnswersWithItsThreads() {
    bed.action("act", run -> end.await()).capability("can", job -> true);
    bed.start(Bed.options("e1").withSlots(7));
    JobId id = bed.post("act");
    bed.awaitState(id, JobState.RUNNING);
    Roster roster = bed.backend.roster();
    await().atMost(Bed.PATIENCE).until(() -> !roster.members(Duration.ofMinutes(1)).isEmpty());
    Member member = roster.members(Duration.ofMinutes(1)).getFirst();
    assertThat(member.name()).isEqualTo("e1");
    assertThat(member.slots()).isEqualTo(7);
    assertThat(member.capabilities()).containsExactly("can");
    assertThat(member.actions()).hasSize(1);
    String question = roster.ask(member.id(), Roster.THREADS);
    await().atMost(Bed.PATIENCE).until(() -> roster.answerTo(question).isPresent());
    assertThat(roster.answerTo(question).orElseThrow())
        .contains("1 jobs run")
        .contains(id.toString())
        .contains("baton-executor-heartbeat")
        .contains("ExecutorReportTest");
  }
}
