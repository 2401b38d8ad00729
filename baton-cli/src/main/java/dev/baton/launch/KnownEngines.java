// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.config.SettingKey;
import dev.baton.config.Settings;
import dev.baton.error.DidYouMean;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.PluginLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Checks the names of engines before a process opens or creates anything. */
final class KnownEngines {

  private KnownEngines() {}

  /** Adds each unknown name to the problems of the settings. */
  static void check(Set<String> names, Settings settings) {
    List<Plugin> own = List.of(new EngineDriversPlugin());
    Set<String> known = new TreeSet<>(Catalogue.of(own).engines().keySet());
    if (!known.containsAll(names)) {
      // The plugins' jars are read again when the process starts, so they are read here only if an
      // engine is not built in.
      known.addAll(inPlugins(own, settings));
    }
    for (String name : names) {
      if (!known.contains(name)) {
        settings.problem(
            "engine '"
                + name
                + "' is unknown; known: "
                + String.join(", ", known)
                + DidYouMean.suffix(known, name));
      }
    }
  }

  private static Set<String> inPlugins(List<Plugin> own, Settings settings) {
    String folder = settings.text(SettingKey.PLUGINS);
    if (folder == null || !Files.isDirectory(Path.of(folder))) {
      return Set.of();
    }
    try (PluginLoader loader = PluginLoader.load(Path.of(folder))) {
      return Set.copyOf(Catalogue.of(own, loader).engines().keySet());
    }
  }
}
