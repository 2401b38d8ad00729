// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import com.sun.source.tree.CompilationUnitTree;
import com.sun.tools.javac.code.Flags;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Symbol.ClassSymbol;
import com.sun.tools.javac.tree.JCTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Applies both tables to a checkout. */
final class Apply {
  private final Path home;
  private final Path root;
  private final Set<String> options;
  private final List<Path> renames;
  private final List<Path> members;
  private Path out;

  private Project project;
  private Index index;
  private Plan plan;
  private Reports reports;
  private Widen widen;
  private final Map<CompilationUnitTree, Lex> lexes = new HashMap<>();
  private final Map<CompilationUnitTree, Collector> collectors = new LinkedHashMap<>();
  private final Map<Symbol, String> widened =
      new TreeMap<>(Comparator.comparing(s -> s.owner + "." + s));

  /** Old path to new path, of all files that change or move. */
  private final Map<String, String> moves = new TreeMap<>();

  /** New path to new text, of all Java sources. */
  private final Map<String, String> java = new TreeMap<>();

  /** New path to new text, of other files that change. */
  private final Map<String, String> others = new TreeMap<>();

  private final Map<String, Integer> otherEdits = new TreeMap<>();
  private final Set<String> deleted = new TreeSet<>();
  private final Map<String, String> unchangedOthers = new TreeMap<>();
  private final List<String> packageNotes = new ArrayList<>();
  private final Map<String, String> overlay = new TreeMap<>();
  private final Map<Keys.Name, CompilationUnitTree> toQualify = new LinkedHashMap<>();
  private final Set<String> qualified = new TreeSet<>();
  private final Set<JCTree> withType = Collections.newSetFromMap(new IdentityHashMap<>());

  Apply(Path home, Path root, Set<String> options, List<Path> renames, List<Path> members) {
    this.home = home;
    this.root = root;
    this.options = options;
    this.renames = renames;
    this.members = members;
  }

