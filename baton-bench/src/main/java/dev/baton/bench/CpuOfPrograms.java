// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The CPU time of this process and of all programs that it starts, including programs that outlive
 * their starters. Moves this process into a control group of its own, which counts the time of all
 * of them. Where control groups cannot be created, counts this process and its own children, and
 * {@link #scope} says so.
 */
final class CpuOfPrograms implements AutoCloseable {

  private static final Path SELF = Path.of("/proc/self/stat");
  private static final int USER_TICKS = 11;
  private static final int TIMES = 4;
  private static final long TICK_MICROS = 10_000;

  /** The folders of the two versions of control groups that count CPU time. */
  private static final List<Path> ROOTS =
      List.of(Path.of("/sys/fs/cgroup/cpuacct"), Path.of("/sys/fs/cgroup"));

  private final @Nullable Path group;

  private CpuOfPrograms(@Nullable Path group) {
    this.group = group;
  }

  static CpuOfPrograms open() {
    for (Path root : ROOTS) {
      Path group = root.resolve("baton-bench-" + ProcessHandle.current().pid());
      try {
        Files.createDirectory(group);
        CpuOfPrograms opened = new CpuOfPrograms(group);
        long unused = opened.micros();
        enter(group);
        return opened;
      } catch (IOException e) {
        removeQuietly(group);
      }
    }
    return new CpuOfPrograms(null);
  }

  private static void enter(Path group) throws IOException {
    Files.writeString(group.resolve("cgroup.procs"), String.valueOf(ProcessHandle.current().pid()));
  }

  /** Says which processes {@link #micros} counts. */
  String scope() {
    return group == null
        ? "of this process and of the children that it has waited for"
        : "of this process and of everything that it has started";
  }

  /** The CPU time so far, in microseconds. */
  long micros() throws IOException {
    if (group == null) {
      String stat = Files.readString(SELF);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      long ticks = 0;
      for (int i = USER_TICKS; i < USER_TICKS + TIMES; i++) {
        ticks += Long.parseLong(fields[i]);
      }
      return ticks * TICK_MICROS;
    }
    Path nanos = group.resolve("cpuacct.usage");
    return Files.exists(nanos)
        ? Long.parseLong(Files.readString(nanos).strip()) / 1000
        : usage(group.resolve("cpu.stat"));
  }

  private static long usage(Path statistics) throws IOException {
    for (String line : Files.readAllLines(statistics)) {
      if (line.startsWith("usage_usec ")) {
        return Long.parseLong(line.substring("usage_usec ".length()));
      }
    }
    throw new IOException(statistics + " has no line usage_usec");
  }

  /** Returns this process to the parent of the control group and removes the group. */
  @Override
  public void close() {
    if (group == null) {
      return;
    }
    try {
      enter(Objects.requireNonNull(group.getParent()));
      AwaitCondition.until(
          "the end of all programs", Duration.ofSeconds(10), () -> removeQuietly(group));
    } catch (IOException e) {
      throw new IllegalStateException("this process cannot leave the control group " + group, e);
    }
  }

  private static boolean removeQuietly(Path group) {
    try {
      Files.deleteIfExists(group);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
