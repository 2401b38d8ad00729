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
   * The server was found by its data folder on this machine.
   *
   * @param running how many servers ran on this machine when the newest server was chosen; 1 if the
   *     user named the folder
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
