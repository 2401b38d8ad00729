// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import dev.baton.campaign.ledger.LedgerEntry;
import dev.baton.campaign.ledger.LedgerFile;
import dev.baton.campaign.plugin.EffectPlugin;
import dev.baton.campaign.plugin.StepsPlugin;
import dev.baton.plugin.Plugin;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs the campaign's plugins into jars, like a user's plugins. */
final class PluginJar {

  private static final String SUFFIX = ".class";

  private PluginJar() {}

  /** Makes a folder with the plugin of plain actions and, optionally, the plugin of flows. */
  static Path folder(Path parent, String name, boolean withFlows) {
    Path folder = MachineFolders.folder(parent.resolve(name));
    write(folder.resolve("effects.jar"), EffectPlugin.class);
    if (withFlows) {
      write(folder.resolve("steps.jar"), StepsPlugin.class);
    }
    return folder;
  }

  private static void write(Path file, Class<? extends Plugin> plugin) {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream jar = new ZipOutputStream(out)) {
      jar.putNextEntry(new ZipEntry("META-INF/services/" + Plugin.class.getName()));
      jar.write(plugin.getName().getBytes(StandardCharsets.UTF_8));
      List<String> entries = new ArrayList<>();
      entries.addAll(classes(plugin));
      entries.addAll(classes(LedgerEntry.class));
      for (String entry : entries) {
        jar.putNextEntry(new ZipEntry(entry));
        try (InputStream bytes = LedgerFile.class.getClassLoader().getResourceAsStream(entry)) {
          if (bytes == null) {
            throw new IOException("no class " + entry);
          }
          bytes.transferTo(jar);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The jar entries of all classes in the package of this class. */
  private static List<String> classes(Class<?> member) throws IOException {
    String folder = member.getPackageName().replace('.', '/') + "/";
    URL place = member.getResource(member.getSimpleName() + SUFFIX);
    if (place == null) {
      throw new IOException("no class file of " + member);
    }
    if (place.openConnection() instanceof JarURLConnection connection) {
      try (Stream<JarEntry> entries = connection.getJarFile().stream()) {
        return entries
            .map(JarEntry::getName)
            .filter(name -> name.startsWith(folder) && name.endsWith(SUFFIX))
            .toList();
      }
    }
    try (Stream<Path> files = Files.list(Path.of(place.toURI()).getParent())) {
      return files
          .map(file -> folder + file.getFileName())
          .filter(name -> name.endsWith(SUFFIX))
          .toList();
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }
}
