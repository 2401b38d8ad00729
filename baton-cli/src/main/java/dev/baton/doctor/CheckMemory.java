// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Checks that a process of Baton finds memory, on the machine and in its control group. */
final class CheckMemory {

  private static final String AREA = "memory";
  private static final int MEBIBYTE = 1 << 20;
  private static final int KIBIBYTE = 1 << 10;

  /** A small server needs this much for itself, besides the memory of the jobs that it runs. */
  private static final long NEEDED_MEBIBYTES = 256;

  private final Path root;

  /**
   * @param root the root of the file system, below which the kernel shows its figures
   */
  CheckMemory(Path root) {
    this.root = root;
  }

  List<CheckResult> run() {
    OptionalLong free = least(machine(), controlGroup());
    if (free.isEmpty()) {
      return List.of(CheckResult.ok(AREA, "the system does not tell how much memory is free"));
    }
    long mebibytes = free.getAsLong() / MEBIBYTE;
    if (mebibytes < NEEDED_MEBIBYTES) {
      return List.of(
          CheckResult.fault(
              AREA,
              "only "
                  + mebibytes
                  + " MiB of memory are free, and a process of Baton needs "
                  + NEEDED_MEBIBYTES
                  + " MiB; stop other programs, raise the limit of the service or container, or"
                  + " limit the heap by JAVA_TOOL_OPTIONS=-Xmx128m"));
    }
    return List.of(CheckResult.ok(AREA, mebibytes + " MiB are free"));
  }

  private static OptionalLong least(OptionalLong one, OptionalLong other) {
    return one.isEmpty()
        ? other
        : other.isEmpty() ? one : least(one.getAsLong(), other.getAsLong());
  }

  private static OptionalLong least(long one, long other) {
    return OptionalLong.of(Math.min(one, other));
  }

  private OptionalLong machine() {
    try (Stream<String> lines = Files.lines(root.resolve("proc/meminfo"))) {
      return lines
          .filter(line -> line.startsWith("MemAvailable:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE)
          .findFirst();
    } catch (IOException | NumberFormatException e) {
      // Other systems than Linux have no such file.
      return OptionalLong.empty();
    }
  }

  /** The memory that the control group of this process may still use; caches can be reclaimed. */
  private OptionalLong controlGroup() {
    Path group = root.resolve("sys/fs/cgroup");
    try {
      String most = Files.readString(group.resolve("memory.max")).strip();
      if (most.equals("max")) {
        return OptionalLong.empty();
      }
      long used = Long.parseLong(Files.readString(group.resolve("memory.current")).strip());
      return OptionalLong.of(Long.parseLong(most) - used + cached(group));
    } catch (IOException | NumberFormatException e) {
      // Without a limit, the files of the root group are missing.
      return OptionalLong.empty();
    }
  }

  private static long cached(Path group) throws IOException {
    try (Stream<String> lines = Files.lines(group.resolve("memory.stat"))) {
      return lines
          .filter(line -> line.startsWith("inactive_file "))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    }
  }
}
