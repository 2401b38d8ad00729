// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The time and memory that a process has used until now, from {@code /proc}.
 *
 * @param cpuSeconds user and system time
 * @param residentKib the memory that is resident now
 * @param mostResidentKib the most memory that was resident at a time
 */
record ProcessCost(double cpuSeconds, long residentKib, long mostResidentKib) {

  // The kernel reports times of processes in hundredths of a second (USER_HZ) on all platforms.
  private static final double TICKS_PER_SECOND = 100;
  // The positions of user and system time after the name of the program, from man 5 proc.
  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;

  static ProcessCost of(long pid) throws IOException {
    Path folder = Path.of("/proc", String.valueOf(pid));
    String stat = Files.readString(folder.resolve("stat"));
    // The name of the program is in parentheses, and may itself contain spaces and parentheses.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    double ticks = Double.parseDouble(fields[USER_TIME]) + Double.parseDouble(fields[SYSTEM_TIME]);
    List<String> status = Files.readAllLines(folder.resolve("status"));
    return new ProcessCost(ticks / TICKS_PER_SECOND, kib(status, "VmRSS:"), kib(status, "VmHWM:"));
  }

  private static long kib(List<String> status, String key) {
    return status.stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("/proc shows no " + key));
  }
}