  int run() throws Exception {
    out = home.resolve("out").resolve(root.getFileName());
    Files.createDirectories(out);
    try (Stream<Path> old = Files.list(out)) {
      for (Path p : old.toList()) {
        Files.delete(p);
      }
    }
    boolean force = options.contains("--force");
    if (!command("git", "status", "--porcelain").isBlank() && !force) {
      System.out.println("ERROR: not a clean checkout: " + root);
      return 2;
    }
    String classPath = Project.classPath(home.resolve("cp"));
    project = new Project(Project.read(root), classPath);
    List<String> errorsBefore = project.errors();
    index = new Index(project);
    plan = new Plan(index);
    plan.types(Plan.rows(renames));
    plan.members(Plan.rows(members));
    for (CompilationUnitTree unit : project.units) {
      lexes.put(unit, new Lex(project.source(unit).text));
    }
    List<String> variablesLeft = new ArrayList<>();
    int variables = options.contains("--variables") ? plan.variables(lexes, variablesLeft) : 0;
    reports = new Reports(plan);
    for (CompilationUnitTree unit : project.units) {
      Collector c = new Collector(plan, reports, unit, lexes.get(unit));
      collectors.put(unit, c);
      c.collect();
    }
    widen = new Widen(index, reports);
    widen.close();
    for (Symbol s : List.copyOf(reports.needsPublic.keySet())) {
      if (!widen.written(s)) {
        reports.needsPublic.remove(s); // a constructor of the compiler's: as its class
      } else if (s instanceof ClassSymbol c && Index.topLevel(c) && plan.main(c) != c) {
        plan.conflicts.add(c + " would have to be public, and so in a file of its own");
      } else if (options.contains("--widen")) {
        widen.widen(s, collectors.get(unitOf(s)).edits);
        widened.put(s, widen.place(s));
      }
    }
    simpleNameConflicts();
    moduleConflicts();
    Texts texts = new Texts(plan, collectors.values(), reports.problems::add);
    resources(texts);
    collectors.forEach((unit, c) -> texts.java(c, (JCTree.JCCompilationUnit) unit));
    write(texts);
    overlay();
    List<String> broken = verify(classPath, errorsBefore);
    for (int round = 0; round < 3 && !toQualify.isEmpty() && toQualify.size() <= 60; round++) {
      if (!qualify()) {
        break;
      }
      broken = verify(classPath, errorsBefore);
    }
    packageCycles();

    report("errors", plan.errors);
    report("conflicts", plan.conflicts);
    report("warnings", plan.warnings);
    report("followed", plan.followed);
    report("problems", reports.problems);
    report("unresolved", reports.unresolved);
    report("verification", broken);
    report("qualified", qualified);
    report("packages", packageNotes);
    report("variables-left", variablesLeft);
    report("needs-public", needs());
    Remains remains = new Remains(plan, java, others, unchangedOthers, moves, out);
    remains.write();
    List<String> documents = new ArrayList<>();
    otherEdits.forEach((p, n) -> documents.add(n + "\t" + p));
    report("documents", documents);

    int edits = collectors.values().stream().mapToInt(c -> c.edits.size()).sum();
    long changed = collectors.values().stream().filter(c -> !c.edits.isEmpty()).count();
    System.out.println(
        plan.simple.keySet().stream().filter(plan::renamed).count()
            + " types renamed, "
            + index.byName.values().stream().filter(c -> Index.topLevel(c) && plan.moved(c)).count()
            + " moved to another package, "
            + plan.module.size()
            + " to another module, "
            + plan.followed.size()
            + " of them by following");
    System.out.println(
        plan.members.size()
            - variables
            + " members renamed (with those that override), "
            + variables
            + " variables");
    System.out.println(
        edits
            + " changes in "
            + changed
            + " Java files, "
            + otherEdits.size()
            + " other files; "
            + reports.needsPublic.size()
            + (options.contains("--widen") ? " made public" : " need public"));
    show("ERRORS in the tables", plan.errors);
    show("CONFLICTS", plan.conflicts);
    show("PROBLEMS", reports.problems);
    show("VERIFICATION: what does not compile, or means something else", broken);
    show("QUALIFIED, as the name alone would mean something else now", List.copyOf(qualified));
    show("WARNINGS", plan.warnings);
    show("PACKAGES", packageNotes);
    show("UNRESOLVED names that might be meant", List.copyOf(reports.unresolved));
    show(options.contains("--widen") ? "MADE PUBLIC" : "NEEDS PUBLIC", needs());
    System.out.println(remains.summary());
    System.out.println("All lists are in " + out);
    boolean bad =
        !plan.errors.isEmpty()
            || !plan.conflicts.isEmpty()
            || !broken.isEmpty()
            || !reports.problems.isEmpty();
    if (options.contains("--dry") || bad && !force) {
      System.out.println(
          bad
              ? "NOTHING WAS WRITTEN: correct the tables, or use --force."
              : "Nothing was written (--dry).");
      return bad ? 1 : 0;
    }
    store();
    System.out.println("Written to " + root);
    return bad ? 1 : 0;
  }

  private CompilationUnitTree unitOf(Symbol s) {
    return index.units.get(Index.top(s));
  }

  private List<String> needs() {
    List<String> lines = new ArrayList<>();
    for (var e : reports.needsPublic.entrySet()) {
      Symbol s = e.getKey();
      String what = s instanceof ClassSymbol c ? c.toString() : s.owner + "." + s;
      lines.add(
          what
              + "\t"
              + widen.place(s)
              + "\t"
              + e.getValue().size()
              + " uses\t"
              + e.getValue().stream().limit(5).collect(Collectors.joining(" ")));
    }
    lines.sort(null);
    return lines;
  }

  private void show(String title, List<String> lines) {
    if (!lines.isEmpty()) {
      System.out.println("\n" + title + " (" + lines.size() + ")");
      lines.stream()
          .limit(options.contains("--all") ? 100000 : 25)
          .forEach(
              l -> System.out.println("  " + (l.length() > 240 ? l.substring(0, 240) + "..." : l)));
      if (lines.size() > 25 && !options.contains("--all")) {
        System.out.println("  ...");
      }
    }
  }

  private void report(String name, Collection<String> lines) throws IOException {
    if (!lines.isEmpty()) {
      Files.write(out.resolve(name + ".txt"), lines);
    }
  }

  // ---- conflicts

