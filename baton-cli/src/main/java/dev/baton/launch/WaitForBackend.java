// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.error.UnavailableException;
import dev.baton.service.Backoff;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.DeadlineWait;
import dev.baton.service.Durations;
import dev.baton.service.SaturatedTime;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the backend of a process. While its database, board or server is unavailable, waits and
 * tries again, with growing pauses. Any other failure, such as a wrong password, ends the wait
 * immediately.
 *
 * @param process the name of the process, for the log
 * @param maxWait how long to wait; zero does not wait, null is no limit
 */
record WaitForBackend(String process, @Nullable Duration maxWait, Clock clock) {

  private static final Logger LOG = LoggerFactory.getLogger(WaitForBackend.class);
  private static final Backoff BACKOFF =
      Backoff.doubling(Duration.ofMillis(250), Duration.ofSeconds(5));
  private static final Duration REMINDER = Duration.ofSeconds(30);

  WaitForBackend(ProcessOptions options, Clock clock) {
    this(options.name(), options.backend().maxWait(), clock);
  }

  /**
   * Calls the supplier until it succeeds, and returns its result.
   *
   * @throws UnavailableException if the supplier still throws this exception when the time is over
   */
  <T> T open(Supplier<T> opening) {
    long start = clock.nanos();
    long reported = start;
    for (int failures = 1; ; failures++) {
      try {
        T opened = opened(opening);
        if (failures > 1) {
          LOG.info("process has reached its servers: process={} waited={}", process, since(start));
        }
        return opened;
      } catch (UnavailableException e) {
        Duration left = left(start);
        if (left.isZero() || left.isNegative()) {
          throw e;
        }
        if (failures == 1) {
          logFirst(e);
        } else if (clock.nanos() - reported >= REMINDER.toNanos()) {
          reported = clock.nanos();
          logAgain(start, e);
        }
        Duration pause = BACKOFF.after(failures);
        pause(pause.compareTo(left) < 0 ? pause : left, e);
      }
    }
  }

  private void logFirst(UnavailableException e) {
    LOG.warn(
        "process waits for its servers, which do not answer; Baton tries again: process={}"
            + " limit={} reason={}",
        process,
        limit(),
        e.getMessage());
    LOG.debug("process waits for its servers, which do not answer: process={}", process, e);
  }

  private void logAgain(long startNanos, UnavailableException e) {
    LOG.warn(
        "process still waits for its servers; Baton tries again: process={} waited={} reason={}",
        process,
        since(startNanos),
        e.getMessage());
  }

  /**
   * Converts a failure to open a connection into UnavailableException, for example when there are
   * no free file descriptors. Such a failure may pass, because it depends on other processes, too.
   */
  private static <T> T opened(Supplier<T> opening) {
    try {
      return opening.get();
    } catch (UncheckedIOException e) {
      throw new UnavailableException("this process cannot open a connection: " + e.getMessage(), e);
    }
  }

  private Duration left(long startNanos) {
    return maxWait == null
        ? REMINDER
        : Duration.ofNanos(SaturatedTime.nanos(maxWait) - (clock.nanos() - startNanos));
  }

  private String limit() {
    return maxWait == null
        ? "without limit; see --wait-for-store"
        : "for up to " + Durations.text(maxWait);
  }

  private String since(long startNanos) {
    return Durations.text(
        Duration.ofSeconds(Duration.ofNanos(clock.nanos() - startNanos).toSeconds()));
  }

  private void pause(Duration duration, UnavailableException reason) {
    try {
      DeadlineWait.until(Deadline.after(clock.nanos(), duration), clock);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw reason;
    }
  }
}
