// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.board.AdmissionDecision;
import dev.baton.board.Gate;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobLog;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.member.Member;
import dev.baton.member.MemberRegistry;
import dev.baton.plugin.Capability;
import dev.baton.testkit.clock.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the reports of running jobs, capabilities, listeners and the member registry. */
final class ExecutorReportTest {

  private final InMemoryExecutors inMemoryExecutors = new InMemoryExecutors();
  private final CountDownLatch end = new CountDownLatch(1);
  private final FaultInjector faultInjector = new FaultInjector();

  @AfterEach
  void close() {
    end.countDown();
    faultInjector.restore();
    inMemoryExecutors.close();
  }

  @Test
  void reports_areWrittenWhileTheJobRuns() {
    inMemoryExecutors.action(
        "act",
        run -> {
          run.progress(30);
          run.message("busy");
          run.log("one");
          run.log("stderr", "two\nthree");
          end.await();
        });
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    JobId id = inMemoryExecutors.post("act");
    await().atMost(InMemoryExecutors.WAIT_LIMIT).until(() -> inMemoryExecutors.log(id).size() == 3);
    assertThat(inMemoryExecutors.log(id)).containsExactly("one", "two", "three");
    assertThat(inMemoryExecutors.job(id).status().progress()).isEqualTo(30);
    assertThat(inMemoryExecutors.job(id).status().statusMessage()).isEqualTo("busy");
    assertThat(inMemoryExecutors.job(id).state()).isEqualTo(JobState.RUNNING);
  }

  @Test
  void manyLines_keepTheirOrderAndAreThereWhenTheJobIsFinal() {
    List<String> lines = IntStream.range(0, 50_000).mapToObj(i -> "line " + i).toList();
    inMemoryExecutors.action("act", run -> lines.forEach(run::log));
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    JobId id = inMemoryExecutors.post("act");
    assertThat(inMemoryExecutors.awaitFinal(id).state()).isEqualTo(JobState.SUCCESS);
    assertThat(inMemoryExecutors.log(id)).isEqualTo(lines);
  }

  @Test
  void longLines_areSplitAndNulsReplaced() {
    String smile = "\uD83D\uDE00";
    String text = "x".repeat(JobLog.MAX_LINE_LENGTH - 1) + smile + "\0";
    inMemoryExecutors.action("act", run -> run.log(text));
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    JobId id = inMemoryExecutors.post("act");
    inMemoryExecutors.awaitFinal(id);
    assertThat(inMemoryExecutors.log(id))
        .containsExactly(
            "x".repeat(JobLog.MAX_LINE_LENGTH - JobLog.CONTINUES.length()) + JobLog.CONTINUES,
            "x".repeat(JobLog.CONTINUES.length() - 1) + smile + "\uFFFD");
  }

  @Test
  void log_whenTheStoreDoesNotAnswer_makesTheActionWait() {
    AtomicInteger logged = new AtomicInteger();
    AtomicBoolean go = new AtomicBoolean();
    inMemoryExecutors.action(
        "act",
        run -> {
          while (!go.get()) {
            end.await(1, java.util.concurrent.TimeUnit.MILLISECONDS);
          }
          for (int i = 0; i < PendingReports.MAX_LINES * 2; i++) {
            run.log("line");
            logged.incrementAndGet();
          }
        });
    inMemoryExecutors.start(
        InMemoryExecutors.options("e1").withLease(Duration.ofSeconds(10)),
        faultInjector,
        ExecutorListener.NONE);
    JobId id = inMemoryExecutors.post("act");
    inMemoryExecutors.awaitState(id, JobState.RUNNING);
    faultInjector.cut();
    go.set(true);
    await()
        .during(Duration.ofMillis(500))
        .atMost(InMemoryExecutors.WAIT_LIMIT)
        .until(() -> logged.get() == PendingReports.MAX_LINES);
    faultInjector.restore();
    inMemoryExecutors.awaitFinal(id);
    assertThat(inMemoryExecutors.log(id)).hasSizeGreaterThanOrEqualTo(PendingReports.MAX_LINES * 2);
  }

