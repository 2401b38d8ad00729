// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import com.sun.tools.javac.code.Symbol.ClassSymbol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where old names are still in texts. */
final class Remains {
  private final Plan plan;
  private final Map<String, String> java;
  private final Map<String, String> others = new TreeMap<>();
  private final Path out;

  private static final Pattern WORD = Pattern.compile("[A-Za-z_$][\\w$]*");

  private final Map<String, Map<String, Integer>> types = new TreeMap<>();
  private final List<String> typeLines = new ArrayList<>();
  private final Map<String, Map<String, Integer>> members = new TreeMap<>();
  private final List<String> memberLines = new ArrayList<>();
  private final Map<String, Map<String, Integer>> identifiers = new TreeMap<>();
  private final List<String> packages = new ArrayList<>();

  Remains(
      Plan plan,
      Map<String, String> java,
      Map<String, String> changed,
      Map<String, String> unchanged,
      Map<String, String> moves,
      Path out) {
    this.plan = plan;
    this.java = java;
    this.others.putAll(unchanged);
    this.others.putAll(changed);
    this.out = out;
  }

  void write() throws IOException {
    Set<String> still = new HashSet<>();
    plan.index.byName.values().forEach(c -> still.add(plan.simple(c)));
    Set<String> names = new TreeSet<>();
    for (ClassSymbol c : plan.simple.keySet()) {
      if (plan.renamed(c)) {
        names.add(c.name.toString());
      }
    }
    Set<String> memberNames = new TreeSet<>();
    plan.members.forEach((s, n) -> {
      if (s.owner instanceof ClassSymbol && !plan.variables.contains(s)) {
        memberNames.add(s.name.toString());
      }
    });
    List<String> compounds = names.stream().filter(Texts::compound).toList();
    Set<String> gone = new TreeSet<>(plan.packages.keySet());
    gone.addAll(plan.split.keySet());
    java.forEach((path, text) -> {
      Lex lex = new Lex(text);
      for (Lex.Range r : lex.ranges) {
        scan(path, text, r.start(), r.end(), names, memberNames, still, r.kind());
        packages(path, text, r.start(), r.end(), gone);
      }
      Matcher m = WORD.matcher(lex.code);
      while (m.find()) {
        String id = m.group();
        for (String c : compounds) {
          if (!id.equals(c)
              && !still.contains(id)
              && (id.contains(c) || id.startsWith(Plan.low(c)))) {
            identifiers
                .computeIfAbsent(c + "\t" + id, x -> new TreeMap<>())
                .merge(path, 1, Integer::sum);
            break;
          }
        }
      }
    });
    others.forEach((path, text) -> {
      scan(path, text, 0, text.length(), names, memberNames, still, null);
      packages(path, text, 0, text.length(), gone);
    });
    counts("remains-types.tsv", types);
    counts("remains-members.tsv", members);
    counts("remains-identifiers.tsv", identifiers);
    Files.write(out.resolve("remains-types-lines.txt"), typeLines);
    Files.write(out.resolve("remains-members-lines.txt"), memberLines);
    Files.write(out.resolve("remains-packages.txt"), packages);
  }

  private void scan(
      String path,
      String text,
      int from,
      int to,
      Set<String> names,
      Set<String> memberNames,
      Set<String> still,
      Lex.Kind kind) {
    Matcher m = WORD.matcher(text).region(from, to);
    while (m.find()) {
      String w = m.group();
      if (w.endsWith("s")
          && !names.contains(w)
          && !still.contains(w)
          && Texts.compound(w)
          && names.contains(w.substring(0, w.length() - 1))) {
        w = w.substring(0, w.length() - 1);
      }
      if (names.contains(w)) {
        String key =
            w
                + (still.contains(w) ? " (still the name of a type)" : "")
                + (Texts.compound(w) ? "" : " (one word)");
        types.computeIfAbsent(key, x -> new TreeMap<>()).merge(path, 1, Integer::sum);
        typeLines.add(w + "\t" + path + ":" + line(text, m.start()));
      }
      if (memberNames.contains(w) && quoted(text, m.start(), m.end(), from, kind)) {
        members.computeIfAbsent(w, x -> new TreeMap<>()).merge(path, 1, Integer::sum);
        memberLines.add(w + "\t" + path + ":" + line(text, m.start()));
      }
    }
  }

  /**
   * Whether a word looks as code: a string of its own, in backticks, in a code tag, with
   * parentheses, after a dot.
   */
  private static boolean quoted(String text, int from, int to, int start, Lex.Kind kind) {
    if (from == 0 || to >= text.length()) {
      return false;
    }
    char before = text.charAt(from - 1);
    char after = text.charAt(to);
    if (kind == Lex.Kind.STRING) {
      return before == '"' && after == '"';
    }
    return before == '`'
        || before == '#'
        || before == '.'
        || before == '"'
        || after == '(' && !Character.isWhitespace(after)
        || text.startsWith("{@code ", Math.max(0, from - 7));
  }

  private void packages(String path, String text, int from, int to, Set<String> gone) {
    for (String p : gone) {
      Matcher m =
          Pattern.compile("(?<![\\w.])" + p.replace(".", "[./]") + "(?!\\w)")
              .matcher(text)
              .region(from, to);
      while (m.find()) {
        packages.add(p + "\t" + path + ":" + line(text, m.start()));
      }
    }
  }

  private static String line(String text, int at) {
    int n = 1;
    for (int i = 0; i < at; i++) {
      n += text.charAt(i) == '\n' ? 1 : 0;
    }
    int s = text.lastIndexOf('\n', at) + 1;
    int e = text.indexOf('\n', at);
    return n + "\t" + text.substring(s, e < 0 ? text.length() : e).strip();
  }

  private void counts(String file, Map<String, Map<String, Integer>> counts) throws IOException {
    List<String> lines = new ArrayList<>();
    counts.forEach((name, files) -> files.forEach((p, n) -> lines.add(name + "\t" + n + "\t" + p)));
    Files.write(out.resolve(file), lines);
  }

  String summary() {
    StringBuilder b =
        new StringBuilder("\nREMAINS (old names in comments, strings, documents, resources)\n");
    b.append("  types: ")
        .append(types.size())
        .append(" names, ")
        .append(typeLines.size())
        .append(" places (remains-types*)\n");
    types.entrySet().stream()
        .filter(e -> !e.getKey().contains("(one word)"))
        .limit(15)
        .forEach(e ->
            b.append("    ").append(e.getKey()).append(": ").append(e.getValue()).append('\n'));
    b.append("  members in code quotes or strings: ")
        .append(members.size())
        .append(" names, ")
        .append(memberLines.size())
        .append(" places (remains-members*)\n");
    b.append("  identifiers that contain an old name: ")
        .append(identifiers.size())
        .append(" (remains-identifiers.tsv)\n");
    b.append("  packages that are gone: ")
        .append(packages.size())
        .append(" places (remains-packages.txt)");
    return b.toString();
  }
}
