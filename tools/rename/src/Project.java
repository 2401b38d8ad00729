// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.tools.javac.api.JavacTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;

/** All Java sources of a checkout, in one compilation. */
final class Project {
  @com.sun.tools.javac.api.ClientCodeWrapper.Trusted
  static final class Source extends SimpleJavaFileObject {
    final String path; // relative to the root
    final String text;

    Source(String path, String text) {
      super(URI.create("file:///" + path), Kind.SOURCE);
      this.path = path;
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignore) {
      return text;
    }

    String module() {
      return path.substring(0, path.indexOf('/'));
    }

    /** main or test. */
    String set() {
      String[] parts = path.split("/");
      return parts.length > 2 ? parts[2] : "";
    }

    /** e.g. baton-core/src/main/java/ */
    String sourceRoot() {
      return path.substring(0, path.indexOf("/java/") + 6);
    }
  }

  final Map<String, Source> sources = new TreeMap<>();
  JavacTask task;
  DocTrees trees;
  final List<CompilationUnitTree> units = new ArrayList<>();
  final DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();

  static Map<String, String> read(Path root) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> modules = Files.list(root)) {
      for (Path module : modules.filter(m -> Files.exists(m.resolve("pom.xml"))).toList()) {
        Path src = module.resolve("src");
        if (!Files.isDirectory(src)) {
          continue;
        }
        try (Stream<Path> walk = Files.walk(src)) {
          walk.filter(p -> p.toString().endsWith(".java") && p.toString().contains("/java/"))
              .filter(p -> !p.toString().contains("/resources/"))
              .forEach(p -> {
                try {
                  texts.put(root.relativize(p).toString(), Files.readString(p));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
        }
      }
    }
    return texts;
  }

  static String classPath(Path cp) throws IOException {
    TreeSet<String> entries = new TreeSet<>();
    try (Stream<Path> files = Files.list(cp)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".txt")).sorted().toList()) {
        for (String entry : Files.readString(file).strip().split(":")) {
          if (!entry.isBlank() && entry.endsWith(".jar") && !entry.contains("/target/")) {
            entries.add(entry);
          }
        }
      }
    }
    return String.join(":", entries);
  }

  Project(Map<String, String> texts, String classPath) throws IOException {
    texts.forEach((path, text) -> sources.put(path, new Source(path, text)));
    List<String> options =
        List.of(
            "-proc:none",
            "--release",
            "21",
            "-cp",
            classPath,
            "-Xmaxerrs",
            "100000",
            "-nowarn",
            "-XDshould-stop.ifError=FLOW",
            "-XDshould-stop.ifNoError=FLOW",
            "-XDcompilePolicy=attr",
            "-Xlint:none");
    task =
        (JavacTask)
            JavacTool.create().getTask(null, null, diagnostics, options, null, sources.values());
    trees = DocTrees.instance(task);
    for (CompilationUnitTree unit : task.parse()) {
      units.add(unit);
    }
    task.analyze();
  }

  Source source(CompilationUnitTree unit) {
    return (Source) unit.getSourceFile();
  }

  List<String> errors() {
    List<String> errors = new ArrayList<>();
    for (Diagnostic<? extends JavaFileObject> d : diagnostics.getDiagnostics()) {
      if (d.getKind() == Diagnostic.Kind.ERROR) {
        String where = d.getSource() instanceof Source s ? s.path : String.valueOf(d.getSource());
        errors.add(
            where
                + ":"
                + d.getLineNumber()
                + ": "
                + d.getMessage(null).replaceAll("\\s*\\n\\s*", " | "));
      }
    }
    return errors;
  }

  Map<String, CompilationUnitTree> byPath() {
    Map<String, CompilationUnitTree> map = new LinkedHashMap<>();
    units.forEach(u -> map.put(source(u).path, u));
    return map;
  }
}
