// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import dev.baton.engine.EngineResources;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates control groups for engine jobs, one per engine job below the folders that the operator
 * configured. Works with version 1 of Linux' control groups, which has a folder for each
 * controller, and with version 2, in which both folders are the same.
 */
record ProcessCgroups(@Nullable Path memory, @Nullable Path cpu) {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessCgroups.class);
  private static final int PERIOD = 100_000;

  static ProcessCgroups of(Map<String, String> settings) {
    return new ProcessCgroups(
        path(settings.get("cgroup-memory")), path(settings.get("cgroup-cpu")));
  }

  private static @Nullable Path path(@Nullable String text) {
    return text == null ? null : Path.of(text);
  }

  /**
   * Creates the control groups that the limits need. Returns their paths in one text, separated by
   * spaces, for the script.
   */
  String make(String name, EngineResources resources) throws IOException {
    List<Path> made = new ArrayList<>();
    Long bytes = resources.memoryLimit();
    if (bytes != null && memory != null) {
      Path group = Files.createDirectories(memory.resolve(name));
      limitMemory(group, bytes);
      made.add(group);
    }
    BigDecimal cores = resources.cpuLimit();
    if (cores != null && cpu != null) {
      Path group = Files.createDirectories(cpu.resolve(name));
      limitCpu(group, cores);
      made.add(group);
    }
    return made.stream().distinct().map(Path::toString).collect(Collectors.joining(" "));
  }

  /** Removes the control groups of an engine job. All its processes must have ended. */
  void remove(String name) {
    for (Path parent : new Path[] {memory, cpu}) {
      if (parent != null) {
        try {
          Files.deleteIfExists(parent.resolve(name));
        } catch (IOException e) {
          LOG.warn(
              "control group of an engine job cannot be removed and stays until somebody removes"
                  + " it: engineJob={} cgroup={}",
              name,
              parent.resolve(name),
              e);
        }
      }
    }
  }

  private static void limitMemory(Path group, long bytes) throws IOException {
    if (Files.exists(group.resolve("memory.max"))) {
      Files.writeString(group.resolve("memory.max"), String.valueOf(bytes));
      writeIfThere(group.resolve("memory.swap.max"), "0");
    } else {
      Files.writeString(group.resolve("memory.limit_in_bytes"), String.valueOf(bytes));
      writeIfThere(group.resolve("memory.memsw.limit_in_bytes"), String.valueOf(bytes));
    }
  }

  private static void limitCpu(Path group, BigDecimal cores) throws IOException {
    String quota = String.valueOf(cores.multiply(BigDecimal.valueOf(PERIOD)).longValue());
    if (Files.exists(group.resolve("cpu.max"))) {
      Files.writeString(group.resolve("cpu.max"), quota + " " + PERIOD);
    } else {
      Files.writeString(group.resolve("cpu.cfs_period_us"), String.valueOf(PERIOD));
      Files.writeString(group.resolve("cpu.cfs_quota_us"), quota);
    }
  }

  private static void writeIfThere(Path file, String text) throws IOException {
    if (Files.exists(file)) {
      Files.writeString(file, text);
    }
  }
}
