// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import java.time.Duration;
import java.util.Comparator;
import java.util.Iterator;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs alarms by the monotonic clock, all on one thread, so alarms must not block. The thread is a
 * platform thread, because alarms must also stop jobs that keep the virtual threads busy.
 */
final class Timers implements Service {

  /** Code that runs at a time, unless the alarm is cancelled before. */
  record Alarm(Deadline at, long number, Runnable action) {}

  private static final Logger LOG = LoggerFactory.getLogger(Timers.class);
  private static final Duration IDLE = Duration.ofHours(1);

  private static final String ROLE = "executor-timer";

  private final Clock clock;
  private final AtomicLong numbers = new AtomicLong();
  private final ConcurrentSkipListSet<Alarm> alarms = new ConcurrentSkipListSet<>(order());
  private final PollLoop loop = PollLoop.onPlatformThread(ROLE, this::ring, Duration.ofSeconds(1));

  Timers(Clock clock) {
    this.clock = clock;
  }

  Alarm schedule(Deadline at, Runnable action) {
    Alarm alarm = new Alarm(at, numbers.incrementAndGet(), action);
    alarms.add(alarm);
    if (alarm.equals(first())) {
      loop.wake();
    }
    return alarm;
  }

  private @Nullable Alarm first() {
    // alarms.first() would throw if another thread removes the last alarm. Therefore the iterator
    // is used.
    Iterator<Alarm> ordered = alarms.iterator();
    return ordered.hasNext() ? ordered.next() : null;
  }

  Alarm scheduleAfter(Duration delay, Runnable action) {
    return schedule(Deadline.after(clock.nanos(), delay), action);
  }

  void cancel(Alarm alarm) {
    alarms.remove(alarm);
  }

  @Override
  public void start() {
    loop.start();
  }

  /** Waits one second for a running alarm; then as {@link PollLoop#stop()}, at most ten seconds. */
  @Override
  public void stop() {
    loop.stop();
  }

  private PassResult ring() {
    for (Alarm first = first(); first != null; first = first()) {
      if (!first.at().isPast(clock)) {
        return PassResult.waitFor(first.at().remaining(clock));
      }
      if (alarms.remove(first)) {
        run(first);
      }
    }
    return PassResult.waitFor(IDLE);
  }

  private static void run(Alarm alarm) {
    try {
      alarm.action().run();
    } catch (RuntimeException | Error e) {
      LOG.warn("a timer of an executor failed; the other timers continue: loop={}", ROLE, e);
    } finally {
      // An alarm may call the stop handler of an action, whose code may leave the interrupt flag
      // set. The flag may be cleared, because this thread is not stopped by an interrupt.
      Thread.interrupted();
    }
  }

  private static Comparator<Alarm> order() {
    // Compares by difference, because the monotonic clock may overflow.
    Comparator<Alarm> byTime = (a, b) -> Long.signum(a.at().nanos() - b.at().nanos());
    return byTime.thenComparingLong(Alarm::number);
  }
}
