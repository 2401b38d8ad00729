// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Control groups of one campaign that limit the processor time or the memory of its processes. A
 * group is made for one fault below the group of this process, under the random name of the
 * campaign, and a process returns to its original group afterwards. Supports version 1, and version
 * 2 if the root group enables the controllers for its children.
 */
public final class ControlGroupLimits {

  private static final Duration REMOVED_WITHIN = Duration.ofSeconds(5);
  private static final int PERIOD_MICROS = 100_000;
  private static final String PROCESSES = "cgroup.procs";

  private final Path root;
  private final String name;
  // The original groups of processes, by process id.
  private final Map<Long, Path> origins = new ConcurrentHashMap<>();
  // Guarded by the lock of this object.
  private boolean isClosed;

  /** The resource that a group limits. */
  public enum Controller {
    CPU,
    MEMORY;

    private String key() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  ControlGroupLimits(String name) {
    this(Path.of("/sys/fs/cgroup"), name);
  }

  ControlGroupLimits(Path root, String name) {
    this.root = root;
    this.name = name;
  }

  /** Whether groups with this controller can be made on this machine. */
  public boolean isPossible(Controller controller) {
    if (!isUnified()) {
      return Files.isWritable(root.resolve(controller.key()));
    }
    Path handedOn = root.resolve("cgroup.subtree_control");
    return Files.isWritable(handedOn)
        && List.of(read(handedOn).strip().split("\\s+")).contains(controller.key());
  }

  /** Whether the machine uses version 2, which has one tree for all controllers. */
  private boolean isUnified() {
    return Files.exists(root.resolve("cgroup.controllers"));
  }

  /** Limits a process to this number of thousandths of a processor. */
  public synchronized void throttle(long pid, int thousandths) {
    long quota = (long) PERIOD_MICROS * thousandths / 1000;
    Path group = create(Controller.CPU);
    if (isUnified()) {
      write(group.resolve("cpu.max"), quota + " " + PERIOD_MICROS);
    } else {
      write(group.resolve("cpu.cfs_period_us"), String.valueOf(PERIOD_MICROS));
      write(group.resolve("cpu.cfs_quota_us"), String.valueOf(quota));
    }
    enter(Controller.CPU, group, pid);
  }

  /** Permits a process this number of bytes in addition to the memory that it already has. */
  public synchronized void limitMemory(long pid, long bytes) {
    Path group = create(Controller.MEMORY);
    // Existing memory of the process stays charged to its original group.
    write(
        group.resolve(isUnified() ? "memory.max" : "memory.limit_in_bytes"), String.valueOf(bytes));
    enter(Controller.MEMORY, group, pid);
  }

  /** Returns all processes of the group to their original groups and removes the group. */
  public synchronized void unlimit(Controller controller) {
    Path group = group(controller);
    if (Files.notExists(group)) {
      return;
    }
    lift(controller, group);
    boolean removed =
        Polling.until(
            REMOVED_WITHIN,
            () -> {
              read(group.resolve(PROCESSES)).lines().forEach(pid -> leave(controller, pid));
              return Shell.succeeds("rmdir", group.toString()) || Files.notExists(group);
            });
    if (!removed) {
      throw new IllegalStateException("the control group " + group + " cannot be removed");
    }
  }

  /** Removes all groups. */
  synchronized void close() {
    isClosed = true;
    for (Controller controller : Controller.values()) {
      unlimit(controller);
    }
  }

  /** Removes the limit, so that the group has no effect even if it outlives the campaign. */
  private void lift(Controller controller, Path group) {
    switch (controller) {
      case CPU ->
          write(
              group.resolve(isUnified() ? "cpu.max" : "cpu.cfs_quota_us"),
              isUnified() ? "max" : "-1");
      case MEMORY ->
          write(
              group.resolve(isUnified() ? "memory.max" : "memory.limit_in_bytes"),
              isUnified() ? "max" : "-1");
    }
  }

  private Path group(Controller controller) {
    // In version 2, a group that contains processes may not contain groups with controllers.
    return (isUnified() ? root : origin(controller, "self")).resolve(name);
  }

  private Path create(Controller controller) {
    if (isClosed) {
      throw new IllegalStateException("the campaign is over");
    }
    Path group = group(controller);
    try {
      // Fails if the group exists: this campaign has removed its own groups, so it would belong to
      // another program.
      return Files.createDirectory(group);
    } catch (IOException e) {
      throw new UncheckedIOException("the control group " + group + " cannot be made", e);
    }
  }

  private void enter(Controller controller, Path group, long pid) {
    origins.put(pid, origin(controller, String.valueOf(pid)));
    write(group.resolve(PROCESSES), String.valueOf(pid));
  }

  /**
   * Moves a process back. A process that was started inside the group returns to the group of this
   * process.
   */
  private void leave(Controller controller, String pid) {
    Path known = origins.remove(Long.parseLong(pid));
    Path origin = known == null ? origin(controller, "self") : known;
    // The process may have ended.
    Shell.succeeds("sh", "-c", "echo " + pid + " > '" + origin.resolve(PROCESSES) + "'");
  }

  /** The group of a process; the root if the group is not visible from a container. */
  private Path origin(Controller controller, String pid) {
    Path tree = isUnified() ? root : root.resolve(controller.key());
    for (String line : read(Path.of("/proc", pid, "cgroup")).lines().toList()) {
      String[] parts = line.split(":", 3);
      boolean matches =
          isUnified()
              ? parts[1].isEmpty()
              : List.of(parts[1].split(",")).contains(controller.key());
      Path group = tree.resolve(parts[2].substring(1));
      if (matches && Files.exists(group.resolve(PROCESSES))) {
        return group;
      }
    }
    return tree;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }

  private static void write(Path file, String value) {
    try {
      Files.writeString(file, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
