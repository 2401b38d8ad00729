// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import com.sun.tools.javac.code.Kinds.Kind;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Symbol.ClassSymbol;
import com.sun.tools.javac.tree.JCTree;
import com.sun.tools.javac.tree.TreeInfo;
import java.util.*;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes what is text to the compiler: comments, strings, documents, resources. */
final class Texts {
  private static final Pattern TOKEN =
      Pattern.compile("(?<![\\w$.])((?:[a-z]\\w*[./])*)([A-Z]\\w*)((?:[.$#][A-Za-z_]\\w*)*)");
  private static final Pattern IMPORT =
      Pattern.compile("\\bimport (?:static )?([a-z][\\w.]*\\.[A-Z][\\w.]*);");

  private final Plan plan;
  private final Index index;

  /** Simple names of library types that the project uses. */
  private final Set<String> foreign = new HashSet<>();

  private boolean inBlock;
  private final List<Object[]> packages = new ArrayList<>();

  /** Paths of resources on the class path that move. */
  final Map<String, String> resources = new LinkedHashMap<>();

  private final java.util.function.Consumer<String> problems;

  Texts(Plan plan, Collection<Collector> collectors, java.util.function.Consumer<String> problems) {
    this.problems = problems;
    this.plan = plan;
    this.index = plan.index;
    for (Collector c : collectors) {
      c.simpleNames
          .values()
          .forEach(set ->
              set.forEach(s -> {
                if (!index.own(s)) {
                  foreign.add(s.name.toString());
                }
              }));
    }
    plan.packages.forEach((old, now) -> {
      packages.add(
          new Object[] {
            Pattern.compile("(?<![\\w.])" + Pattern.quote(old) + "(?!\\w)(?!\\.\\w)"), now
          });
      String slashed = old.replace('.', '/');
      packages.add(
          new Object[] {
            Pattern.compile("(?<!\\w)" + Pattern.quote(slashed) + "(?!\\w)(?!/\\w)"),
            now.replace('.', '/')
          });
    });
  }

  static boolean compound(String name) {
    return name.matches("[A-Z]\\w*[a-z0-9][A-Z]\\w*");
  }

  private ClassSymbol unique(String name) {
    List<ClassSymbol> all = index.bySimple.get(name);
    if (all == null
        || all.size() != 1
        || foreign.contains(name)
        || index.project.task.getElements().getTypeElement("java.lang." + name) != null) {
      return null;
    }
    return all.getFirst();
  }

  // ---- Java

  void java(Collector file, JCTree.JCCompilationUnit unit) {
    String text = file.source.text;
    Map<String, ClassSymbol> scope = new HashMap<>();
    Set<String> hidden = new HashSet<>();
    index
        .byPackage
        .getOrDefault(file.oldPackage, List.of())
        .forEach(c -> scope.put(c.name.toString(), c));
    for (JCTree def : unit.defs) {
      if (def instanceof JCTree.JCImport i
          && !i.isStatic()
          && TreeInfo.symbol(i.qualid) instanceof ClassSymbol c) {
        if (index.own(c)) {
          scope.put(c.name.toString(), c);
        } else {
          hidden.add(c.name.toString());
        }
      }
    }
    new com.sun.tools.javac.tree.TreeScanner() {
      @Override
      public void visitClassDef(JCTree.JCClassDecl tree) {
        if (tree.sym != null) {
          for (ClassSymbol s : index.closure(tree.sym)) {
            for (Symbol m : s.getEnclosedElements()) {
              if (m instanceof ClassSymbol c && index.own(c)) {
                scope.put(c.name.toString(), c);
              }
            }
          }
          if (!tree.name.isEmpty()) {
            scope.put(tree.name.toString(), tree.sym);
          }
        }
        super.visitClassDef(tree);
      }
    }.scan(unit);
    Function<String, ClassSymbol> resolve =
        name ->
            hidden.contains(name) ? null : scope.containsKey(name) ? scope.get(name) : unique(name);
    boolean architecture = file.source.path.endsWith("/ArchitectureTest.java");
    for (Lex.Range r : file.lex.ranges) {
      switch (r.kind()) {
        case COMMENT -> {
          BitSet quoted = quotedInComment(text, r.start(), r.end());
          mention(text, r.start(), r.end(), file.edits, resolve, quoted, true);
        }
        case STRING -> {
          if (architecture) {
            String name = text.substring(r.start() + 1, r.end() - 1);
            String now = plan.packages.get("dev.baton." + name);
            if (now != null && now.startsWith("dev.baton.")) {
              String relative = now.substring("dev.baton.".length());
              if (!text.contains("\"" + relative + "\"")) {
                file.edits.add(r.start() + 1, r.end() - 1, relative);
                continue;
              }
            }
          }
          String s = text.substring(r.start(), r.end());
          if (s.contains("package ") || s.contains("import ")) {
            block(text, r.start(), r.end(), file.edits, n -> null);
          } else {
            mention(text, r.start(), r.end(), file.edits, n -> null, new BitSet(), false);
          }
        }
        case TEXT_BLOCK -> block(text, r.start(), r.end(), file.edits, n -> null);
        case CHAR -> {}
      }
    }
  }

