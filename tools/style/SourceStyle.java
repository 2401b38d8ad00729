// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks, or with {@code fix} corrects, the layout of every Java source below a directory: the
 * format, and the two lines at the top that name owner and licence. Then checks the words of
 * comments, messages, names of tests and Markdown documents against {@code words.txt}.
 *
 * <p>The build starts it as a source file on the JDK that also compiles, since the JVM that runs
 * Maven may be too old for the formatter. Until version 22 the JDK compiles only one source file,
 * so all classes of the gate are in this file.
 */
final class SourceStyle {
  private static final String HEADER =
      """
      // SPDX-FileCopyrightText: 2026 The Baton authors
      // SPDX-License-Identifier: Apache-2.0
      """;

  /** The heads of loops that do not say when the loop ends. */
  private static final Pattern ENDLESS =
      Pattern.compile("while\\s*\\(\\s*true\\s*\\)|for\\s*\\(\\s*;\\s*;");

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
    boolean formatted = style.checkFormat();
    boolean plain = style.checkWords();
    boolean ending = style.checkLoops();
    if (!formatted || !plain || !ending) {
      System.exit(1);
    }
  }

  private boolean checkFormat() throws IOException {
    List<String> problems =
        files(".java").parallelStream().map(this::problem).flatMap(Optional::stream).toList();
    problems.forEach(System.err::println);
    if (!problems.isEmpty()) {
      System.err.println(problems.size() + " source file(s) above break the style.");
      System.err.println(fix ? "Correct them by hand." : "To correct them run: ./format");
    }
    return problems.isEmpty();
  }

  private boolean checkWords() throws IOException {
    WordList words = WordList.read(root);
    List<String> problems = new ArrayList<>(words.missedExamples());
    problems.addAll(
        files(".java", ".md").parallelStream().flatMap(file -> words.problems(file)).toList());
    problems.forEach(System.err::println);
    if (!problems.isEmpty()) {
      System.err.println(problems.size() + " place(s) above break " + WordList.FILE + ".");
      System.err.println("Correct them by hand. If a use is right, make its entry more exact.");
    }
    return problems.isEmpty();
  }

  private boolean checkLoops() throws IOException {
    List<String> problems = new ArrayList<>();
    for (Path file : files(".java")) {
      String shown = root.relativize(file).toString();
      String code = shown.contains("src/main/") ? Passage.codeOf(Files.readString(file)) : "";
      ENDLESS
          .matcher(code)
          .results()
          .map(found -> shown + ":" + code.substring(0, found.start()).lines().count())
          .forEach(problems::add);
    }
    problems.forEach(System.err::println);
    if (!problems.isEmpty()) {
      System.err.println("State the end of the loop(s) above in the head, or use a PollLoop.");
    }
    return problems.isEmpty();
  }

  private List<Path> files(String... endings) throws IOException {
    List<Path> files = new ArrayList<>();
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
            if (Stream.of(endings).anyMatch(file.toString()::endsWith)) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
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

/** Where a passage of prose is. {@code words.txt} excludes an area by its name in small letters. */
enum Area {
  JAVADOC("/** %s */"),
  COMMENTS("// %s"),
  STRINGS("\"%s\""),
  /** The name of a test method, in words. */
  NAMES("void %s_a()"),
  MARKDOWN("%s");

  private final String form;

  Area(String form) {
    this.form = form;
  }

  /** The text of a file that contains the sentence in this area and nothing else. */
  String file(String sentence) {
    return form.formatted(this == NAMES ? Passage.camelCase(sentence) : sentence);
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Area labelled(String label) {
    return Stream.of(values())
        .filter(area -> area.label().equals(label))
        .findAny()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "%s has the unknown exception '%s' (allowed: %s, or the pattern of a path with '/')"
                    .formatted(
                        WordList.FILE, label, Stream.of(values()).map(Area::label).toList())));
  }
}

/**
 * A piece of prose in a file. Marks of comments and literals are spaces, so a phrase is found
 * across the lines of a comment. Code in prose is replaced by backquotes of the same length.
 */
