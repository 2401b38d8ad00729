// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.job.JobState;
import dev.baton.service.Clock;
import dev.baton.testkit.ServiceStress;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.Isolated;

/** Starts and stops of executors in any order. */
@Isolated("looks at the threads of the JVM")
final class ExecutorStressTest extends ServiceStress {

  private static final Pattern LOOPS =
      Pattern.compile("baton-(executor-timer|executor-heartbeat|roster)-\\d+");

  private final Bed bed = new Bed().action("act", run -> {});

  @AfterEach
  void close() {
    bed.close();
  }

  @Override
  protected Subject create() {
    Executor executor =
        Executor.create(
            Bed.options("e1"),
            GatedPorts.of(bed.backend, new Gate()),
            bed.catalogue(),
            bed.desk(),
            ExecutorListener.NONE,
            Clock.system());
    return new Subject(
        executor,
        () -> assertThat(bed.awaitFinal(bed.post("act")).state()).isEqualTo(JobState.SUCCESS),
        () -> {
          assertThat(executor.running()).isZero();
          assertThat(Thread.getAllStackTraces().keySet())
              .extracting(Thread::getName)
              .noneMatch(name -> LOOPS.matcher(name).matches());
        });
  }
}
