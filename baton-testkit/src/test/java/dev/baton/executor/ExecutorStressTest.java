// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.job.JobState;
import dev.baton.service.Clock;
import dev.baton.testkit.service.ServiceStress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.Isolated;

/** Starts and stops executors in any order. */
@Isolated("checks the threads of the JVM")
final class ExecutorStressTest extends ServiceStress {

  private final InMemoryExecutors inMemoryExecutors =
      new InMemoryExecutors().action("act", run -> {});

  @AfterEach
  void close() {
    inMemoryExecutors.close();
  }

  @Override
  protected Subject create() {
    Executor executor =
        Executor.create(
            InMemoryExecutors.options("e1"),
            FaultInjectingPorts.of(inMemoryExecutors.backend, new FaultInjector()),
            inMemoryExecutors.catalogue(),
            inMemoryExecutors.jobService(),
            ExecutorListener.NONE,
            Clock.system());
    return new Subject(
        executor,
        () ->
            assertThat(inMemoryExecutors.awaitFinal(inMemoryExecutors.post("act")).state())
                .isEqualTo(JobState.SUCCESS),
        () -> {
          assertThat(executor.running()).isZero();
          assertNoThreads("executor-claim", "executor-timer", "executor-heartbeat", "heartbeat");
        });
  }
}
