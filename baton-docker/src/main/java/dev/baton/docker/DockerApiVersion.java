// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A version of the engine's API, such as 1.41. */
record DockerApiVersion(int major, int minor) {

  /**
   * The newest version for which this driver was written. Newer engines support this version too.
   */
  static final DockerApiVersion NEWEST = new DockerApiVersion(1, 47);

  /**
   * Returns the newest version that both this driver and the engine support.
   *
   * @param server the newest version of the engine, or null if the engine did not say it
   */
  static DockerApiVersion common(@Nullable String server) throws IOException {
    if (server == null) {
      return NEWEST;
    }
    DockerApiVersion offered = parse(server);
    return offered.isBefore(NEWEST) ? offered : NEWEST;
  }

  private static DockerApiVersion parse(String text) throws IOException {
    String[] parts = text.split("\\.", 2);
    try {
      return new DockerApiVersion(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new IOException(
          "the API version of the server is '" + text + "'; expected 1.43 or such", e);
    }
  }

  private boolean isBefore(DockerApiVersion other) {
    return major < other.major || (major == other.major && minor < other.minor);
  }

  /** Returns the start of request paths for this version, such as {@code /v1.41}. */
  String path() {
    return "/v" + major + "." + minor;
  }
}
