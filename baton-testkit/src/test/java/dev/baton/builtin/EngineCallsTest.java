// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.baton.access.Acl;
import dev.baton.access.Caller;
import dev.baton.desk.JobDesk;
import dev.baton.error.UnavailableException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.memory.InMemoryBackend;
import dev.baton.service.Clock;
import dev.baton.testkit.RecordingRun;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which interrupts end the calls of an engine. */
final class EngineCallsTest {

  private final Clock clock = Clock.system();
  private final RecordingRun run = newRun();
  private final EngineCalls calls = new EngineCalls(run, "box", clock);
  private final AtomicInteger tries = new AtomicInteger();

  private RecordingRun newRun() {
    Job job =
        Job.posted(
            JobId.named("container"),
            JobSpec.of("run_container"),
            Acl.ownedBy("user/a"),
            clock.now(),
            "user/a");
    JobDesk desk = new JobDesk(new InMemoryBackend(clock).jobs(), (spec, by) -> spec, clock);
    return RecordingRun.of(job, desk.as(Caller.internal()));
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
    assertThat(calls.patiently(this::interruptedAtFirst)).isEqualTo("answer");
    assertThat(tries).hasValue(3);
    assertThat(run.lastMessage()).isEqualTo("engine 'box' is back");
    tries.set(0);
    assertThat(calls.insistently("tries to delete", this::interruptedAtFirst)).isEqualTo("answer");
    assertThat(tries).hasValue(3);
  }

  @Test
  void pause_interruptedFromElsewhere_goesOn() throws Exception {
    Thread.currentThread().interrupt();
    calls.pause(Duration.ofMillis(1));
    Thread.currentThread().interrupt();
    calls.rest(Duration.ofMillis(1));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void call_ofARunThatIsCutOff_ends() {
    run.cutOff();
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> calls.patiently(() -> "answer"));
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> calls.insistently("tries to delete", this::interruptedAtFirst));
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> calls.pause(Duration.ofMinutes(1)));
  }

  @Test
  void call_ofARunThatIsToldToEnd_unwinds() {
    calls.canceled();
    assertThatExceptionOfType(EngineCalls.OrderedException.class)
        .isThrownBy(() -> calls.patiently(() -> "answer"));
    assertThat(calls.heed()).isEqualTo(EngineCalls.Order.CANCEL);
  }
}
