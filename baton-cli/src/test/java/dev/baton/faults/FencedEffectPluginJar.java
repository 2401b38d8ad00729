// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import com.example.effects.FencedEffectPlugin;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs {@link FencedEffectPlugin} into a jar, like a user's plugin. */
final class FencedEffectPluginJar {

  private FencedEffectPluginJar() {}

  static Path make(Path folder) throws IOException {
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    try (OutputStream file = Files.newOutputStream(plugins.resolve("fenced-effect.jar"));
        ZipOutputStream jar = new ZipOutputStream(file)) {
      jar.putNextEntry(new ZipEntry("META-INF/services/dev.baton.plugin.Plugin"));
      jar.write(FencedEffectPlugin.class.getName().getBytes(StandardCharsets.UTF_8));
      for (Class<?> type : types()) {
        String entry = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new ZipEntry(entry));
        try (InputStream bytes = type.getClassLoader().getResourceAsStream(entry)) {
          bytes.transferTo(jar);
        }
      }
    }
    return plugins;
  }

  private static List<Class<?>> types() {
    List<Class<?>> types = new ArrayList<>(List.of(FencedEffectPlugin.class.getDeclaredClasses()));
    types.add(FencedEffectPlugin.class);
    return types;
  }
}