record Passage(Area area, int start, String text) {
  private static final String LITERAL = "\"(?:[^\"\\\\\n]|\\\\.)*+\"";
  private static final Pattern JAVA =
      Pattern.compile(
          "(?<javadoc>/\\*\\*(?!/)(?s:.*?)\\*/)"
              + "|(?<comment>/\\*(?s:.*?)\\*/|//.*(?:\\n\\h*//.*)*+)"
              + "|(?<string>\"\"\"(?:[^\"\\\\]|\\\\(?s:.)|\"(?!\"\"))*+\"\"\"|"
              + (LITERAL + "(?:\\s*\\+\\s*" + LITERAL + ")*+)")
              + "|'(?:[^'\\\\\n]|\\\\.)++'"
              + "|\\bvoid (?<name>\\w+_\\w+)\\(");
  private static final Pattern WORD_START =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
  private static final Pattern LATER_WORD = Pattern.compile("\\W+(\\w?)");
  private static final Pattern COMMENT_MARK = Pattern.compile("/\\*+|\\*+/|(?m:^\\h*(?:\\*|//+))");
  private static final Pattern COMMENT_CODE =
      Pattern.compile(
          "\\{@(?:code|literal|value|snippet)(?:[^{}]|\\{[^{}]*\\})*\\}|<pre>(?s:.*?)</pre>|`[^`\n"
              + "]*`|(?<=\\{@link |\\{@linkplain |@param |@throws |@see )\\s*[^\\s}]+");
  private static final Pattern STRING_MARK = Pattern.compile("\"\\s*\\+\\s*\"|\\\\(?s:.)|\"");
  private static final Pattern MARKDOWN_CODE =
      Pattern.compile(
          "(?ms:^\\h*(```+|~~~+).*?^\\h*\\1\\h*$)|(`++)(?s:.*?)\\2|\\]\\([^)\\s]*\\)|</?\\w[^>\n]*>"
              + "|https?://\\S+");
  private static final Pattern MARKDOWN_MARK = Pattern.compile("(?m:^\\h*>)");
  private static final Pattern VISIBLE = Pattern.compile("[^\n]");
  private static final Pattern PARAGRAPH = Pattern.compile("(?:.+\\n?)+");

  static List<Passage> ofJava(String source) {
    List<Passage> passages = new ArrayList<>();
    for (Matcher token = JAVA.matcher(source); token.find(); ) {
      if (token.group("string") != null) {
        passages.add(of(Area.STRINGS, token.start(), masked(token.group(), STRING_MARK, " ")));
      } else if (token.group("javadoc") != null || token.group("comment") != null) {
        Area area = token.group("javadoc") == null ? Area.COMMENTS : Area.JAVADOC;
        String prose = masked(masked(token.group(), COMMENT_MARK, " "), COMMENT_CODE, "`");
        passages.add(of(area, token.start(), prose));
      } else if (token.group("name") != null) {
        String words = WORD_START.matcher(token.group("name")).replaceAll(" ").replace("_", ", ");
        passages.add(new Passage(Area.NAMES, token.start(), words));
      }
    }
    return passages;
  }

  /** The source with the comments and literals masked. */
  static String codeOf(String source) {
    return masked(source, JAVA, " ");
  }

  static List<Passage> ofMarkdown(String source) {
    String prose = masked(masked(source, MARKDOWN_CODE, "`"), MARKDOWN_MARK, " ");
    return PARAGRAPH
        .matcher(prose)
        .results()
        .map(paragraph -> of(Area.MARKDOWN, paragraph.start(), paragraph.group()))
        .toList();
  }

  static String camelCase(String sentence) {
    return LATER_WORD.matcher(sentence).replaceAll(word -> word.group(1).toUpperCase(Locale.ROOT));
  }

  /** The position of a match in the file; a name is in one line and has no spaces there. */
  int offset(MatchResult found) {
    return area == Area.NAMES ? start : start + found.start();
  }

  private static Passage of(Area area, int start, String text) {
    String stripped = text.stripLeading();
    return new Passage(area, start + text.length() - stripped.length(), stripped);
  }

  private static String masked(String text, Pattern hidden, String mask) {
    return hidden
        .matcher(text)
        .replaceAll(found -> VISIBLE.matcher(found.group()).replaceAll(mask));
  }
}

/**
 * One entry of {@code words.txt}.
 *
 * @param words the expression without its boundaries
 * @param example a sentence that the expression must match, so that no entry is without effect
 * @param areas the areas where the entry does not count
 * @param paths the files where the entry does not count
 */
