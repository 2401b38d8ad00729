// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.baton.access.Acl;
import dev.baton.access.Caller;
import dev.baton.error.UnavailableException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.jobservice.JobService;
import dev.baton.memory.InMemoryBackend;
import dev.baton.service.Clock;
import dev.baton.testkit.job.RecordingRun;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests which interrupts end the calls to an engine. */
final class RetryEngineCallsTest {

  private final Clock clock = Clock.system();
  private final RecordingRun run = newRun();
  private final RetryEngineCalls calls = new RetryEngineCalls(run, "box", clock);
  private final AtomicInteger tries = new AtomicInteger();

  private RecordingRun newRun() {
    Job job =
        Job.posted(
            JobId.named("container"),
            JobSpec.of("run_container"),
            Acl.ownedBy("user/a"),
            clock.now(),
            "user/a");
    JobService jobService =
        new JobService(new InMemoryBackend(clock).jobs(), (spec, by) -> spec, clock);
    return RecordingRun.of(job, jobService.forCaller(Caller.internal()));
  }

  @AfterEach
  void clearFlag() {
    Thread.interrupted();
  }

  private String interruptedAtFirst() throws InterruptedException {
    int call = tries.incrementAndGet();
    if (call == 1) {
      throw new InterruptedException("from elsewhere");
    }
    if (call == 2) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("a call gave up");
    }
    return "answer";
  }

  @Test
  void call_interruptedFromElsewhere_isMadeAgain() throws Exception {
    assertThat(calls.callUntilStopped(this::interruptedAtFirst)).isEqualTo("answer");
    assertThat(tries).hasValue(3);
    assertThat(run.lastMessage()).isEqualTo("engine 'box' answers again");
    tries.set(0);
    assertThat(calls.callUntilAnswered("tries to delete", this::interruptedAtFirst))
        .isEqualTo("answer");
    assertThat(tries).hasValue(3);
  }

  @Test
  void pause_interruptedFromElsewhere_continues() throws Exception {
    Thread.currentThread().interrupt();
    calls.pause(Duration.ofMillis(1));
    Thread.currentThread().interrupt();
    calls.waitOrWake(Duration.ofMillis(1));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void call_ofAnInterruptedRun_ends() {
    run.interrupt();
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> calls.callUntilStopped(() -> "answer"));
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> calls.callUntilAnswered("tries to delete", this::interruptedAtFirst));
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> calls.pause(Duration.ofMinutes(1)));
  }

  @Test
  void call_ofARunThatIsToldToEnd_unwinds() {
    calls.cancelRequested();
    assertThatExceptionOfType(RetryEngineCalls.RunStoppedException.class)
        .isThrownBy(() -> calls.callUntilStopped(() -> "answer"));
    assertThat(calls.takeStopReason()).isEqualTo(RetryEngineCalls.StopReason.CANCEL);
  }
}
