// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * The folders in which Baton keeps the files of a user (XDG base directories).
 *
 * @param data data that must not be lost: the embedded database, credentials
 * @param state files that list the running servers
 * @param config the configuration of the user: contexts
 */
public record UserFolders(Path data, Path state, Path config) {

  /** The folders for a user with this environment. {@code BATON_DATA} has no effect here. */
  public static UserFolders of(Map<String, String> environment) {
    Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", ".")));
    return new UserFolders(
        base(environment, "XDG_DATA_HOME", home.resolve(".local/share")),
        base(environment, "XDG_STATE_HOME", home.resolve(".local/state")),
        base(environment, "XDG_CONFIG_HOME", home.resolve(".config")));
  }

  /**
   * Returns the folder that the variable names, or the default. A relative path is ignored, as the
   * XDG specification demands.
   */
  private static Path base(Map<String, String> environment, String variable, Path usual) {
    String value = environment.getOrDefault(variable, "");
    Path base = !value.isBlank() && Path.of(value).isAbsolute() ? Path.of(value) : usual;
    return base.resolve("baton");
  }
}