  @Test
  void capability_thatIsFalseThrowsOrIsUnknown_leavesTheJobToOthers() {
    AtomicBoolean can = new AtomicBoolean();
    AtomicInteger askedLater = new AtomicInteger();
    inMemoryExecutors
        .action("act", run -> {})
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
    JobId refused =
        inMemoryExecutors.post(JobSpec.builder("act").requires(List.of("can", "later")).build());
    JobId throwing =
        inMemoryExecutors.post(JobSpec.builder("act").requires(List.of("throws")).build());
    JobId unknown =
        inMemoryExecutors.post(JobSpec.builder("act").requires(List.of("other")).build());
    JobId fine = inMemoryExecutors.post(JobSpec.builder("act").requires(List.of("later")).build());
    inMemoryExecutors.start(
        InMemoryExecutors.options("e1").withPollInterval(Duration.ofMillis(200)));
    assertThat(inMemoryExecutors.awaitFinal(fine).state()).isEqualTo(JobState.SUCCESS);
    assertThat(askedLater).hasValue(1);
    assertThat(
            List.of(
                inMemoryExecutors.job(refused),
                inMemoryExecutors.job(throwing),
                inMemoryExecutors.job(unknown)))
        .allMatch(job -> job.state() == JobState.QUEUED);
    can.set(true);
    assertThat(inMemoryExecutors.awaitFinal(refused).state()).isEqualTo(JobState.SUCCESS);
  }

  @Test
  void refusal_namesTheCapability() {
    inMemoryExecutors
        .capability("can", job -> false)
        .capability("explains", Capability.explained(job -> Optional.of("the disk is full")))
        .capability(
            "throws",
            job -> {
              throw new IllegalStateException("no sensor");
            });
    assertThat(refusal("can")).contains("capability 'can': its test returned false");
    assertThat(refusal("explains")).contains("capability 'explains': the disk is full");
    assertThat(refusal("throws"))
        .contains("capability 'throws': it threw IllegalStateException: no sensor");
    assertThat(refusal("x")).contains("capability 'x': this executor does not know it");
  }

  private Optional<String> refusal(String capability) {
    ManualClock clock = new ManualClock();
    List<Gate> told = new ArrayList<>();
    ExecutorListener listener =
        new ExecutorListener() {
          @Override
          public void refused(Job job, Gate gate) {
            told.add(gate);
          }
        };
    CatalogueAdmission catalogueAdmission =
        new CatalogueAdmission(
            inMemoryExecutors.catalogue(),
            new CapabilityRefusals(clock, () -> {}),
            () -> false,
            SafeExecutorListener.around(listener));
    Job job =
        inMemoryExecutors.job(
            inMemoryExecutors.post(JobSpec.builder("act").requires(List.of(capability)).build()));
    if (catalogueAdmission.decide(job)
        instanceof AdmissionDecision.NotNow(Gate gate, String reason)) {
      assertThat(told).as("the listener").containsExactly(gate);
      return Optional.of(reason);
    }
    assertThat(told).as("the listener").isEmpty();
    return Optional.empty();
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
    inMemoryExecutors.action("act", run -> {});
    Executor executor =
        inMemoryExecutors.start(InMemoryExecutors.options("e1"), faultInjector, bad);
    assertThat(inMemoryExecutors.awaitFinal(inMemoryExecutors.post("act")).state())
        .isEqualTo(JobState.SUCCESS);
    await().atMost(InMemoryExecutors.WAIT_LIMIT).until(() -> executor.running() == 0);
  }

  @Test
  void members_includeTheExecutor_andItsAnswerHasItsThreads() {
    inMemoryExecutors.action("act", run -> end.await()).capability("can", job -> true);
    inMemoryExecutors.start(InMemoryExecutors.options("e1").withSlots(7));
    JobId id = inMemoryExecutors.post("act");
    inMemoryExecutors.awaitState(id, JobState.RUNNING);
    MemberRegistry memberRegistry = inMemoryExecutors.backend.memberRegistry();
    await()
        .atMost(InMemoryExecutors.WAIT_LIMIT)
        .until(() -> !memberRegistry.members(Duration.ofMinutes(1)).isEmpty());
    Member member = memberRegistry.members(Duration.ofMinutes(1)).getFirst();
    assertThat(member.name()).isEqualTo("e1");
    assertThat(member.slots()).isEqualTo(7);
    assertThat(member.capabilities()).containsExactly("can");
    assertThat(member.actions()).hasSize(1);
    String question = memberRegistry.postQuestion(member.id(), MemberRegistry.THREADS);
    await()
        .atMost(InMemoryExecutors.WAIT_LIMIT)
        .until(() -> memberRegistry.answerTo(question).isPresent());
    assertThat(memberRegistry.answerTo(question).orElseThrow())
        .contains("1 jobs run")
        .contains(id.toString())
        .contains("baton-executor-heartbeat")
        .contains("ExecutorReportTest");
  }
}
