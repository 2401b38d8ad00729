// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions;

import dev.baton.error.InvalidInputException;
import dev.baton.flow.Flow;
import dev.baton.flow.FlowNode;
import dev.baton.flow.Symbol;
import dev.baton.flow.Task;
import dev.baton.flow.TaskContext;
import dev.baton.plugin.Default;
import dev.baton.plugin.Doc;
import dev.baton.plugin.FlowFactory;
import dev.baton.plugin.JobFailedException;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.DeadlineWait;
import java.time.Duration;

/**
 * A flow whose steps wait for a while, and wait again when they are reverted; shows how a flow is
 * handed over and reverted. Each step provides the fencing token of the claim under which it ran.
 */
public record DummyFlow(Clock clock) implements FlowFactory<DummyFlow.Options> {
  public static final String NAME = "dummy_test_flow";

  private static final double MAX_SECONDS = Duration.ofDays(1).toSeconds();
  private static final double NANOS_PER_SECOND = 1e9;
  private static final Duration LOOK = Duration.ofMillis(100);

  record Options(
      @Doc("How many steps it has") @Default("5") int steps,
      @Doc("Seconds that each step takes to run, and to revert") @Default("1") double seconds,
      @Doc("Number of the step that fails at its end; 0 for none") @Default("0") int failAt) {
    Options {
      if (steps < 1 || steps > 1000) {
        throw InvalidInputException.ofAttribute(
            "steps", "steps is " + steps + "; allowed: 1 to 1000");
      }
      // The negated condition also refuses NaN.
      if (!(seconds >= 0 && seconds <= MAX_SECONDS)) {
        throw InvalidInputException.ofAttribute(
            "seconds", "seconds is " + seconds + "; allowed: 0 to " + (long) MAX_SECONDS);
      }
      if (failAt < 0 || failAt > steps) {
        throw InvalidInputException.ofAttribute(
            "failAt", "failAt is " + failAt + "; allowed: 0 to " + steps);
      }
    }
  }

  @Override
  public FlowNode flow(Options options) {
    Flow flow = Flow.linear(NAME);
    for (int number = 1; number <= options.steps(); number++) {
      flow.add(step(number, options));
    }
    return flow;
  }

  private Task<Long> step(int number, Options options) {
    String name = "step_" + number;
    return Task.named(name)
        .provides(Symbol.of(name, Long.class))
        .execute(task -> {
          work(task, options);
          if (number == options.failAt()) {
            throw new JobFailedException(1, "failed, as its parameter 'failAt' asked");
          }
          return task.fencingToken();
        })
        .revert((task, result) -> DeadlineWait.until(after(options.seconds()), clock));
  }

  private void work(TaskContext task, Options options) throws InterruptedException {
    Deadline end = after(options.seconds());
    while (!end.isPast(clock)) {
      if (task.stopRequested()) {
        task.handOver();
      }
      Duration left = end.remaining(clock);
      DeadlineWait.until(
          Deadline.after(clock.nanos(), left.compareTo(LOOK) < 0 ? left : LOOK), clock);
    }
  }

  private Deadline after(double seconds) {
    return Deadline.after(clock.nanos(), Duration.ofNanos((long) (seconds * NANOS_PER_SECOND)));
  }
}
