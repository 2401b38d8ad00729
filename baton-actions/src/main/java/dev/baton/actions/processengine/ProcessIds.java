// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import dev.baton.service.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The numbers that processes may have. The kernel gives numbers to processes and threads in
 * ascending order and starts again at the lowest free number after the highest. Therefore a process
 * and everything that it has created lie between its number and the newest number, unless the
 * numbers have started again in between.
 */
final class ProcessIds {

  private static final Path PROC = Path.of("/proc");
  private static final Path HIGHEST = Path.of("/proc/sys/kernel/pid_max");
  private static final long LOWEST_HIGHEST = 32_768;
  private static final int MOST_DIGITS = 32;

  private ProcessIds() {}

  /** All numbers that have a process now. */
  static LongStream all() {
    String[] names = PROC.toFile().list();
    return Stream.of(names == null ? new String[0] : names)
        .filter(name -> Character.isDigit(name.charAt(0)))
        .mapToLong(Long::parseLong);
  }

  /**
   * Numbers that contain all processes that the given processes have created.
   *
   * @param created how many processes and threads the host has created since the first of the given
   *     processes, at most
   * @param most returns all numbers with a process if there would be more numbers than this
   */
  static LongStream since(long created, Collection<Long> first, long most) {
    long highest = highest();
    OptionalLong newest = newest();
    // Some numbers are skipped because they are in use, so half of all numbers is a safe limit.
    if (newest.isEmpty() || created > highest / 2) {
      return all();
    }
    long end = newest.getAsLong();
    long count =
        first.stream().mapToLong(number -> Math.floorMod(end - number, highest)).max().orElse(0);
    return count > most
        ? all()
        : LongStream.range(0, count).map(back -> Math.floorMod(end - back, highest));
  }

  /** The number of a thread that starts now. */
  private static OptionalLong newest() {
    AtomicLong number = new AtomicLong(-1);
    Thread thread =
        Threads.platform(
            "newest-number",
            () -> {
              try {
                Path self = Files.readSymbolicLink(PROC.resolve("thread-self"));
                number.set(Long.parseLong(self.getFileName().toString()));
              } catch (IOException | RuntimeException e) {
                // This host does not tell the numbers of threads.
                number.set(-1);
              }
            });
    thread.start();
    Threads.join(thread);
    return number.get() < 0 ? OptionalLong.empty() : OptionalLong.of(number.get());
  }

  private static long highest() {
    // One read, because the kernel gives the number only to a read at the start of the file.
    try (InputStream file = Files.newInputStream(HIGHEST)) {
      byte[] digits = new byte[MOST_DIGITS];
      int length = Math.max(0, file.read(digits));
      return Long.parseLong(new String(digits, 0, length, StandardCharsets.US_ASCII).strip());
    } catch (IOException | NumberFormatException e) {
      return LOWEST_HIGHEST;
    }
  }
}
