// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.baton.access.Caller;
import dev.baton.job.ExecutionMode;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.RetryPolicy;
import dev.baton.plugin.JobFailedException;
import dev.baton.service.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the final states of jobs: the rows of docs/spec/nuvla.md §11 and Baton's own. */
final class ExecutorOutcomeTest {

  private static final RetryPolicy QUICK =
      new RetryPolicy(3, Backoff.doubling(Duration.ofMillis(20), Duration.ofMillis(50)));

  private final InMemoryExecutors inMemoryExecutors = new InMemoryExecutors();

  record Sized(int size) {}

  @AfterEach
  void close() {
    inMemoryExecutors.close();
  }

  private Job run(InMemoryExecutors.ActionBody actionBody) {
    return run(actionBody, JobSpec.of("act"));
  }

  private Job run(InMemoryExecutors.ActionBody actionBody, JobSpec spec) {
    inMemoryExecutors.action("act", actionBody);
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    return inMemoryExecutors.awaitFinal(inMemoryExecutors.post(spec));
  }

  @Test
  void action_thatReturns_isSuccessWithResultAndLastMessage() {
    Job job =
        run(run -> {
          run.progress(50);
          run.message("half");
          run.message("nearly");
          run.result(Map.of("answer", 42));
        });
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.status().returnCode()).isZero();
    assertThat(job.status().progress()).isEqualTo(100);
    assertThat(job.status().statusMessage()).isEqualTo("nearly");
    assertThat(job.status().result()).hasToString("{\"answer\":42}");
    assertThat(job.status().owner()).isEqualTo("e1");
    assertThat(inMemoryExecutors.events(job.id()))
        .containsExactly(JobEvent.Kind.POSTED, JobEvent.Kind.STARTED, JobEvent.Kind.ENDED);
  }

  @Test
  void action_thatThrows_isFailedWithNameMessageAndTrace() {
    Job job =
        run(run -> {
          throw new IllegalStateException("no luck", new RuntimeException("below"));
        });
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().returnCode()).isEqualTo(1);
    assertThat(job.status().statusMessage())
        .startsWith("IllegalStateException-no luck\n\tat ")
        .contains("Caused by: java.lang.RuntimeException: below")
        .doesNotContain("RunJob");
    assertThat(job.status().lastError()).isEqualTo("IllegalStateException: no luck");
    assertThat(job.status().failures()).isEqualTo(1);
  }

  static List<Supplier<Throwable>> errors() {
    return List.of(
        StackOverflowError::new,
        () -> new NoClassDefFoundError("dev/baton/Gone"),
        () -> new AssertionError("no"),
        () -> new OutOfMemoryError("not really"),
        () -> new Error("plain"),
        () ->
            new RuntimeException() {
              @Override
              public String getMessage() {
                throw new IllegalStateException("even this throws");
              }
            });
  }

  @ParameterizedTest
  @MethodSource("errors")
  void action_thatThrowsAnyError_isFailedAndTheExecutorContinues(Supplier<Throwable> error) {
    inMemoryExecutors.action("fine", run -> {});
    Job job =
        run(run -> {
          throw ExecutorOutcomeTest.<RuntimeException>throwUnchecked(error.get());
        });
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().returnCode()).isEqualTo(1);
    assertThat(inMemoryExecutors.awaitFinal(inMemoryExecutors.post("fine")).state())
        .isEqualTo(JobState.SUCCESS);
  }

  /** Throws a checked exception that the method does not declare. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T throwUnchecked(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @Test
  void action_thatRecursesWithoutEnd_isFailed() {
    Job job = run(run -> recurse(0));
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().lastError()).startsWith("StackOverflowError");
  }

  private static int recurse(int depth) {
    return depth == -1 ? 0 : 1 + recurse(depth + 1);
  }

  @Test
  void jobFailedException_givesItsReturnCodeAndMessage() {
    Job job =
        run(run -> {
          throw new JobFailedException(7, "disk full");
        });
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().returnCode()).isEqualTo(7);
    assertThat(job.status().statusMessage()).isEqualTo("disk full");
  }

  @Test
  void failure_withAttemptsLeft_isRetriedUntilItWorks() {
    AtomicInteger starts = new AtomicInteger();
    Job job =
        run(
            run -> {
              if (starts.incrementAndGet() < 3) {
                throw new IllegalStateException("not yet");
              }
            },
            JobSpec.builder("act").retry(QUICK).build());
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.status().attempt()).isEqualTo(3);
    assertThat(job.status().failures()).isEqualTo(2);
    assertThat(job.status().lastError()).isEqualTo("IllegalStateException: not yet");
    assertThat(inMemoryExecutors.events(job.id()))
        .containsExactly(
            JobEvent.Kind.POSTED,
            JobEvent.Kind.STARTED,
            JobEvent.Kind.RETRIED,
            JobEvent.Kind.STARTED,
            JobEvent.Kind.RETRIED,
            JobEvent.Kind.STARTED,
            JobEvent.Kind.ENDED);
  }

  @Test
  void failure_ofTheLastAttempt_isFinal() {
    AtomicInteger starts = new AtomicInteger();
    Job job =
        run(
            run -> {
              starts.incrementAndGet();
              throw new JobFailedException(3, "never");
            },
            JobSpec.builder("act").retry(QUICK).build());
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().returnCode()).isEqualTo(3);
    assertThat(job.status().failures()).isEqualTo(3);
    assertThat(starts).hasValue(3);
  }

  @Test
  void failure_thatIsNotRetryable_isFinalAtOnce() {
    Job job =
        run(
            run -> {
              throw new JobFailedException(3, "wrong input", false);
            },
            JobSpec.builder("act").retry(QUICK).build());
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().attempt()).isEqualTo(1);
  }

  @Test
  void failure_inMixedMode_makesItAPullJob() {
    inMemoryExecutors.action(
        "act",
        run -> {
          throw new IllegalStateException("not here");
        });
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    JobId id = inMemoryExecutors.post(JobSpec.builder("act").mode(ExecutionMode.MIXED).build());
    await()
        .atMost(InMemoryExecutors.WAIT_LIMIT)
        .until(() -> inMemoryExecutors.job(id).spec().mode() == ExecutionMode.PULL);
    Job job = inMemoryExecutors.job(id);
    assertThat(job.state()).isEqualTo(JobState.QUEUED);
    assertThat(job.status().statusMessage())
        .startsWith("Re-running job in pull mode after failed first attempt: IllegalState");
    assertThat(inMemoryExecutors.backend.board().postings(0, 10)).isEmpty();
  }

  @Test
  void jobFailedException_inMixedMode_makesItAPullJob() {
    inMemoryExecutors.action(
        "act",
        run -> {
          throw new JobFailedException(3, "no such host", false);
        });
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    JobId id = inMemoryExecutors.post(JobSpec.builder("act").mode(ExecutionMode.MIXED).build());
    await()
        .atMost(InMemoryExecutors.WAIT_LIMIT)
        .until(() -> inMemoryExecutors.job(id).spec().mode() == ExecutionMode.PULL);
    assertThat(inMemoryExecutors.job(id).state()).isEqualTo(JobState.QUEUED);
    assertThat(inMemoryExecutors.job(id).status().statusMessage())
        .isEqualTo("Re-running job in pull mode after failed first attempt: no such host");
  }

  @Test
  void version_thatIsTooLow_isFailedWithNuvlasMessage() {
    Job job = run(run -> {}, JobSpec.builder("act").version(1).build());
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().returnCode()).isNull();
    assertThat(job.status().statusMessage()).isEqualTo("Job v1 is not supported by Job engine v2");
  }

  @Test
  void jobs_thatNobodyHereCanRun_areLeftAndDoNotHoldUpOthers() {
    inMemoryExecutors.action("act", run -> {});
    JobId unknown = inMemoryExecutors.post("other");
    JobId newer = inMemoryExecutors.post(JobSpec.builder("act").version(3).build());
    JobId fine = inMemoryExecutors.post("act");
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    assertThat(inMemoryExecutors.awaitFinal(fine).state()).isEqualTo(JobState.SUCCESS);
    assertThat(inMemoryExecutors.job(unknown).state()).isEqualTo(JobState.QUEUED);
    assertThat(inMemoryExecutors.job(newer).state()).isEqualTo(JobState.QUEUED);
    assertThat(inMemoryExecutors.job(newer).status().attempt()).isZero();
  }

  @Test
  void parameters_thatDoNotFit_failTheJobWithoutRetry() {
    inMemoryExecutors.register(registry -> registry.action("act", Sized.class, (run, sized) -> {}));
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    Job job =
        inMemoryExecutors.awaitFinal(
            inMemoryExecutors.post(
                JobSpec.builder("act").payload("{\"size\":\"x\"}").retry(QUICK).build()));
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().attempt()).isEqualTo(1);
    assertThat(job.status().statusMessage())
        .startsWith("the parameters do not fit the action: ")
        .contains("size");
  }

  @Test
  void result_thatIsNoJson_failsTheJob() {
    Object[] endless = new Object[1];
    endless[0] = endless;
    Job job = run(run -> run.result(endless));
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().statusMessage())
        .startsWith("the action ended well, but its result cannot be written as JSON");
  }

  @Test
  void result_thatIsTooLong_failsTheJob() {
    Job job = run(run -> run.result("x".repeat(2 << 20)));
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().statusMessage()).contains("more than 1048576 bytes");
  }

  @Test
  void parkedJob_staysRunningOffTheBoard() {
    inMemoryExecutors.action(
        "act",
        run -> {
          run.message("half done");
          run.park(List.of("monitor"));
        });
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    JobId id = inMemoryExecutors.post("act");
    await()
        .atMost(InMemoryExecutors.WAIT_LIMIT)
        .until(() -> inMemoryExecutors.events(id).contains(JobEvent.Kind.PARKED));
    await()
        .atMost(InMemoryExecutors.WAIT_LIMIT)
        .until(() -> inMemoryExecutors.backend.board().postings(0, 10).isEmpty());
    Job job = inMemoryExecutors.job(id);
    assertThat(job.state()).isEqualTo(JobState.RUNNING);
    assertThat(job.spec().tags()).containsExactly("monitor");
    assertThat(job.status().statusMessage()).isEqualTo("half done");
  }

  @Test
  void waitingJob_freesTheExecutorUntilItsSignalComes() {
    inMemoryExecutors.action(
        "act",
        run -> {
          SortedMap<String, JsonNode> signals = run.signals();
          if (signals.containsKey("approve")) {
            run.result(signals.get("approve").asText() + " in attempt " + run.attempt());
          } else {
            run.await(null, signals, "waits for 'approve'");
          }
        });
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    JobId id = inMemoryExecutors.post("act");
    await()
        .atMost(InMemoryExecutors.WAIT_LIMIT)
        .until(() -> inMemoryExecutors.events(id).contains(JobEvent.Kind.WAITING));
    assertThat(inMemoryExecutors.job(id).state()).isEqualTo(JobState.QUEUED);
    assertThat(inMemoryExecutors.job(id).status().statusMessage()).isEqualTo("waits for 'approve'");
    inMemoryExecutors
        .jobService()
        .forCaller(Caller.internal())
        .signal(id, "approve", TextNode.valueOf("yes"));
    await()
        .atMost(InMemoryExecutors.WAIT_LIMIT)
        .until(() -> inMemoryExecutors.job(id).state().isFinal());
    assertThat(String.valueOf(inMemoryExecutors.job(id).status().result()))
        .isEqualTo("\"yes in attempt 2\"");
    assertThat(inMemoryExecutors.job(id).status().failures()).isZero();
  }

  @Test
  void children_haveTheRunAsParent() {
    inMemoryExecutors.action("child", run -> {});
    Job job = run(run -> run.result(run.jobs().post(JobSpec.of("child")).id().uuid()));
    JobId child = new JobId(String.valueOf(job.status().result()).replace("\"", ""));
    assertThat(inMemoryExecutors.job(child).spec().parent()).isEqualTo(job.id());
  }
}
