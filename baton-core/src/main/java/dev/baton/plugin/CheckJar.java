// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import dev.baton.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.JarFile;

/**
 * Checks a jar before it is given to a class loader. A class loader would report a broken jar only
 * as a missing plugin.
 */
final class CheckJar {
  private static final String SERVICES = "META-INF/services/" + Plugin.class.getName();

  private CheckJar() {}

  static void check(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      if (file.getEntry(SERVICES) == null) {
        throw new InvalidInputException(
            "contains no plugin; expected the file " + SERVICES + " in it");
      }
    } catch (IOException e) {
      throw PluginLoader.unreadable("the jar '" + jar + "'", e);
    }
  }
}