  private void simpleNameConflicts() {
    Map<String, Map<String, ClassSymbol>> packageTypes = new HashMap<>();
    for (ClassSymbol c : index.byName.values()) {
      if (Index.topLevel(c)) {
        packageTypes.computeIfAbsent(plan.pkg(c), x -> new HashMap<>()).put(plan.simple(c), c);
      }
    }
    for (Collector c : collectors.values()) {
      Map<String, ClassSymbol> here = packageTypes.getOrDefault(c.newPackage, Map.of());
      c.simpleNames.forEach((name, meant) -> {
        if (meant.size() > 1) {
          plan.conflicts.add(
              c.source.path
                  + ": "
                  + name
                  + " would mean "
                  + meant.stream().map(this::was).toList());
          return;
        }
        ClassSymbol one = meant.iterator().next();
        ClassSymbol other = here.get(name);
        if (other != null && other != one) {
          boolean javaLang = Index.pkg(one).equals("java.lang");
          if (javaLang) {
            plan.conflicts.add(
                c.source.path + ": java.lang." + name + " would be hidden by " + was(other));
          } else if (plan.simple.containsKey(other) || plan.simple.containsKey(one)) {
            plan.warnings.add(
                c.source.path
                    + ": "
                    + name
                    + " is imported, the package has "
                    + was(other)
                    + " too");
          }
        }
      });
    }
    for (ClassSymbol c : plan.simple.keySet()) {
      if (plan.renamed(c)
          && project.task.getElements().getTypeElement("java.lang." + plan.simple(c)) != null) {
        plan.warnings.add("a type is called as one of java.lang: " + was(c));
      }
    }
  }

  private String was(ClassSymbol c) {
    return index.own(c) && !plan.fqn(c).contentEquals(c.getQualifiedName())
        ? plan.fqn(c) + " (was " + c + ")"
        : c.toString();
  }

  private void moduleConflicts() throws IOException {
    Map<String, Set<String>> compile = new HashMap<>();
    Map<String, Set<String>> all = new HashMap<>();
    Map<String, String> artifacts = new HashMap<>();
    List<Path> modules;
    try (Stream<Path> list = Files.list(root)) {
      modules = list.filter(m -> Files.exists(m.resolve("pom.xml"))).toList();
    }
    for (Path m : modules) {
      String pom =
          Files.readString(m.resolve("pom.xml")).replaceAll("(?s)<parent>.*?</parent>", "");
      Matcher id = Pattern.compile("<artifactId>([^<]+)").matcher(pom);
      if (id.find()) {
        artifacts.put(id.group(1), m.getFileName().toString());
      }
    }
    for (Path m : modules) {
      String pom = Files.readString(m.resolve("pom.xml"));
      Matcher d = Pattern.compile("(?s)<dependency>(.*?)</dependency>").matcher(pom);
      while (d.find()) {
        Matcher id = Pattern.compile("<artifactId>([^<]+)").matcher(d.group(1));
        if (id.find()
            && artifacts.containsKey(id.group(1))
            && !d.group(1).contains("<scope>runtime")) {
          String to = artifacts.get(id.group(1));
          String from = m.getFileName().toString();
          all.computeIfAbsent(from, x -> new TreeSet<>()).add(to);
          if (!d.group(1).contains("<scope>test")) {
            compile.computeIfAbsent(from, x -> new TreeSet<>()).add(to);
          }
        }
      }
    }
    for (var e : reports.uses.entrySet()) {
      Project.Source s = e.getKey();
      Collector c = collectors.get(project.byPath().get(s.path));
      ClassSymbol first = null;
      for (JCTree def : ((JCTree.JCCompilationUnit) project.byPath().get(s.path)).defs) {
        if (def instanceof JCTree.JCClassDecl k && first == null) {
          first = k.sym;
        }
      }
      String from =
          first == null ? s.module() : plan.module.getOrDefault(plan.main(first), s.module());
      for (var use : e.getValue().entrySet()) {
        ClassSymbol t = use.getKey();
        String to = plan.module.getOrDefault(plan.main(t), index.source(t).module());
        if (from.equals(to)) {
          continue;
        }
        boolean moved = !from.equals(s.module()) || !to.equals(index.source(t).module());
        Set<String> seen =
            new HashSet<>((s.set().equals("test") ? all : compile).getOrDefault(from, Set.of()));
        for (String x : List.copyOf(seen)) {
          seen.addAll(compile.getOrDefault(x, Set.of()));
        }
        if (moved && (!seen.contains(to) || index.source(t).set().equals("test"))) {
          plan.conflicts.add(
              "module "
                  + from
                  + " does not see "
                  + to
                  + ": "
                  + s.path
                  + ":"
                  + Math.abs(use.getValue())
                  + (use.getValue() < 0 ? " (Javadoc)" : "")
                  + " uses "
                  + was(t));
        }
      }
    }
  }

