// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.config;

import java.nio.file.Path;

/** How the server of a command was chosen. */
public sealed interface ServerSource {

  /** Describes to the user how the server was chosen, such as {@code data folder /srv/baton}. */
  String text();

  /** A flag or the environment names the address. */
  record Endpoint(boolean isFromEnvironment) implements ServerSource {
    @Override
    public String text() {
      return isFromEnvironment ? "endpoint of the environment" : "endpoint";
    }
  }

  /**
   * The server runs on a data folder of this machine.
   *
   * @param running the number of running servers if it was chosen as the newest; otherwise 1
   */
  record Folder(Path data, int running) implements ServerSource {
    @Override
    public String text() {
      return "data folder "
          + data
          + (running > 1
              ? ", the newest of " + running + " servers here; choose with --data or --context"
              : "");
    }
  }

  /** A context names the server. */
  record Context(String name) implements ServerSource {
    @Override
    public String text() {
      return "context " + name;
    }
  }
}
