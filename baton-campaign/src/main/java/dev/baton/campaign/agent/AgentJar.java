// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs Java agents into jars. */
public final class AgentJar {

  private AgentJar() {}

  /** Writes the jar into the folder and returns the JVM options that plant the defect. */
  public static List<String> plant(Path folder, PlantedDefect plantedDefect) {
    Path jar = folder.resolve("plant.jar");
    write(
        jar,
        PlantAgent.class,
        List.of(PlantAgent.class, PlantedDefect.class, PlantedClasses.class, LostWrite.class));
    return List.of("-javaagent:" + jar + "=" + plantedDefect.name().toLowerCase(Locale.ROOT));
  }

  /** Writes the jars into the folder and returns the JVM options for a clock that can be moved. */
  public static List<String> clock(Path folder, Path file) {
    Path jar = folder.resolve("clock.jar");
    // A separate jar, because the JDK's class loader loads every class that it can see and cannot
    // see the libraries of the agent.
    Path shifted = folder.resolve("shifted-clock.jar");
    if (Files.notExists(jar)) {
      write(jar, ClockAgent.class, List.of(ClockAgent.class));
      write(shifted, ClockAgent.class, List.of(ShiftedClock.class));
    }
    // The agent replaces a class of the class data archive, which would cause a warning of the JVM
    // without this option.
    return List.of("-Xshare:off", "-javaagent:" + jar + "=" + file + ":" + shifted);
  }

  private static void write(Path jar, Class<?> agent, List<Class<?>> classes) {
    String manifest =
        "Manifest-Version: 1.0\nPremain-Class: "
            + agent.getName()
            + "\nCan-Retransform-Classes: true\n";
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
      zip.write(manifest.getBytes(StandardCharsets.UTF_8));
      for (Class<?> type : classes) {
        addNest(zip, type);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds the class with its nested classes, recursively. */
  private static void addNest(ZipOutputStream zip, Class<?> type) throws IOException {
    add(zip, type.getName());
    for (Class<?> inner : type.getDeclaredClasses()) {
      addNest(zip, inner);
    }
    // Anonymous classes are not among the declared classes.
    for (int i = 1; has(type.getName() + "$" + i); i++) {
      add(zip, type.getName() + "$" + i);
    }
  }

  private static boolean has(String name) {
    return AgentJar.class.getClassLoader().getResource(entry(name)) != null;
  }

  private static void add(ZipOutputStream zip, String name) throws IOException {
    zip.putNextEntry(new ZipEntry(entry(name)));
    try (InputStream bytes = AgentJar.class.getClassLoader().getResourceAsStream(entry(name))) {
      if (bytes == null) {
        throw new IOException("no class " + name);
      }
      bytes.transferTo(zip);
    }
  }

  private static String entry(String name) {
    return name.replace('.', '/') + ".class";
  }
}