  // ---- new texts

  private void resources(Texts texts) throws Exception {
    for (String path : command("git", "ls-files").split("\n")) {
      Matcher m = Pattern.compile("(([^/]+)/src/[^/]+/resources[^/]*/)(.+)/([^/]+)").matcher(path);
      if (!m.matches()) {
        continue;
      }
      String pkg = m.group(3).replace('/', '.');
      if (m.group(3).equals("META-INF/services")) {
        ClassSymbol c = index.byName.get(m.group(4));
        if (c != null && !plan.fqn(c).equals(m.group(4))) {
          moves.put(path, m.group(1) + m.group(3) + "/" + plan.fqn(c));
        }
        continue;
      }
      if (!index.byPackage.containsKey(pkg)) {
        continue;
      }
      Set<String> to = new TreeSet<>();
      Set<String> modules = new TreeSet<>();
      for (Collector c : collectors.values()) {
        if (c.oldPackage.equals(pkg) && c.source.text.contains(m.group(4).replaceAll(".*/", ""))) {
          to.add(c.newPackage);
          modules.add(newPath(c).substring(0, newPath(c).indexOf('/')));
        }
      }
      if (to.isEmpty() && plan.packages.containsKey(pkg)) {
        to.add(plan.packages.get(pkg));
      }
      if (to.size() > 1) {
        reports.problem("resource is used from several packages: " + path + " " + to);
      } else if (to.isEmpty()) {
        if (plan.split.containsKey(pkg)) {
          packageNotes.add("resource stays in a package without types: " + path);
        }
      } else {
        String module =
            modules.size() == 1 && m.group(2).equals(sourceModule(pkg))
                ? modules.iterator().next()
                : m.group(2);
        String base = module + m.group(1).substring(m.group(2).length());
        String now = base + to.iterator().next().replace('.', '/') + "/" + m.group(4);
        if (!now.equals(path)) {
          moves.put(path, now);
          texts.resources.put(
              m.group(3) + "/" + m.group(4),
              to.iterator().next().replace('.', '/') + "/" + m.group(4));
        }
      }
    }
  }

  private String sourceModule(String pkg) {
    return index.byPackage.get(pkg).stream()
        .filter(c -> index.source(c).set().equals("main"))
        .map(c -> index.source(c).module())
        .findFirst()
        .orElse("");
  }

  private String newPath(Collector c) {
    CompilationUnitTree unit = project.byPath().get(c.source.path);
    for (JCTree def : ((JCTree.JCCompilationUnit) unit).defs) {
      if (def instanceof JCTree.JCClassDecl k && k.sym != null) {
        ClassSymbol main = plan.main(k.sym);
        if (!plan.moved(main) && !plan.renamed(main) && !plan.module.containsKey(main)) {
          return c.source.path;
        }
        return plan.path(c.source, main);
      }
    }
    if (c.packageInfo && !c.newPackage.equals(c.oldPackage)) {
      String module = c.source.module();
      Set<String> to = new TreeSet<>();
      for (ClassSymbol k : index.byPackage.getOrDefault(c.oldPackage, List.of())) {
        if (index.source(k).module().equals(module) && index.source(k).set().equals("main")) {
          to.add(plan.module.getOrDefault(k, module));
        }
      }
      String now = to.size() == 1 ? to.iterator().next() : module;
      return now
          + c.source.sourceRoot().substring(module.length())
          + c.newPackage.replace('.', '/')
          + "/package-info.java";
    }
    return c.source.path;
  }