record WordEntry(
    int line,
    String words,
    String advice,
    String example,
    Set<Area> areas,
    List<PathMatcher> paths,
    Pattern expression) {

  static WordEntry parse(int line, String text) {
    String[] columns = text.split("\\s+\\|\\s+", 4);
    if (columns.length < 3) {
      throw new IllegalArgumentException(
          WordList.FILE + ":" + line + ": expected: expression | advice | example [| exceptions]");
    }
    Set<Area> areas = EnumSet.noneOf(Area.class);
    List<PathMatcher> paths = new ArrayList<>();
    for (String exception : columns.length < 4 ? new String[0] : columns[3].split(",\\s*")) {
      if (exception.contains("/")) {
        paths.add(matcher(exception));
      } else {
        areas.add(Area.labelled(exception));
      }
    }
    String words = columns[0].replace(" ", "\\s+");
    return new WordEntry(line, words, columns[1], columns[2], areas, paths, whole(words));
  }

  static Pattern whole(String words) {
    return Pattern.compile("(?<![\\w-])(?:" + words + ")(?![\\w-])", Pattern.CASE_INSENSITIVE);
  }

  static PathMatcher matcher(String pattern) {
    return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
  }

  boolean appliesTo(Area area, Path path) {
    return !areas.contains(area) && paths.stream().noneMatch(matcher -> matcher.matches(path));
  }

  Set<Area> coveredAreas() {
    Set<Area> covered = EnumSet.allOf(Area.class);
    covered.removeAll(areas);
    return covered;
  }

  Stream<MatchResult> find(Passage passage) {
    return expression.matcher(passage.text()).results();
  }
}

/** The words that the project avoids, each with the plain words to use instead. */
final class WordList {
  static final String FILE = "tools/style/words.txt";

  private final Path root;
  private final List<WordEntry> entries = new ArrayList<>();
  private final List<PathMatcher> skipped = new ArrayList<>();

  /** Matches if any entry does. Most passages match no entry and need only this one search. */
  private final Pattern any;

  private WordList(Path root, List<String> lines) {
    this.root = root;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.startsWith("- ")) {
        skipped.add(WordEntry.matcher(line.substring(2)));
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        entries.add(WordEntry.parse(i + 1, line));
      }
    }
    any = WordEntry.whole(entries.stream().map(WordEntry::words).collect(Collectors.joining("|")));
  }

  static WordList read(Path root) throws IOException {
    return new WordList(root, Files.readAllLines(root.resolve(FILE)));
  }

  /** The entries that do not match their own example in an area in which they count. */
  List<String> missedExamples() {
    List<String> missed = new ArrayList<>();
    for (WordEntry entry : entries) {
      for (Area area : entry.coveredAreas()) {
        if (passages(area, area.file(entry.example())).flatMap(entry::find).findAny().isEmpty()) {
          String place = FILE + ":" + entry.line();
          missed.add(place + ": does not match its example in " + area.label());
        }
      }
    }
    return missed;
  }

  private static Stream<Passage> passages(Area area, String source) {
    return (area == Area.MARKDOWN ? Passage.ofMarkdown(source) : Passage.ofJava(source))
        .stream().filter(passage -> passage.area() == area);
  }

  /** One line for each place of the file that matches an entry. */
  Stream<String> problems(Path file) {
    Path path = root.relativize(file);
    if (skipped.stream().anyMatch(matcher -> matcher.matches(path))) {
      return Stream.empty();
    }
    String source = text(file);
    boolean markdown = path.toString().endsWith(".md");
    boolean shipped = path.toString().contains("src/main/");
    return (markdown ? Passage.ofMarkdown(source) : Passage.ofJava(source))
        .stream()
            .filter(passage -> shipped || passage.area() != Area.STRINGS)
            .filter(passage -> any.matcher(passage.text()).find())
            .flatMap(passage -> problems(path, source, passage));
  }

  private Stream<String> problems(Path path, String source, Passage passage) {
    return entries.stream()
        .filter(entry -> entry.appliesTo(passage.area(), path))
        .flatMap(entry ->
            entry
                .find(passage)
                .map(found -> problem(path, source, passage.offset(found), found, entry)));
  }

  private static String problem(
      Path path, String source, int offset, MatchResult found, WordEntry entry) {
    long line = 1 + source.substring(0, offset).chars().filter(c -> c == '\n').count();
    String words = found.group().replaceAll("\\s+", " ");
    return path + ":" + line + ": \"" + words + "\": " + entry.advice();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }
}
