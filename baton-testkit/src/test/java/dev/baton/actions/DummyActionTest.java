// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.baton.access.Acl;
import dev.baton.access.Caller;
import dev.baton.error.InvalidInputException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.jobservice.JobService;
import dev.baton.memory.InMemoryBackend;
import dev.baton.plugin.ActionParameters;
import dev.baton.plugin.JobFailedException;
import dev.baton.service.Clock;
import dev.baton.testkit.job.RecordingRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DummyActionTest {
  private final Clock clock = Clock.system();
  private final DummyAction action = new DummyAction(clock);
  private final RecordingRun run = newRun();

  private RecordingRun newRun() {
    Job job =
        Job.posted(
            JobId.named("dummy"),
            JobSpec.of("dummy_test_action"),
            Acl.ownedBy("user/a"),
            clock.now(),
            "user/a");
    JobService jobService =
        new JobService(new InMemoryBackend(clock).jobs(), (spec, by) -> spec, clock);
    return RecordingRun.of(job, jobService.forCaller(Caller.internal()));
  }

  @Test
  void run_takesItsTime_andReportsProgress() throws Exception {
    long start = clock.nanos();
    action.run(run, new DummyAction.Options(0.2, 4, false));

    assertThat(clock.nanos() - start).isGreaterThanOrEqualTo(200_000_000);
    assertThat(run.progresses()).containsExactly(25, 50, 75, 100);
  }

  @Test
  void run_withFail_fails() {
    assertThatExceptionOfType(JobFailedException.class)
        .isThrownBy(() -> action.run(run, new DummyAction.Options(0.0, 1, true)));
  }

  @Test
  void run_whenInterrupted_endsAtOnce() {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> action.run(run, new DummyAction.Options(600.0, 1, false)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"seconds\": -1}", "{\"steps\": 0}", "{\"seconds\": 1e9}", "{\"sleep\": 1}"})
  void parameters_thatCannotBe_areRefused(String payload) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> ActionParameters.of(DummyAction.Options.class).parse(payload));
  }
}
