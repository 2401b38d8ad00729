// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles Java sources and packs them into a jar. */
final class JarBuilder {
  private final Path work;
  private final Path jar;
  private final Map<String, String> sources = new HashMap<>();
  private final Map<String, String> files = new HashMap<>();
  private final Set<String> left = new HashSet<>();
  private int classVersion;

  JarBuilder(Path work, Path jar) {
    this.work = work;
    this.jar = jar;
  }

  JarBuilder source(String className, String text) {
    sources.put(className, text);
    return this;
  }

  JarBuilder file(String path, String text) {
    files.put(path, text);
    return this;
  }

  /** Leaves the compiled class out of the jar. */
  JarBuilder without(String className) {
    left.add(className.replace('.', '/') + ".class");
    return this;
  }

  /** Sets the class file version of all classes in the jar. */
  JarBuilder classVersion(int version) {
    classVersion = version;
    return this;
  }

  void build() throws IOException {
    Path classes = Files.createDirectories(work.resolve("classes"));
    compile(classes);
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> compiled = Files.walk(classes)) {
      compiled.filter(Files::isRegularFile).forEach(path -> addClass(out, classes, path));
      files.forEach((path, text) -> add(out, path, text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private void compile(Path classes) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-proc:none",
                "-nowarn",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path")));
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path path = work.resolve("src").resolve(source.getKey().replace('.', '/') + ".java");
      Files.createDirectories(path.getParent());
      arguments.add(Files.writeString(path, source.getValue()).toString());
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
      throw new AssertionError("does not compile: " + sources);
    }
  }

  private void addClass(JarOutputStream out, Path classes, Path path) {
    String name = classes.relativize(path).toString();
    if (left.contains(name)) {
      return;
    }
    try {
      byte[] bytes = Files.readAllBytes(path);
      if (classVersion > 0) {
        bytes[6] = (byte) (classVersion >> 8);
        bytes[7] = (byte) classVersion;
      }
      add(out, name, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(JarOutputStream out, String name, byte[] bytes) {
    try {
      out.putNextEntry(new JarEntry(name));
      out.write(bytes);
      out.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
