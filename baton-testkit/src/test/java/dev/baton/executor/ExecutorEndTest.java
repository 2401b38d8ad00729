// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.error.InputBounds;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.RetryPolicy;
import dev.baton.service.Backoff;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests that a job reaches a final state whatever fails while its run ends. */
final class ExecutorEndTest {

  private final InMemoryExecutors inMemoryExecutors = new InMemoryExecutors();
  private final FaultInjector faultInjector = new FaultInjector();

  @AfterEach
  void close() {
    inMemoryExecutors.close();
  }

  private Job ended(String action) {
    inMemoryExecutors.start(InMemoryExecutors.options("e1"), faultInjector, ExecutorListener.NONE);
    return inMemoryExecutors.awaitFinal(inMemoryExecutors.post(action));
  }

  /** A result that cannot be written because its getter throws an {@link Error}. */
  static final class BrokenResult {
    @SuppressWarnings("DoNotCallSuggester") // Jackson calls it, which is the point of the test.
    public String getValue() {
      throw new AssertionError("broken getter");
    }
  }

  /** An exception whose methods all fail. */
  static final class HostileException extends RuntimeException {
    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }

    @Override
    public synchronized Throwable getCause() {
      throw new AssertionError("no cause");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new AssertionError("no trace");
    }
  }

  @Test
  void resultThatThrowsAnError_jobIsFailed() {
    inMemoryExecutors.action("act", run -> run.result(new BrokenResult()));
    Job job = ended("act");
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().statusMessage()).contains("its result cannot be written as JSON");
  }

  @Test
  void exceptionWhoseMethodsThrow_jobIsFailed() {
    inMemoryExecutors.action(
        "act",
        run -> {
          throw new HostileException();
        });
    Job job = ended("act");
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().statusMessage()).startsWith("HostileException-");
  }

  @Test
  void storeThatRefusesTheEnd_jobIsFailedWithTheReason() {
    inMemoryExecutors.action("act", run -> faultInjector.refuseWrites(1));
    Job job = ended("act");
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().statusMessage())
        .isEqualTo(
            "the end of the job could not be stored: InvalidInputException: the store refuses"
                + " this");
  }

  @Test
  void storeThatFailsForAnUnknownReason_jobEndsAsItDid() {
    inMemoryExecutors.action("act", run -> faultInjector.failWrites(3));
    Job job = ended("act");
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.status().attempt()).isEqualTo(1);
  }

  @Test
  void storeThatFailsForAnUnknownReasonForLong_jobIsFailedWithTheReason() {
    inMemoryExecutors.action("act", run -> faultInjector.failWrites(2));
    inMemoryExecutors.start(
        InMemoryExecutors.options("e1").withEndWriteTimeout(Duration.ofMillis(1)),
        faultInjector,
        ExecutorListener.NONE);
    Job job = inMemoryExecutors.awaitFinal(inMemoryExecutors.post("act"));
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().statusMessage()).startsWith("the end of the job could not be stored");
    assertThat(job.status().attempt()).isEqualTo(1);
  }

  @Test
  void storeThatRefusesEvenThePlainFailure_isAskedAgainUntilItTakesTheEnd() {
    inMemoryExecutors.action("act", run -> faultInjector.refuseWrites(5));
    Job job = ended("act");
    assertThat(job.state().isFinal()).isTrue();
    assertThat(job.status().attempt()).isEqualTo(1);
  }

  @Test
  void longestBackoff_jobWaitsForItsNextAttempt() {
    inMemoryExecutors.action(
        "act",
        run -> {
          throw new IllegalStateException("broken");
        });
    inMemoryExecutors.start(InMemoryExecutors.options("e1"), faultInjector, ExecutorListener.NONE);
    RetryPolicy longest =
        new RetryPolicy(
            3, Backoff.doubling(InputBounds.LONGEST_DURATION, InputBounds.LONGEST_DURATION));
    JobId id = inMemoryExecutors.post(JobSpec.builder("act").retry(longest).build());
    Job job =
        await()
            .atMost(InMemoryExecutors.WAIT_LIMIT)
            .until(() -> inMemoryExecutors.job(id), each -> each.status().failures() == 1);
    assertThat(job.state()).isEqualTo(JobState.QUEUED);
    assertThat(job.spec().notBefore()).isAfter(job.created().plus(Duration.ofDays(10_000)));
  }
}
