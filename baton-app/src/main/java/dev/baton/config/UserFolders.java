// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where a user's Baton keeps its things (the XDG base directories).
 *
 * @param data what must survive: the embedded database, credentials
 * @param state what says which servers run
 * @param config what the user set up: contexts
 */
public record UserFolders(Path data, Path state, Path config) {

  /** The folders of a user with this environment; {@code BATON_DATA} is not looked at. */
  public static UserFolders of(Map<String, String> environment) {
    Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", ".")));
    return new UserFolders(
        base(environment, "XDG_DATA_HOME", home.resolve(".local/share")),
        base(environment, "XDG_STATE_HOME", home.resolve(".local/state")),
        base(environment, "XDG_CONFIG_HOME", home.resolve(".config")));
  }

  /** A relative path in these variables is to be ignored, says their specification. */
  private static Path base(Map<String, String> environment, String variable, Path usual) {
    String value = environment.getOrDefault(variable, "");
    Path base = !value.isBlank() && Path.of(value).isAbsolute() ? Path.of(value) : usual;
    return base.resolve("baton");
  }
}