  private void write(Texts texts) throws Exception {
    Map<String, Collector> packageInfos = new TreeMap<>();
    for (Collector c : collectors.values()) {
      String path = c.source.path;
      if (c.packageInfo) {
        packageInfos.put(path, c);
        continue;
      }
      place(c, newPath(c));
    }
    for (Collector c : packageInfos.values()) {
      if (c.newPackage.equals(c.oldPackage) && !plan.split.containsKey(c.oldPackage)) {
        place(c, c.source.path);
      }
    }
    for (Collector c : packageInfos.values()) {
      if (plan.split.containsKey(c.oldPackage)) {
        deleted.add(c.source.path);
        packageNotes.add(
            "package-info deleted, the types went to "
                + plan.split.get(c.oldPackage)
                + ": "
                + c.source.path);
      } else if (!c.newPackage.equals(c.oldPackage)) {
        boolean taken =
            java.keySet().stream()
                .anyMatch(p ->
                    p.endsWith(
                        "/main/java/" + c.newPackage.replace('.', '/') + "/package-info.java"));
        if (taken) {
          deleted.add(c.source.path);
          packageNotes.add("package-info deleted, " + c.newPackage + " has one: " + c.source.path);
        } else {
          place(c, newPath(c));
        }
      }
    }
    Set<String> main = new TreeSet<>();
    java.keySet().stream()
        .filter(p -> p.contains("/src/main/java/") && !p.endsWith("package-info.java"))
        .forEach(p -> main.add(p.substring(0, p.lastIndexOf('/'))));
    for (String dir : main) {
      String pkg = dir.substring(dir.indexOf("/java/") + 6).replace('/', '.');
      if (java.keySet().stream()
          .noneMatch(
              p -> p.endsWith("/main/java/" + pkg.replace('.', '/') + "/package-info.java"))) {
        boolean before =
            index.byPackage.containsKey(pkg)
                && index.byPackage.get(pkg).stream()
                    .anyMatch(c -> index.source(c).set().equals("main"));
        if (!before) {
          packageNotes.add("package-info must be written: " + dir + "/package-info.java");
        }
      }
    }
    for (String path : command("git", "ls-files").split("\n")) {
      Path file = root.resolve(path);
      if (path.endsWith(".java") && project.sources.containsKey(path)
          || path.contains("/db/migration/")
          || path.equals("LICENSE")
          || path.equals("NOTICE")
          || !Files.isRegularFile(file)
          || Files.size(file) > 2_000_000) {
        continue;
      }
      byte[] bytes = Files.readAllBytes(file);
      String text = new String(bytes, StandardCharsets.UTF_8);
      String now = moves.getOrDefault(path, path);
      if (text.indexOf('\0') >= 0 || !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
        continue;
      }
      Edits edits = new Edits();
      if (path.endsWith(".md")) {
        texts.markdown(text, edits);
      } else {
        texts.other(text, edits, !path.endsWith(".json") && !path.endsWith(".sql"));
      }
      if (edits.isEmpty()) {
        unchangedOthers.put(now, text);
      } else {
        others.put(now, edits.apply(text));
        otherEdits.put(path, edits.size());
        if (!now.equals(path)) {
          moves.put(path, now);
        }
      }
    }
  }

  private void place(Collector c, String now) {
    if (java.put(now, c.edits.apply(c.source.text)) != null) {
      plan.conflicts.add("two files would be " + now);
    }
    if (!now.equals(c.source.path)) {
      moves.put(c.source.path, now);
    }
  }

  // ---- verification

