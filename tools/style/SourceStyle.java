// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks, or with {@code fix} corrects, the layout of every Java source below a directory: the
 * format, and the two lines at the top that name owner and licence.
 *
 * <p>The build starts it as a source file on the JDK that also compiles, since the JVM that runs
 * Maven may be too old for the formatter.
 */
final class SourceStyle {
  private static final String HEADER =
      """
      // SPDX-FileCopyrightText: 2026 The Baton authors
      // SPDX-License-Identifier: Apache-2.0
      """;

  private final Path root;
  private final boolean fix;

  private SourceStyle(Path root, boolean fix) {
    this.root = root;
    this.fix = fix;
  }

  public static void main(String[] args) throws IOException {
    if (args.length != 2 || !List.of("check", "fix").contains(args[0])) {
      System.err.println("usage: SourceStyle check|fix DIRECTORY");
      System.exit(2);
    }
    SourceStyle style = new SourceStyle(Path.of(args[1]), args[0].equals("fix"));
    List<String> problems =
        style.sources().parallelStream().map(style::problem).flatMap(Optional::stream).toList();
    problems.forEach(System.err::println);
    if (!problems.isEmpty()) {
      System.err.println(problems.size() + " source file(s) above break the style.");
      System.err.println(style.fix ? "Correct them by hand." : "To correct them run: ./format");
      System.exit(1);
    }
  }

  private List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            String name = dir.getFileName().toString();
            boolean skipped = name.equals("target") || name.equals("node_modules");
            boolean hidden = name.startsWith(".") && !dir.equals(root);
            return skipped || hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              sources.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return sources;
  }

  private Optional<String> problem(Path file) {
    Path shown = root.relativize(file);
    try {
      String source = Files.readString(file);
      String expected = formatted(source);
      if (expected.equals(source)) {
        return Optional.empty();
      }
      if (fix) {
        Files.writeString(file, expected);
        return Optional.empty();
      }
      String what = source.startsWith(HEADER) ? "is not formatted" : "lacks the SPDX header";
      return Optional.of(shown + " " + what);
    } catch (FormatterException e) {
      return Optional.of(shown + " cannot be parsed: " + e.getMessage());
    } catch (IOException e) {
      return Optional.of(shown + " cannot be read or written: " + e);
    }
  }

  private static String formatted(String source) throws FormatterException {
    String headed =
        source.startsWith(HEADER)
            ? source
            : HEADER + "\n" + source.replaceFirst("^(// SPDX-.*\\n)+\\n*", "");
    return new Formatter().formatSourceAndFixImports(headed);
  }
}
