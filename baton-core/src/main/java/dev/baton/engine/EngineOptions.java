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
 * What an engine is opened with.
 *
 * @param name under which it is registered, for messages
 * @param installation which Baton it works for: up to 63 letters, digits, '-', '_' and '.'. Two
 *     Batons that share an engine have different ones.
 * @param folder where it may keep files; the same for all executors of a host that share their
 *     engine jobs. Made by whoever needs it.
 * @param settings its own, by name, such as {@code socket}
 * @param clock the time
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
   * @throws InvalidInputException if it is malformed
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
   * Refuses settings that nobody reads.
   *
   * @throws InvalidInputException naming the unknown and the known ones
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