  private static BitSet quotedInComment(String text, int from, int to) {
    BitSet quoted = new BitSet();
    Matcher m =
        Pattern.compile("\\{@(?:code|link|linkplain|literal)\\b").matcher(text).region(from, to);
    while (m.find()) {
      int depth = 0;
      int i = m.start();
      for (; i < to; i++) {
        char c = text.charAt(i);
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        if (depth == 0) {
          break;
        }
      }
      quoted.set(m.start(), Math.max(m.start(), i));
    }
    m =
        Pattern.compile("`[^`\\n]+`|<code>.*?</code>", Pattern.DOTALL)
            .matcher(text)
            .region(from, to);
    while (m.find()) {
      quoted.set(m.start(), m.end());
    }
    return quoted;
  }

  /** A piece of a program as text. */
  private void block(
      String text, int from, int to, Edits edits, Function<String, ClassSymbol> otherwise) {
    Map<String, ClassSymbol> imports = new HashMap<>();
    Matcher m = IMPORT.matcher(text).region(from, to);
    while (m.find()) {
      String name = m.group(1);
      ClassSymbol c = index.byName.get(name);
      if (c != null) {
        imports.put(c.name.toString(), c);
      }
    }
    m = Pattern.compile("\\bimport ([a-z][a-z0-9_.]*)\\.\\*;").matcher(text).region(from, to);
    while (m.find()) {
      for (ClassSymbol c : index.byPackage.getOrDefault(m.group(1), List.of())) {
        boolean used =
            Pattern.compile("(?<![\\w.])" + c.name + "\\b")
                .matcher(text)
                .region(from, to)
                .useTransparentBounds(true)
                .find();
        if (used) {
          imports.putIfAbsent(c.name.toString(), c);
          if (!plan.pkg(c).equals(plan.packages.getOrDefault(m.group(1), m.group(1)))) {
            problems.accept(
                "a program in a text imports " + m.group(1) + ".*, but " + c + " leaves it");
          }
        }
      }
    }
    m = Pattern.compile("\\bpackage ([a-z][\\w.]*);").matcher(text).region(from, to);
    if (m.find()) {
      Matcher d =
          Pattern.compile("\\b(?:class|interface|enum|record) ([A-Z]\\w*)")
              .matcher(text)
              .region(m.end(), to);
      while (d.find()) {
        ClassSymbol c = index.byName.get(m.group(1) + "." + d.group(1));
        if (c != null) {
          imports.put(d.group(1), c);
          set(edits, m.start(1), m.group(1), plan.pkg(c));
        }
      }
    }
    BitSet quoted = new BitSet();
    quoted.set(from, to);
    inBlock = true;
    mention(
        text,
        from,
        to,
        edits,
        n -> imports.containsKey(n) ? imports.get(n) : otherwise.apply(n),
        quoted,
        true);
    inBlock = false;
  }

  // ---- documents and the rest

  void markdown(String text, Edits edits) {
    BitSet quoted = new BitSet();
    BitSet fenced = new BitSet();
    Matcher m = Pattern.compile("(?ms)^[ >]*```[^\\n]*\\n(.*?)^[ >]*```").matcher(text);
    List<int[]> fences = new ArrayList<>();
    while (m.find()) {
      fences.add(new int[] {m.start(1), m.end(1)});
      fenced.set(m.start(), m.end());
    }
    m = Pattern.compile("`[^`]+`").matcher(text);
    int at = 0;
    while (m.find(at)) {
      if (fenced.get(m.start())) {
        at = Math.max(m.start() + 1, fenced.nextClearBit(m.start()));
        continue;
      }
      quoted.set(m.start(), m.end());
      at = m.end();
    }
    for (int[] f : fences) {
      block(text, f[0], f[1], edits, n -> compound(n) ? unique(n) : null);
    }
    int from = 0;
    for (int[] f : fences) {
      mention(text, from, f[0], edits, this::unique, quoted, true);
      from = f[1];
    }
    mention(text, from, text.length(), edits, this::unique, quoted, true);
  }

  void other(String text, Edits edits, boolean words) {
    mention(text, 0, text.length(), edits, words ? this::unique : n -> null, new BitSet(), words);
  }

  // ---- mentions

  private void mention(
      String text,
      int from,
      int to,
      Edits edits,
      Function<String, ClassSymbol> resolve,
      BitSet quoted,
      boolean words) {
    for (var e : resources.entrySet()) {
      for (int i = text.indexOf(e.getKey(), from);
          i >= 0 && i < to;
          i = text.indexOf(e.getKey(), i + 1)) {
        set(edits, i, e.getKey(), e.getValue());
      }
    }
    Matcher m = TOKEN.matcher(text).region(from, to).useTransparentBounds(true);
    while (m.find()) {
      token(text, m, edits, resolve, quoted, words);
    }
    for (Object[] p : packages) {
      Matcher k = ((Pattern) p[0]).matcher(text).region(from, to).useTransparentBounds(true);
      while (k.find()) {
        set(edits, k.start(), k.group(), (String) p[1]);
      }
    }
  }

