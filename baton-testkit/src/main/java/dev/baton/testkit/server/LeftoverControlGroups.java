// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the control groups of containers whose container engine was killed before it could remove
 * them.
 */
final class LeftoverControlGroups {

  private static final Logger LOG = LoggerFactory.getLogger(LeftoverControlGroups.class);
  private static final Path MOUNT = Path.of("/sys/fs/cgroup");
  private static final String PARENT = "k8s.io";

  private LeftoverControlGroups() {}

  /**
   * Removes the control groups of containerd's tasks. Containerd keeps one folder for each task
   * below the given folder.
   */
  static void removeOfKilledTasks(Path folder) {
    Path tasks = folder.resolve("containerd/state/io.containerd.runtime.v2.task/" + PARENT);
    List<String> names = names(tasks);
    for (String controller : names(MOUNT)) {
      Path parent = MOUNT.resolve(controller).resolve(PARENT);
      names.forEach(name -> remove(parent.resolve(name)));
      remove(parent);
    }
    // On a host with one hierarchy for all controllers.
    names.forEach(name -> remove(MOUNT.resolve(PARENT).resolve(name)));
    remove(MOUNT.resolve(PARENT));
  }

  private static List<String> names(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Removes a control group. The kernel refuses to remove a group in use; the parent group may be
   * in use by another cluster.
   */
  private static void remove(Path group) {
    try {
      Files.deleteIfExists(group);
    } catch (IOException e) {
      LOG.debug("control group could not be removed: cgroup={}", group, e);
    }
  }
}
