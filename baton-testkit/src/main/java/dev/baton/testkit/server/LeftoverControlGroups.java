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

/** Removes the control groups of containers that were killed with the one who would have. */
final class LeftoverControlGroups {

  private static final Logger LOG = LoggerFactory.getLogger(LeftoverControlGroups.class);
  private static final Path MOUNT = Path.of("/sys/fs/cgroup");
  private static final String PARENT = "k8s.io";

  private LeftoverControlGroups() {}

  /** Those of containerd's tasks; it keeps a folder for each below that folder. */
  static void removeOfKilledTasks(Path folder) {
    Path tasks = folder.resolve("containerd/state/io.containerd.runtime.v2.task/" + PARENT);
    List<String> names = names(tasks);
    for (String controller : names(MOUNT)) {
      Path parent = MOUNT.resolve(controller).resolve(PARENT);
      names.forEach(name -> remove(parent.resolve(name)));
      remove(parent);
    }
    // With one hierarchy for all controllers.
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

  /** The kernel refuses to remove one that is in use; an other cluster's parent may be. */
  private static void remove(Path group) {
    try {
      Files.deleteIfExists(group);
    } catch (IOException e) {
      LOG.debug("cgroup={} stays", group, e);
    }
  }
}