  private static void set(Edits edits, int at, String old, String now) {
    if (!old.equals(now)) {
      edits.add(at, at + old.length(), now); // refused where the compiler already had it
    }
  }

  private void token(
      String text,
      Matcher m,
      Edits edits,
      Function<String, ClassSymbol> resolve,
      BitSet quoted,
      boolean words) {
    String lower = m.group(1);
    ClassSymbol type = null;
    int qualified = -1;
    if (!lower.isEmpty()) {
      int k = 0;
      while (k < lower.length()) {
        String candidate = lower.substring(k).replace('/', '.') + m.group(2);
        ClassSymbol c = index.byName.get(candidate);
        if (c != null) {
          type = c;
          qualified = k;
          break;
        }
        int dot = indexOfSeparator(lower, k);
        k = dot < 0 ? lower.length() : dot + 1;
      }
      if (type == null && lower.endsWith(".")) {
        return;
      }
    }
    boolean sure = type != null;
    if (type == null) {
      type = resolve.apply(m.group(2));
      if (type == null && words) {
        type = byMember(m.group(2), m.group(3));
      }
      if (type == null) {
        return;
      }
      sure =
          words
              && (compound(m.group(2))
                  || quoted.get(m.start(2)) && alone(text, m.start(2), m.end(2), quoted));
    }
    // What follows: nested types, then a member.
    List<Object[]> rest = new ArrayList<>();
    ClassSymbol at = type;
    Matcher s = Pattern.compile("[.$#]([A-Za-z_]\\w*)").matcher(m.group(3));
    boolean known = false;
    while (s.find()) {
      String name = s.group(1);
      ClassSymbol inner = nested(at, name);
      if (inner != null) {
        rest.add(new Object[] {m.start(3) + s.start(1), name, plan.simple(inner)});
        at = inner;
        known = true;
        continue;
      }
      Symbol member = member(at, name);
      if (member != null) {
        rest.add(new Object[] {m.start(3) + s.start(1), name, plan.name(member)});
        known = true;
      }
      break;
    }
    if (!sure && !known) {
      return;
    }
    if (qualified >= 0) {
      String old = lower.substring(qualified) + m.group(2);
      String now = plan.fqn(type);
      if (lower.substring(qualified).contains("/")) {
        now = now.replace('.', '/');
      }
      set(edits, m.start(1) + qualified, old, now);
    } else {
      set(edits, m.start(2), m.group(2), plan.simple(type));
    }
    for (Object[] r : rest) {
      set(edits, (int) r[0], (String) r[1], (String) r[2]);
    }
  }

  /** Of several types with one name, the one that has what is named after it. */
  private ClassSymbol byMember(String name, String rest) {
    Matcher m = Pattern.compile("[.$#]([A-Za-z_]\\w*)").matcher(rest);
    List<ClassSymbol> all = index.bySimple.getOrDefault(name, List.of());
    if (all.size() < 2 || !m.lookingAt() || foreign.contains(name)) {
      return null;
    }
    List<ClassSymbol> having =
        all.stream()
            .filter(c -> nested(c, m.group(1)) != null || member(c, m.group(1)) != null)
            .toList();
    return having.size() == 1 ? having.getFirst() : null;
  }

  /**
   * Whether a word is an expression of its own, as in `Word` or {@code Word.from(x)}, not one of a
   * text.
   */
  private boolean alone(String text, int from, int to, BitSet quoted) {
    if (inBlock) {
      return true;
    }
    int i = from - 1;
    while (i >= 0 && (text.charAt(i) == '@' || text.charAt(i) == '\n' || text.charAt(i) == '*')) {
      i--;
    }
    boolean starts =
        i >= 0
            && (text.charAt(i) == '`'
                || text.charAt(i) == '>'
                || text.startsWith("{@code ", i - 6)
                || text.substring(Math.max(0, i - 4), i + 1).equals(" new "));
    char next = to < text.length() ? text.charAt(to) : ' ';
    return starts && "`}.#(<[:".indexOf(next) >= 0;
  }

  private static int indexOfSeparator(String s, int from) {
    for (int i = from; i < s.length(); i++) {
      if (s.charAt(i) == '.' || s.charAt(i) == '/') {
        return i;
      }
    }
    return -1;
  }

  private ClassSymbol nested(ClassSymbol c, String name) {
    for (ClassSymbol s : index.closure(c)) {
      for (Symbol m : s.getEnclosedElements()) {
        if (m.kind == Kind.TYP && m.name.contentEquals(name) && m instanceof ClassSymbol k) {
          return k;
        }
      }
    }
    return null;
  }

  private Symbol member(ClassSymbol c, String name) {
    Symbol found = null;
    for (ClassSymbol s : index.closure(c)) {
      for (Symbol m : s.getEnclosedElements()) {
        if (m.kind != Kind.TYP && m.name.contentEquals(name)) {
          if (plan.renamed(m)) {
            return m;
          }
          found = m;
        }
      }
    }
    return found;
  }
}
