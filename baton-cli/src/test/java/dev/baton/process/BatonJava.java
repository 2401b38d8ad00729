// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.process;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The beginning of the command line of Java for the many Baton processes that tests start. The
 * processes share an archive of Baton's classes, without which a start takes almost twice as much
 * processor time. Java accepts an archive only if the class path has no folders.
 */
public final class BatonJava {

  /** Options with which a short process needs the least processor time. */
  private static final List<String> OPTIONS =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m");

  private static final class Prepared {
    private static final List<String> COMMAND = prepare();
  }

  private BatonJava() {}

  /** Returns the program, its options and the class path; the main class must follow. */
  public static List<String> command() {
    return Prepared.COMMAND;
  }

  private static List<String> prepare() {
    try {
      Path folder = Files.createTempDirectory("baton-test-java");
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> delete(folder), "baton-test-java-delete"));
      String classPath = classPath(folder);
      Path archive = folder.resolve("classes.jsa");
      runServer(folder, javaWith("-XX:ArchiveClassesAtExit=" + archive, classPath));
      // Without the archive, for example if this Java has none of its own, starts are only slower.
      return javaWith("-XX:SharedArchiveFile=" + archive, classPath);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static List<String> javaWith(String option, String classPath) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.add(option);
    // Java would print its warnings among the output of Baton.
    command.addAll(List.of("-Xlog:disable", "-cp", classPath));
    return List.copyOf(command);
  }

  /** Returns the class path of this JVM with each folder packed into a jar. */
  private static String classPath(Path folder) throws IOException {
    List<String> parts = new ArrayList<>();
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(part);
      if (Files.isDirectory(path)) {
        Path jar = folder.resolve(parts.size() + ".jar");
        pack(path, jar);
        parts.add(jar.toString());
      } else if (Files.exists(path)) {
        parts.add(part);
      }
    }
    return String.join(File.pathSeparator, parts);
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> all = Files.walk(classes)) {
      for (Path each : all.filter(path -> !path.equals(classes)).sorted().toList()) {
        // Without the entries of folders, nobody finds the migrations, which are listed.
        boolean isFolder = Files.isDirectory(each);
        out.putNextEntry(new JarEntry(classes.relativize(each) + (isFolder ? "/" : "")));
        if (!isFolder) {
          Files.copy(each, out);
        }
        out.closeEntry();
      }
    }
  }

  /** Starts a server with an executor and ends it, so that Java sees which classes it needs. */
  private static void runServer(Path folder, List<String> java)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(java);
    Path data = folder.resolve("data");
    command.addAll(List.of("dev.baton.cli.Main", "up", "--data", data.toString(), "--port", "0"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.matches("BATON_.*|XDG_.*"));
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("BATON_ADMIN_PASSWORD", "correct-horse-battery");
    Path errors = folder.resolve("errors");
    Process process = builder.redirectError(errors.toFile()).start();
    try {
      if (process.inputReader().lines().noneMatch(line -> line.startsWith("Baton is up: "))) {
        throw new IllegalStateException("the server ended: " + Files.readString(errors));
      }
      process.destroy();
      if (!process.waitFor(4, TimeUnit.MINUTES)) {
        throw new IllegalStateException("the server did not end");
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
