// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import com.sun.tools.javac.code.Flags;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Symbol.ClassSymbol;
import com.sun.tools.javac.code.Symbol.MethodSymbol;
import com.sun.tools.javac.code.Symbol.VarSymbol;
import com.sun.tools.javac.code.Type;
import com.sun.tools.javac.tree.JCTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What each type and member is called afterwards. */
final class Plan {
  static final Pattern FOLLOWER =
      Pattern.compile(
          "(Contract|Cases|Stress|Crash|Race|Load|Property|Properties)?(Test|Tests|IT)|Contract");

  final Index index;
  final Map<ClassSymbol, String> simple = new LinkedHashMap<>();
  final Map<ClassSymbol, String> pack = new LinkedHashMap<>();
  final Map<ClassSymbol, String> module = new LinkedHashMap<>();

  /** Methods, fields, components (by their fields), and local variables. */
  final Map<Symbol, String> members = new LinkedHashMap<>();

  final Set<Symbol> variables = new HashSet<>();

  final Set<ClassSymbol> explicit = new LinkedHashSet<>();
  final List<String> errors = new ArrayList<>();
  final List<String> conflicts = new ArrayList<>();
  final List<String> followed = new ArrayList<>();
  final List<String> warnings = new ArrayList<>();

  /** Packages that have no type any more, and where all of them went. */
  final Map<String, String> packages = new TreeMap<>();

  /** Packages that have no type any more, when these went to several ones. */
  final Map<String, Set<String>> split = new TreeMap<>();

  final Map<ClassSymbol, List<ClassSymbol>> heirs = new HashMap<>();

  Plan(Index index) {
    this.index = index;
  }

  // ---- names afterwards

  String simple(ClassSymbol c) {
    return simple.getOrDefault(c, c.name.toString());
  }

  String pkg(Symbol s) {
    ClassSymbol top = Index.top(s);
    return top == null ? Index.pkg(s) : pack.getOrDefault(top, Index.pkg(s));
  }

  String fqn(ClassSymbol c) {
    if (c.owner instanceof ClassSymbol outer) {
      return fqn(outer) + "." + simple(c);
    }
    String p = pkg(c);
    return p.isEmpty() ? simple(c) : p + "." + simple(c);
  }

  String flat(ClassSymbol c) {
    if (!Index.named(c)) {
      return "local:" + c.name;
    }
    if (c.owner instanceof ClassSymbol outer) {
      return flat(outer) + "$" + simple(c);
    }
    return fqn(c);
  }

  String name(Symbol s) {
    if (s instanceof ClassSymbol c) {
      return simple(c);
    }
    if (s instanceof MethodSymbol m && m.isConstructor()) {
      return simple((ClassSymbol) m.owner);
    }
    String direct = members.get(s);
    if (direct != null) {
      return direct;
    }
    if (s instanceof VarSymbol v && Index.canonical(v.owner)) {
      VarSymbol field = Index.field((ClassSymbol) v.owner.owner, v.name.toString());
      if (field != null && members.containsKey(field)) {
        return members.get(field);
      }
    }
    if (s instanceof Symbol.RecordComponent r && r.owner instanceof ClassSymbol c) {
      VarSymbol field = Index.field(c, r.name.toString());
      return field == null ? r.name.toString() : members.getOrDefault(field, r.name.toString());
    }
    return s.name.toString();
  }

  boolean renamed(Symbol s) {
    return !name(s)
        .equals(
            s instanceof MethodSymbol m && m.isConstructor()
                ? m.owner.name.toString()
                : s.name.toString());
  }

  boolean moved(ClassSymbol c) {
    return !pkg(c).equals(Index.pkg(c));
  }

  /** Where the file of a type is afterwards. */
  String path(Project.Source source, ClassSymbol main) {
    String m = module.getOrDefault(main, source.module());
    String root = m + source.sourceRoot().substring(source.module().length());
    return root + pkg(main).replace('.', '/') + "/" + simple(main) + ".java";
  }

  // ---- tables

  static List<String[]> rows(List<Path> files) throws IOException {
    List<String[]> rows = new ArrayList<>();
    for (Path file : files) {
      if (!Files.exists(file)) {
        System.out.println("no such table: " + file);
        continue;
      }
      for (String line : Files.readAllLines(file)) {
        if (!line.isBlank() && !line.startsWith("#")) {
          rows.add(Arrays.stream(line.split("\t")).map(String::strip).toArray(String[]::new));
        }
      }
    }
    return rows;
  }