  private List<String> verify(String classPath, List<String> errorsBefore) throws IOException {
    List<String> broken = new ArrayList<>();
    toQualify.clear();
    Project after = new Project(java, classPath);
    Map<String, Integer> known = new HashMap<>();
    for (String e : errorsBefore) {
      String path = e.substring(0, e.indexOf(':'));
      known.merge(moves.getOrDefault(path, path), 1, Integer::sum);
    }
    for (String e : after.errors()) {
      if (known.merge(e.substring(0, e.indexOf(':')), -1, Integer::sum) < 0) {
        broken.add(e);
      }
    }
    Index now = new Index(after);
    Map<String, CompilationUnitTree> units = after.byPath();
    for (CompilationUnitTree unit : project.units) {
      String path = project.source(unit).path;
      if (deleted.contains(path)) {
        continue;
      }
      CompilationUnitTree other = units.get(moves.getOrDefault(path, path));
      if (other == null) {
        broken.add(path + " is lost");
        continue;
      }
      Keys a = new Keys(project, index.types, unit, plan::flat, plan::name);
      Keys b = new Keys(after, now.types, other, Apply::flat, s -> s.name.toString());
      int differ = 0;
      int j = 0;
      for (int i = 0; i < a.keys.size() && j < b.keys.size(); i++, j++) {
        Keys.Name name = a.names.get(i);
        if (!a.keys.get(i).equals(b.keys.get(j))) {
          if (name != null && a.keys.get(i).matches("(field|method|type) [a-z].*")) {
            toQualify.put(name, unit);
          }
          if (differ++ < 3) {
            broken.add(
                moves.getOrDefault(path, path)
                    + ":"
                    + b.lines.get(j)
                    + " was "
                    + a.keys.get(i)
                    + ", would be "
                    + b.keys.get(j));
          }
        } else if (name != null && withType.contains(name.tree())) {
          j++; // the type before the name, which was not there
        }
      }
      if (differ == 0 && j != b.keys.size()) {
        broken.add(path + " had " + a.keys.size() + " names, would have " + b.keys.size());
      }
    }
    return broken;
  }

  /** Where a name alone would mean something else, writes whose it is. */
  private boolean qualify() {
    boolean any = false;
    for (var e : toQualify.entrySet()) {
      Keys.Name n = e.getKey();
      Collector c = collectors.get(e.getValue());
      Symbol s = n.tree().sym.baseSymbol();
      String old = n.tree().name.toString();
      int at = n.tree().pos;
      if (at < 0 || !c.source.text.startsWith(old, at)) {
        continue;
      }
      String prefix = null;
      if (s instanceof ClassSymbol t) {
        String name = plan.fqn(t);
        prefix = name.substring(0, name.length() - plan.simple(t).length());
      } else if (s.owner instanceof ClassSymbol owner && (s.flags() & Flags.STATIC) != 0) {
        boolean near =
            Index.topLevel(owner) && plan.pkg(owner).equals(c.newPackage)
                || n.around().contains(owner);
        prefix = (near ? plan.simple(owner) : plan.fqn(owner)) + ".";
      } else if (s.owner instanceof ClassSymbol owner) {
        for (int i = 0; i < n.around().size() && prefix == null; i++) {
          ClassSymbol k = n.around().get(i);
          if (index.closure(k).contains(owner)) {
            prefix = i == 0 ? "this." : k.name.isEmpty() ? "" : plan.simple(k) + ".this.";
          }
        }
      }
      if (prefix != null
          && !prefix.isEmpty()
          && c.edits.qualify(at, at + old.length(), prefix, plan.name(s))) {
        if (!(s instanceof ClassSymbol) && !prefix.equals("this.")) {
          withType.add(n.tree());
        }
        qualified.add(c.source.path + ":" + c.line(at) + " " + prefix + plan.name(s));
        java.put(moves.getOrDefault(c.source.path, c.source.path), c.edits.apply(c.source.text));
        any = true;
      }
    }
    return any;
  }

  /** Files of a person's that are added: package-info.java of new packages. */
  private void overlay() throws IOException {
    Path dir = home.resolve("overlay");
    if (!Files.isDirectory(dir)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(dir)) {
      for (Path p : walk.filter(Files::isRegularFile).toList()) {
        String path = dir.relativize(p).toString();
        String text = Files.readString(p);
        if (path.endsWith("/package-info.java") && !java.containsKey(path)) {
          String folder = path.substring(0, path.lastIndexOf('/') + 1);
          if (java.keySet().stream()
              .anyMatch(j -> j.startsWith(folder) && j.indexOf('/', folder.length()) < 0)) {
            java.put(path, text);
            overlay.put(path, text);
            packageNotes.removeIf(x -> x.endsWith("must be written: " + path));
          } else {
            packageNotes.add("overlay left out, there is no such package: " + path);
          }
        } else {
          packageNotes.add(
              "overlay left out, only package-info.java of new packages are taken: " + path);
        }
      }
    }
  }

