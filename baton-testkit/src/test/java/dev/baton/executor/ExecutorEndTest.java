// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.error.Bounds;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.RetryPolicy;
import dev.baton.service.Backoff;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever fails while a run is being ended, the job reaches a final state. */
final class ExecutorEndTest {

  private final Bed bed = new Bed();
  private final Gate gate = new Gate();

  @AfterEach
  void close() {
    bed.close();
  }

  private Job ended(String action) {
    bed.start(Bed.options("e1"), gate, ExecutorListener.NONE);
    return bed.awaitFinal(bed.post(action));
  }

  /** A result that cannot be written, for a reason that is no exception. */
  static final class BrokenResult {
    @SuppressWarnings("DoNotCallSuggester") // Jackson calls it, which is the point of the test
    public String getValue() {
      throw new AssertionError("broken getter");
    }
  }

  /** An exception all of whose methods fail. */
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
    bed.action("act", run -> run.result(new BrokenResult()));
    Job job = ended("act");
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().statusMessage()).contains("its result cannot be written as JSON");
  }

  @Test
  void exceptionWhoseMethodsThrow_jobIsFailed() {
    bed.action(
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
    bed.action("act", run -> gate.refuseWrites(1));
    Job job = ended("act");
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().statusMessage())
        .isEqualTo(
            "how the job ended could not be stored: InvalidInputException: the store refuses"
                + " this");
  }

  @Test
  void storeThatFailsForAnUnknownReason_jobEndsAsItDid() {
    bed.action("act", run -> gate.failWrites(3));
    Job job = ended("act");
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.status().attempt()).isEqualTo(1);
  }

  @Test
  void storeThatFailsForAnUnknownReasonForLong_jobIsFailedWithTheReason() {
    bed.action("act", run -> gate.failWrites(2));
    bed.start(Bed.options("e1").withPatience(Duration.ofMillis(1)), gate, ExecutorListener.NONE);
    Job job = bed.awaitFinal(bed.post("act"));
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().statusMessage()).startsWith("how the job ended could not be stored");
    assertThat(job.status().attempt()).isEqualTo(1);
  }

  @Test
  void storeThatRefusesEvenThePlainFailure_isAskedAgainUntilItTakesTheEnd() {
    bed.action("act", run -> gate.refuseWrites(5));
    Job job = ended("act");
    assertThat(job.state().isFinal()).isTrue();
    assertThat(job.status().attempt()).isEqualTo(1);
  }

  @Test
  void longestBackoff_jobWaitsForItsNextAttempt() {
    bed.action(
        "act",
        run -> {
          throw new IllegalStateException("broken");
        });
    bed.start(Bed.options("e1"), gate, ExecutorListener.NONE);
    RetryPolicy longest = new RetryPolicy(3, Backoff.doubling(Bounds.LONGEST, Bounds.LONGEST));
    JobId id = bed.post(JobSpec.builder("act").retry(longest).build());
    Job job =
        await()
            .atMost(Bed.PATIENCE)
            .until(() -> bed.job(id), each -> each.status().failures() == 1);
    assertThat(job.state()).isEqualTo(JobState.QUEUED);
    assertThat(job.spec().notBefore()).isAfter(job.created().plus(Duration.ofDays(10_000)));
  }
}
