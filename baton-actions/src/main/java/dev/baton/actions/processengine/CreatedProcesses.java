// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import dev.baton.service.Clock;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** Counts the processes and threads that the host has created since its boot. Thread-safe. */
final class CreatedProcesses {

  /** The result where the host does not tell the number. */
  static final long UNKNOWN = -1;

  private static final File STATISTICS = new File("/proc/stat");
  private static final String LINE = "processes ";

  /** How old a count may be. The read of the file costs much compared with a program. */
  private static final long FRESH_NANOS = Duration.ofMillis(100).toNanos();

  private final Clock clock = Clock.system();
  private final AtomicReference<Count> last = new AtomicReference<>(new Count(0, UNKNOWN));

  private record Count(long nanos, long created) {}

  /** Returns the number at this moment or a little earlier, or {@link #UNKNOWN}. */
  long before() {
    Count count = last.get();
    long now = clock.nanos();
    if (count.created() == UNKNOWN || now - count.nanos() > FRESH_NANOS) {
      count = new Count(now, read());
      last.set(count);
    }
    return count.created();
  }

  /** Returns the number at this moment, or {@link #UNKNOWN}. */
  long now() {
    return read();
  }

  private static long read() {
    try {
      for (String line : Files.readAllLines(STATISTICS.toPath(), StandardCharsets.US_ASCII)) {
        if (line.startsWith(LINE)) {
          return Long.parseLong(line.substring(LINE.length()).strip());
        }
      }
    } catch (IOException | NumberFormatException e) {
      return UNKNOWN;
    }
    return UNKNOWN;
  }
}
