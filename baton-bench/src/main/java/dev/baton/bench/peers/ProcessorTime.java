// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Reads processor times and the load from {@code /proc} of Linux. Times are in microseconds. */
final class ProcessorTime {

  // The unit of the times in /proc is fixed at 1/100 s for all processes.
  private static final double MICROS_PER_TICK = 10_000;
  // Positions in /proc/PID/stat, counted after the name of the program.
  private static final int PARENT = 1;
  private static final int OWN_USER = 11;
  private static final int OWN_SYSTEM = 12;
  private static final int REAPED_USER = 13;
  private static final int REAPED_SYSTEM = 14;
  // Positions of user, nice, system, irq and softirq in the first line of /proc/stat.
  private static final int[] BUSY = {1, 2, 3, 6, 7};

  private ProcessorTime() {}

  /** The time of all threads of a process; 0 if the process has ended. */
  static double ofProcess(long pid) {
    String[] fields = stat(pid);
    return fields.length == 0 ? 0 : ticks(fields, OWN_USER, OWN_SYSTEM) * MICROS_PER_TICK;
  }

  /** The time of a process, of its living children and of the children that have ended. */
  static double ofFamily(long pid) {
    String[] fields = stat(pid);
    if (fields.length == 0) {
      throw new IllegalStateException("the process " + pid + " has ended");
    }
    double reaped = ticks(fields, OWN_USER, OWN_SYSTEM, REAPED_USER, REAPED_SYSTEM);
    double living = children(pid).mapToDouble(child -> ofProcess(child) / MICROS_PER_TICK).sum();
    return (reaped + living) * MICROS_PER_TICK;
  }

  /** The process that started the given one. */
  static long parent(long pid) {
    return Long.parseLong(stat(pid)[PARENT]);
  }

  /** The time that all processors were busy since the machine started. */
  static double ofMachine() {
    String[] fields = lines(Path.of("/proc/stat")).getFirst().split("\\s+");
    return Arrays.stream(BUSY).mapToDouble(i -> Double.parseDouble(fields[i])).sum()
        * MICROS_PER_TICK;
  }

  /** The average number of runnable threads in the last minute. */
  static double load() {
    return Double.parseDouble(lines(Path.of("/proc/loadavg")).getFirst().split(" ")[0]);
  }

  private static LongStream children(long pid) {
    return ProcessHandle.of(pid)
        .map(handle -> handle.children().mapToLong(ProcessHandle::pid))
        .orElse(LongStream.empty());
  }

  private static double ticks(String[] fields, int... positions) {
    return Arrays.stream(positions).mapToDouble(i -> Double.parseDouble(fields[i])).sum();
  }

  private static String[] stat(long pid) {
    try {
      String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // The name of the program, in parentheses, can contain spaces.
      return line.substring(line.lastIndexOf(')') + 2).split(" ");
    } catch (IOException e) {
      return new String[0];
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException("the load of the machine is read from " + file, e);
    }
  }
}
