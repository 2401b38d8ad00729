// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.error.InvalidInputException;
import dev.baton.service.Clock;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The options with which an engine is opened.
 *
 * @param name the name under which the engine is registered, for messages
 * @param installation the installation whose engine jobs the engine manages: up to 63 letters,
 *     digits, '-', '_' and '.'. Two installations that share an engine must have different names.
 * @param folder the folder in which the engine may keep files. All executors of a host that share
 *     their engine jobs use the same folder. An engine that needs the folder creates it.
 * @param settings the settings of the engine, by name, such as {@code socket}
 * @param clock the clock for all times of the engine
 */
public record EngineOptions(
    String name, String installation, Path folder, Map<String, String> settings, Clock clock) {

  private static final Pattern INSTALLATION =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?");

  public EngineOptions {
    checkInstallation(installation);
    settings = Map.copyOf(settings);
  }

  /**
   * Checks the name of an installation.
   *
   * @throws InvalidInputException if the name is malformed
   */
  public static void checkInstallation(String installation) {
    if (!INSTALLATION.matcher(installation).matches()) {
      throw new InvalidInputException(
          "installation is '"
              + installation
              + "'; allowed: up to 63 letters, digits, '-', '_' and '.', a letter or digit first"
              + " and last");
    }
  }

  /**
   * Refuses settings that the engine does not know.
   *
   * @throws InvalidInputException if there are unknown settings; the message names the unknown and
   *     the known settings
   */
  public void requireOnly(Set<String> known) {
    Set<String> unknown = new TreeSet<>(settings.keySet());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new InvalidInputException(
          "engine '"
              + name
              + "' has no setting '"
              + String.join("', '", unknown)
              + "'; known: "
              + (known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known))));
    }
  }
}