  /** Cycles among the packages dev.baton.(*) of main sources, by what the sources name. */
  private void packageCycles() {
    Map<String, Map<String, String>> graph = new TreeMap<>();
    Set<String> before = new TreeSet<>();
    for (ClassSymbol c : index.byName.values()) {
      before.add(slice(Index.pkg(c)));
    }
    reports.uses.forEach((source, uses) -> {
      if (!source.set().equals("main")
          || source.module().matches("baton-bench|baton-campaign|examples")) {
        return;
      }
      Collector c = collectors.get(project.byPath().get(source.path));
      uses.forEach((t, line) -> {
        String from = slice(c.newPackage);
        String to = slice(plan.pkg(t));
        if (line > 0 && !from.equals(to)) {
          graph
              .computeIfAbsent(from, x -> new TreeMap<>())
              .putIfAbsent(to, source.path + ":" + line + " uses " + plan.fqn(t));
        }
      });
    });
    for (String a : graph.keySet()) {
      for (var e : graph.get(a).entrySet()) {
        String b = e.getKey();
        if (reaches(graph, b, a, new HashSet<>())) {
          packageNotes.add("cycle of packages: " + a + " -> " + b + " (" + e.getValue() + ")");
        }
      }
    }
    for (ClassSymbol c : index.byName.values()) {
      String s = slice(plan.pkg(c));
      if (before.add(s)) {
        packageNotes.add("new package, for the list of ArchitectureTest: " + s);
      }
    }
  }

  private static boolean reaches(
      Map<String, Map<String, String>> graph, String from, String to, Set<String> seen) {
    if (from.equals(to)) {
      return true;
    }
    return seen.add(from)
        && graph.getOrDefault(from, Map.of()).keySet().stream()
            .anyMatch(n -> reaches(graph, n, to, seen));
  }

  private static String slice(String pkg) {
    String[] parts = pkg.split("\\.");
    return parts.length > 2 ? String.join(".", parts[0], parts[1], parts[2]) : pkg;
  }

  private static String flat(ClassSymbol c) {
    return Index.named(c) ? c.flatname.toString() : "local:" + c.name;
  }

  // ---- files

  private void store() throws Exception {
    Map<String, byte[]> write = new LinkedHashMap<>();
    for (Collector c : collectors.values()) {
      String path = c.source.path;
      String now = moves.getOrDefault(path, path);
      if (!deleted.contains(path) && (!now.equals(path) || !c.edits.isEmpty())) {
        write.put(now, java.get(now).getBytes(StandardCharsets.UTF_8));
      }
    }
    overlay.forEach((p, t) -> write.put(p, t.getBytes(StandardCharsets.UTF_8)));
    others.forEach((p, t) -> write.put(p, t.getBytes(StandardCharsets.UTF_8)));
    Map<String, Set<java.nio.file.attribute.PosixFilePermission>> modes = new HashMap<>();
    for (var m : moves.entrySet()) {
      modes.put(m.getValue(), Files.getPosixFilePermissions(root.resolve(m.getKey())));
      if (!write.containsKey(m.getValue())) {
        write.put(m.getValue(), Files.readAllBytes(root.resolve(m.getKey())));
      }
    }
    for (String path : moves.keySet()) {
      Files.deleteIfExists(root.resolve(path));
    }
    for (String path : deleted) {
      Files.deleteIfExists(root.resolve(path));
    }
    for (var w : write.entrySet()) {
      Path file = root.resolve(w.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, w.getValue());
      if (modes.containsKey(w.getKey())) {
        Files.setPosixFilePermissions(file, modes.get(w.getKey()));
      }
    }
    Set<String> gone = new TreeSet<>(moves.keySet());
    gone.addAll(deleted);
    for (String path : gone) {
      for (Path dir = root.resolve(path).getParent(); !dir.equals(root); dir = dir.getParent()) {
        try (Stream<Path> list = Files.list(dir)) {
          if (list.findAny().isPresent()) {
            break;
          }
        } catch (java.nio.file.NoSuchFileException e) {
          continue;
        }
        Files.delete(dir);
      }
    }
  }

  private String command(String... words) throws Exception {
    Process p =
        new ProcessBuilder(words).directory(root.toFile()).redirectErrorStream(true).start();
    String text = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (p.waitFor() != 0) {
      throw new IOException(String.join(" ", words) + ": " + text);
    }
    return text;
  }
}