  void types(List<String[]> rows) {
    List<String[]> nested = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String[] row : rows) {
      String text = String.join(" -> ", row);
      if (row.length < 2) {
        errors.add("renames: a row needs two columns: " + text);
      } else if (!seen.add(row[0])) {
        if (rows.stream()
            .anyMatch(r -> r[0].equals(row[0]) && r.length > 1 && !r[1].equals(row[1]))) {
          errors.add("renames: two different rows for " + row[0]);
        }
      } else if (row[0].endsWith(".*")) {
        wildcard(row, text);
      } else {
        ClassSymbol c = index.byName.get(row[0]);
        if (c == null) {
          errors.add("renames: no such type: " + text);
        } else if (!Index.topLevel(c)) {
          nested.add(row);
        } else {
          int dot = row[1].lastIndexOf('.');
          if (dot < 0
              || !row[1].substring(dot + 1).matches("[A-Z]\\w*")
              || !row[1].substring(0, dot).matches("[a-z][a-z0-9_.]*")) {
            errors.add("renames: not the name of a top-level type: " + text);
            continue;
          }
          explicit.add(c);
          simple.put(c, row[1].substring(dot + 1));
          pack.put(c, row[1].substring(0, dot));
          if (row.length > 2 && !row[2].isEmpty()) {
            module.put(c, row[2]);
          }
        }
      }
    }
    nested.sort(Comparator.comparing(r -> r[0].length()));
    for (String[] row : nested) {
      ClassSymbol c = index.byName.get(row[0]);
      int dot = row[1].lastIndexOf('.');
      String outer = dot < 0 ? "" : row[1].substring(0, dot);
      ClassSymbol owner = (ClassSymbol) c.owner;
      if (dot >= 0
          && !outer.equals(fqn(owner))
          && !outer.equals(owner.getQualifiedName().toString())) {
        errors.add(
            "renames: a nested type cannot leave its type here: " + String.join(" -> ", row));
        continue;
      }
      explicit.add(c);
      simple.put(c, row[1].substring(dot + 1));
    }
    follow();
  }

  private void wildcard(String[] row, String text) {
    String from = row[0].substring(0, row[0].length() - 2);
    List<ClassSymbol> all = index.byPackage.get(from);
    if (all == null || !row[1].endsWith(".*")) {
      errors.add("renames: no such package: " + text);
      return;
    }
    for (ClassSymbol c : all) {
      if (!pack.containsKey(c)) {
        pack.put(c, row[1].substring(0, row[1].length() - 2));
        if (row.length > 2 && !row[2].isEmpty()) {
          module.put(c, row[2]);
        }
      }
    }
  }

  /**
   * Tests follow what they are named after; the tests of a package follow when all else leaves it.
   */
  private void follow() {
    for (ClassSymbol c : List.copyOf(explicit)) {
      if (!Index.topLevel(c)) {
        continue;
      }
      String old = c.name.toString();
      for (List<ClassSymbol> candidates : List.copyOf(index.bySimple.values())) {
        for (ClassSymbol t : candidates) {
          String name = t.name.toString();
          if (!Index.topLevel(t)
              || explicit.contains(t)
              || t == c
              || !name.startsWith(old)
              || !FOLLOWER.matcher(name.substring(old.length())).matches()) {
            continue;
          }
          boolean here = Index.pkg(t).equals(Index.pkg(c));
          long same = index.bySimple.get(old).stream().filter(Index::topLevel).count();
          if (!here && same > 1) {
            continue;
          }
          String newName = simple(c) + name.substring(old.length());
          String newPack = here ? pkg(c) : Index.pkg(t);
          String target = newPack + "." + newName;
          ClassSymbol taken = index.byName.get(target);
          if (taken != null && taken != t && fqn(taken).equals(target)) {
            warnings.add(t + " does not follow " + c + ": there is a " + target);
            continue;
          }
          if (!target.equals(fqn(t))) {
            simple.put(t, newName);
            pack.put(t, newPack);
            followed.add(t + " -> " + target);
          }
          if (here
              && module.containsKey(c)
              && index.source(t).module().equals(index.source(c).module())) {
            module.put(t, module.get(c));
          }
        }
      }
    }
    for (var e : index.byPackage.entrySet()) {
      Set<String> to = new TreeSet<>();
      List<ClassSymbol> left = new ArrayList<>();
      for (ClassSymbol c : e.getValue()) {
        if (index.source(c).set().equals("main")
            && !index.source(c).module().equals("baton-testkit")) {
          to.add(pkg(c));
        } else if (!pack.containsKey(c)) {
          left.add(c);
        }
      }
      if (to.size() == 1 && !to.contains(e.getKey())) {
        for (ClassSymbol c : left) {
          pack.put(c, to.iterator().next());
          followed.add(c + " -> " + fqn(c) + " (with its package)");
        }
      } else if (!to.isEmpty() && !to.contains(e.getKey()) && !left.isEmpty()) {
        warnings.add(
            "package " + e.getKey() + " keeps tests only, its types went to " + to + ": " + left);
      }
      // The other types of a file go with its main type.
      for (ClassSymbol c : e.getValue()) {
        ClassSymbol main = main(c);
        if (main != c && !pkg(main).equals(pkg(c))) {
          if (explicit.contains(c)) {
            errors.add(
                "renames: " + c + " is in the file of " + main + " and can only move with it");
          }
          pack.put(c, pkg(main));
        }
      }
    }
    for (var e : index.byPackage.entrySet()) {
      Set<String> to =
          e.getValue().stream().map(this::pkg).collect(Collectors.toCollection(TreeSet::new));
      boolean refilled =
          index.byName.values().stream()
              .anyMatch(c -> Index.topLevel(c) && pkg(c).equals(e.getKey()));
      if (!refilled) {
        if (to.size() == 1) {
          packages.put(e.getKey(), to.iterator().next());
        } else {
          split.put(e.getKey(), to);
        }
      }
    }
    Map<String, ClassSymbol> taken = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (ClassSymbol c : index.byName.values()) {
      ClassSymbol other = taken.putIfAbsent(fqn(c), c);
      if (other != null) {
        conflicts.add("two types would be " + fqn(c) + ": " + other + " and " + c);
      }
      for (Symbol o = c.owner; o instanceof ClassSymbol outer; o = o.owner) {
        if (simple(outer).equals(simple(c))) {
          conflicts.add("nested type would be called as the one around it: " + fqn(c));
        }
      }
    }
    for (ClassSymbol c : index.byName.values()) {
      if ((c.flags() & Flags.SEALED) != 0) {
        for (Type p : c.getPermittedSubclasses().map(x -> (Type) x)) {
          if (p.tsym instanceof ClassSymbol s && !pkg(s).equals(pkg(c))) {
            conflicts.add(
                "sealed " + fqn(c) + " and its permitted " + fqn(s) + " must be in one package");
          }
        }
      }
      if (explicit.contains(c)
          && renamed(c)
          && index.closure(c).stream()
              .anyMatch(s -> s.getQualifiedName().contentEquals("java.lang.Throwable"))) {
        warnings.add(
            "exception renamed, its simple name may be shown, stored or sent: "
                + c
                + " -> "
                + fqn(c));
      }
    }
  }

  ClassSymbol main(ClassSymbol top) {
    String file = index.source(top).path;
    String name = file.substring(file.lastIndexOf('/') + 1, file.length() - 5);
    return index.byPackage.get(Index.pkg(top)).stream()
        .filter(c -> index.units.get(c) == index.units.get(top) && c.name.contentEquals(name))
        .findFirst()
        .orElse(top);
  }

  // ---- members

  void members(List<String[]> rows) {
    Set<String> names = new HashSet<>();
    rows.forEach(r -> names.add(r.length > 1 ? r[1].replaceFirst("\\(.*", "").strip() : ""));
    Families families = new Families(names);
    Map<Symbol, String> wanted = new LinkedHashMap<>();
    for (String[] row : rows) {
      String text = String.join(" ", row);
      if (row.length < 3 || !row[2].matches("[A-Za-z_]\\w*")) {
        errors.add("members: a row needs three columns: " + text);
        continue;
      }
      ClassSymbol c = index.byName.get(row[0]);
      if (c == null) {
        errors.add("members: no such type: " + text);
        continue;
      }
      boolean found = false;
      if (row[1].contains("(")) {
        String signature = row[1].replaceAll("\\s", "");
        for (MethodSymbol m : Index.methods(c)) {
          if (signature(m).equals(signature)) {
            found = true;
            want(wanted, m, row[2], text);
          }
        }
        if (!found) {
          errors.add(
              "members: no such method: "
                  + text
                  + ", there is "
                  + Index.methods(c).stream()
                      .map(Plan::signature)
                      .filter(x -> x.startsWith(signature.replaceFirst("\\(.*", "") + "("))
                      .toList());
        }
        continue;
      }
      VarSymbol field = Index.field(c, row[1]);
      if (field != null) {
        found = true;
        want(wanted, field, row[2], text);
      }
      for (MethodSymbol m : Index.methods(c)) {
        if (m.name.contentEquals(row[1])) {
          boolean accessor = m.params().isEmpty() && Index.component(c, row[1]);
          if (field == null
              || (c.flags() & Flags.RECORD) == 0
              || accessor
              || Index.component(c, row[1])) {
            if (field != null && !Index.component(c, row[1])) {
              warnings.add("members: both a field and a method: " + text);
            }
            found = true;
            want(wanted, m, row[2], text);
          }
        }
      }
      if (!found) {
        errors.add(
            "members: nothing of that name is declared there: " + text + inherited(c, row[1]));
      }
    }
    for (var e : wanted.entrySet()) {
      if (!(e.getKey() instanceof MethodSymbol m)) {
        put(e.getKey(), e.getValue());
        continue;
      }
      for (MethodSymbol f : families.of(m)) {
        if (!index.own(f.owner)) {
          errors.add(
              "members: "
                  + m.owner
                  + "."
                  + m
                  + " cannot be renamed, it overrides "
                  + f.owner
                  + "."
                  + f);
          continue;
        }
        put(f, e.getValue());
        ClassSymbol c = (ClassSymbol) f.owner;
        if (f.params().isEmpty() && Index.component(c, f.name.toString())) {
          put(Index.field(c, f.name.toString()), e.getValue());
        }
      }
    }
    memberConflicts();
  }

  /** e.g. cut(Cut,String) with simple names and without type arguments. */
  private static String signature(MethodSymbol m) {
    StringBuilder b = new StringBuilder();
    for (VarSymbol p : m.params()) {
      Type t = p.type;
      String dims = "";
      while (t instanceof Type.ArrayType a) {
        t = a.elemtype;
        dims += "[]";
      }
      b.append(b.isEmpty() ? "" : ",")
          .append(t.tsym == null ? t.toString() : t.tsym.name.toString())
          .append(dims);
    }
    return m.name + "(" + b + ")";
  }

  private String inherited(ClassSymbol c, String name) {
    for (ClassSymbol s : index.closure(c)) {
      if (Index.field(s, name) != null
          || Index.methods(s).stream().anyMatch(m -> m.name.contentEquals(name))) {
        return " (it is declared in " + s + ")";
      }
    }
    return "";
  }

  private void want(Map<Symbol, String> wanted, Symbol s, String name, String text) {
    String other = wanted.put(s, name);
    if (other != null && !other.equals(name)) {
      errors.add("members: two new names for " + text);
    }
  }

  private void put(Symbol s, String name) {
    String other = members.put(s, name);
    if (other != null && !other.equals(name)) {
      conflicts.add(
          "two new names for "
              + s.owner
              + "."
              + s
              + ": "
              + other
              + " and "
              + name
              + " (they override each other)");
    }
  }

  private void memberConflicts() {
    for (var e : members.entrySet()) {
      Symbol s = e.getKey();
      if (!(s.owner instanceof ClassSymbol c)) {
        continue;
      }
      Set<ClassSymbol> around = new LinkedHashSet<>(index.closure(c));
      around.addAll(heirs(c));
      for (ClassSymbol d : around) {
        for (Symbol o : d.getEnclosedElements()) {
          if (o == s
              || !name(o).equals(e.getValue())
              || members.containsKey(o) && o.name.equals(s.name)) {
            continue;
          }
          if (s instanceof VarSymbol
              && o instanceof VarSymbol
              && !(o instanceof Symbol.RecordComponent)
              && d == c) {
            conflicts.add("two fields of " + c + " would be called " + e.getValue());
          } else if (s instanceof MethodSymbol m
              && o instanceof MethodSymbol n
              && !n.isConstructor()
              && index.types.isSameTypes(
                  index.types.erasure(m.type.getParameterTypes()),
                  index.types.erasure(n.type.getParameterTypes()))) {
            conflicts.add(c + "." + m + " would become " + e.getValue() + " as " + d + "." + n);
          }
        }
      }
    }
  }

  List<ClassSymbol> heirs(ClassSymbol c) {
    if (heirs.isEmpty()) {
      for (ClassSymbol d : index.units.keySet()) {
        for (ClassSymbol s : index.closure(d)) {
          heirs.computeIfAbsent(s, x -> new ArrayList<>()).add(d);
        }
      }
    }
    return heirs.getOrDefault(c, List.of());
  }

  /** Local variables, parameters and private fields that are called as their renamed type. */
  int variables(Map<com.sun.source.tree.CompilationUnitTree, Lex> lexes, List<String> skipped) {
    int count = 0;
    for (var unit : index.project.units) {
      String code = lexes.get(unit).code;
      List<JCTree.JCVariableDecl> all = new ArrayList<>();
      new com.sun.tools.javac.tree.TreeScanner() {
        @Override
        public void visitVarDef(JCTree.JCVariableDecl tree) {
          all.add(tree);
          super.visitVarDef(tree);
        }
      }.scan((JCTree) unit);
      for (JCTree.JCVariableDecl tree : all) {
        VarSymbol v = tree.sym;
        if (v == null
            || v.type == null
            || !(v.type.tsym instanceof ClassSymbol c)
            || !index.own(c)
            || !renamed(c)
            || members.containsKey(v)
            || !v.name.contentEquals(low(c.name.toString()))) {
          continue;
        }
        boolean field = v.owner instanceof ClassSymbol;
        if (field
                && ((v.flags() & Flags.PRIVATE) == 0
                    || !v.getAnnotationMirrors().isEmpty()
                    || Index.component((ClassSymbol) v.owner, v.name.toString()))
            || Index.canonical(v.owner)) {
          continue;
        }
        String name = low(simple(c));
        if (javax.lang.model.SourceVersion.isKeyword(name)
            || Pattern.compile("\\b" + name + "\\b").matcher(code).find()) {
          skipped.add(index.project.source(unit).path + ": " + v.name + " is not called " + name);
          continue;
        }
        members.put(v, name);
        variables.add(v);
        count++;
      }
    }
    return count;
  }

  static String low(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  /** Methods that override each other, among those with some names. */
  private final class Families {
    private final Map<MethodSymbol, MethodSymbol> parent = new HashMap<>();
    private final Map<MethodSymbol, List<MethodSymbol>> groups = new HashMap<>();

    Families(Set<String> names) {
      if (names.isEmpty()) {
        return;
      }
      for (ClassSymbol c : index.units.keySet()) {
        Set<ClassSymbol> closure = index.closure(c);
        for (MethodSymbol m : Index.methods(c)) {
          if (!names.contains(m.name.toString())
              || m.isStatic()
              || (m.flags() & Flags.PRIVATE) != 0) {
            continue;
          }
          for (ClassSymbol s : closure) {
            if (s == c) {
              continue;
            }
            for (MethodSymbol n : Index.methods(s)) {
              if (n.name.equals(m.name) && m.overrides(n, c, index.types, false)) {
                join(m, n);
              }
            }
          }
        }
        if (c.isInterface()) {
          continue;
        }
        for (ClassSymbol s : closure) {
          if (s.isInterface() && index.own(s)) {
            for (MethodSymbol n : Index.methods(s)) {
              if (names.contains(n.name.toString()) && !n.isStatic()) {
                MethodSymbol impl = n.implementation(c, index.types, false);
                if (impl != null && impl != n) {
                  join(impl, n);
                }
              }
            }
          }
        }
      }
      for (MethodSymbol m : parent.keySet()) {
        groups.computeIfAbsent(find(m), x -> new ArrayList<>()).add(m);
      }
    }

    private MethodSymbol find(MethodSymbol m) {
      MethodSymbol p = parent.get(m);
      if (p == null) {
        parent.put(m, m);
        return m;
      }
      return p == m ? m : find(p);
    }

    private void join(MethodSymbol a, MethodSymbol b) {
      parent.put(find(a), find(b));
    }

    List<MethodSymbol> of(MethodSymbol m) {
      return parent.containsKey(m) ? groups.get(find(m)) : List.of(m);
    }
  }
}
