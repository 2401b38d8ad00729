// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What this host has and how busy it is. */
final class ProcessHost {

  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final int KIBIBYTE = 1024;

  private ProcessHost() {}

  static EngineCheck check(Path folder, long jobs) {
    Long total = memory("MemTotal:");
    Long available = memory("MemAvailable:");
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return new EngineCheck(
        "processes of this host",
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        folder.toString(),
        new EngineCheck.Amount(
            BigDecimal.valueOf(Runtime.getRuntime().availableProcessors()), total, null),
        new EngineCheck.Amount(
            load < 0 ? null : BigDecimal.valueOf(load),
            total == null || available == null ? null : total - available,
            jobs));
  }

  private static @Nullable Long memory(String field) {
    try {
      List<String> lines = Files.readAllLines(MEMORY);
      return lines.stream()
          .filter(line -> line.startsWith(field))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE)
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      return null;
    }
  }
}
