// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.job.Job;
import dev.baton.job.JobState;
import dev.baton.plugin.Action;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.JobRun;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import dev.baton.testkit.backend.BackendTestSetup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of actions that interrupt their own thread and then call the store, with an executor
 * on a real backend. The clock of the fixture must be the system clock.
 */
public abstract class InterruptedRunContract extends BackendTestSetup {

  private static final Duration TIMEOUT = Duration.ofMinutes(4);

  private record NoParameters() {}

  private final AtomicInteger calls = new AtomicInteger();
  private TestExecutors setup;

  @BeforeEach
  final void openSetup() {
    setup = new TestExecutors(backend(), Catalogue.of(List.of(new Actions())), fixture().clock());
  }

  @AfterEach
  final void closeSetup() {
    setup.close();
  }

  private final class Actions implements Plugin {
    @Override
    public void register(Registry registry) {
      interrupted(registry, "find", (run, noParameters) -> run.jobs().find(run.job().id()));
      interrupted(registry, "signals", (run, noParameters) -> run.signals());
      interrupted(registry, "logged", (run, noParameters) -> run.loggedUpTo("source"));
      registry.action(
          "clearing",
          NoParameters.class,
          (run, noParameters) -> {
            Thread.currentThread().interrupt();
            run.result(found(run));
            assertThat(Thread.interrupted()).isTrue();
          });
    }

    private void interrupted(Registry registry, String name, Action<NoParameters> question) {
      registry.action(
          name,
          NoParameters.class,
          (run, noParameters) -> {
            calls.incrementAndGet();
            Thread.currentThread().interrupt();
            question.run(run, noParameters);
          });
    }
  }

  private static String found(JobRun run) {
    return run.jobs().find(run.job().id()).orElseThrow().spec().action();
  }

  private Job run(String action) {
    setup.startExecutor(fixture().executorView(backend()), 1);
    return setup.awaitFinal(setup.post(action), TIMEOUT);
  }

  private void assertFails(String action) {
    Job job = run(action);
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().lastError()).contains("interrupt flag");
    assertThat(calls).hasValue(1);
  }

  @Test
  protected void action_thatInterruptsItselfAndFindsAJob_failsOnce() {
    assertFails("find");
  }

  @Test
  protected void action_thatInterruptsItselfAndReadsSignals_failsOnce() {
    assertFails("signals");
  }

  @Test
  protected void action_thatInterruptsItselfAndReadsItsLog_failsOnce() {
    assertFails("logged");
  }

  @Test
  protected void action_thatClearsItsInterrupt_succeeds() {
    Job job = run("clearing");
    assertThat(job.state()).as(job.status().lastError()).isEqualTo(JobState.SUCCESS);
    assertThat(String.valueOf(job.status().result())).contains("clearing");
  }
}
