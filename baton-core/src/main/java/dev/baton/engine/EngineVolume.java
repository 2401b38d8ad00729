// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.error.InvalidInputException;
import org.jspecify.annotations.Nullable;

/** A file system that is mounted into a container. */
public sealed interface EngineVolume {

  /** The absolute path in the container. */
  String mount();

  /** A folder or file of the host on which the container runs. */
  record HostPath(String path, String mount, boolean readOnly) implements EngineVolume {
    public HostPath {
      CheckPath.requireAbsolute("volumes", path);
      CheckPath.requireAbsolute("volumes", mount);
    }
  }

  /** A volume that the engine stores under a name; in Kubernetes a persistent volume claim. */
  record Named(String name, String mount, boolean readOnly) implements EngineVolume {
    public Named {
      CheckPath.requireAbsolute("volumes", mount);
    }
  }

  /**
   * An empty folder that is removed with the engine job.
   *
   * @param size in bytes; null means no limit
   */
  record Empty(String mount, @Nullable Long size) implements EngineVolume {
    public Empty {
      CheckPath.requireAbsolute("volumes", mount);
      if (size != null && size <= 0) {
        throw new InvalidInputException(
            "volumes has an empty folder of size " + size + "; expected more than 0");
      }
    }
  }
}
