// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions;

import dev.baton.error.InvalidInputException;
import dev.baton.plugin.Action;
import dev.baton.plugin.Default;
import dev.baton.plugin.Doc;
import dev.baton.plugin.JobFailedException;
import dev.baton.plugin.JobRun;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.DeadlineWait;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Waits for a while and does nothing; for tests of an installation. */
record DummyAction(Clock clock) implements Action<DummyAction.Options> {
  private static final double MAX_SECONDS = Duration.ofDays(1).toSeconds();
  private static final double NANOS_PER_SECOND = 1e9;

  record Options(
      @Doc("Seconds that it sleeps; random, 3 to 30, unless set") @Nullable Double seconds,
      @Doc("How many times it reports progress") @Default("10") int steps,
      @Doc("Whether it fails in the end") @Default("false") boolean fail) {
    Options {
      if (seconds != null && (seconds < 0 || seconds > MAX_SECONDS)) {
        throw InvalidInputException.ofAttribute(
            "seconds", "seconds is " + seconds + "; allowed: 0 to " + (long) MAX_SECONDS);
      }
      if (steps < 1 || steps > 1000) {
        throw InvalidInputException.ofAttribute(
            "steps", "steps is " + steps + "; allowed: 1 to 1000");
      }
    }
  }

  @Override
  public void run(JobRun run, Options options) throws InterruptedException, JobFailedException {
    double seconds =
        options.seconds() == null
            ? ThreadLocalRandom.current().nextDouble(3, 30)
            : options.seconds();
    long start = clock.nanos();
    for (int step = 1; step <= options.steps(); step++) {
      sleepUntil(start, seconds * step / options.steps());
      run.progress(100 * step / options.steps());
    }
    if (options.fail()) {
      throw new JobFailedException(1, "failed, as its parameter 'fail' asked");
    }
  }

  private void sleepUntil(long startNanos, double seconds) throws InterruptedException {
    Deadline end =
        Deadline.after(startNanos, Duration.ofNanos((long) (seconds * NANOS_PER_SECOND)));
    DeadlineWait.until(end, clock);
  }
}
