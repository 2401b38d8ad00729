// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import dev.baton.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.JarFile;

/** Looks at a jar before a class loader does, which would find nothing in a broken one. */
final class CheckJar {
  private static final String SERVICES = "META-INF/services/" + Plugin.class.getName();

  private CheckJar() {}

  static void check(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      if (file.getEntry(SERVICES) == null) {
        throw new InvalidInputException(
            "brings no plugin; expected the file " + SERVICES + " in it");
      }
    } catch (IOException e) {
      throw PluginLoader.unreadable("the jar '" + jar + "'", e);
    }
  }
}
