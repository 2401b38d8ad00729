// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.IdentifierTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.ReferenceTree;
import com.sun.source.tree.*;
import com.sun.source.util.DocTreePath;
import com.sun.source.util.DocTreePathScanner;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.tools.javac.code.Flags;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Symbol.ClassSymbol;
import com.sun.tools.javac.code.Symbol.MethodSymbol;
import com.sun.tools.javac.code.Symbol.PackageSymbol;
import com.sun.tools.javac.tree.JCTree;
import com.sun.tools.javac.tree.TreeInfo;
import java.util.*;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.element.Element;

/** Gathers the changes of one file that follow from symbols. */
final class Collector extends TreePathScanner<Void, Void> {
  private final Plan plan;
  private final Index index;
  private final Reports reports;
  private final JCTree.JCCompilationUnit unit;
  final Project.Source source;
  final Lex lex;
  final Edits edits = new Edits();
  private final String text;

  /** Of the file. */
  final String oldPackage;

  final String newPackage;
  final boolean packageInfo;

  /** What a simple name means afterwards, as far as imports and packages decide it. */
  final Map<String, Set<ClassSymbol>> simpleNames = new TreeMap<>();

  /** Own types that need an import, unless they will be in the same package. */
  private final Set<ClassSymbol> fromPackage = new LinkedHashSet<>();

  private final Deque<ClassSymbol> classes = new ArrayDeque<>();

  Collector(Plan plan, Reports reports, CompilationUnitTree unit, Lex lex) {
    this.plan = plan;
    this.index = plan.index;
    this.reports = reports;
    this.unit = (JCTree.JCCompilationUnit) unit;
    this.source = index.project.source(unit);
    this.text = source.text;
    this.lex = lex;
    this.oldPackage = unit.getPackageName() == null ? "" : unit.getPackageName().toString();
    this.packageInfo = source.path.endsWith("/package-info.java");
    this.newPackage =
        packageInfo ? plan.packages.getOrDefault(oldPackage, oldPackage) : newPackage();
  }

  private String newPackage() {
    for (JCTree def : unit.defs) {
      if (def instanceof JCTree.JCClassDecl c && c.sym != null) {
        return plan.pkg(c.sym);
      }
    }
    return oldPackage;
  }

  void collect() {
    scan((Tree) unit, null);
    if (!oldPackage.equals(newPackage)) {
      JCTree pid = ((JCTree.JCPackageDecl) unit.getPackage()).pid;
      edit(start(pid), end(pid), newPackage);
    }
    imports();
  }

  private int start(JCTree tree) {
    return TreeInfo.getStartPos(tree);
  }

  private int end(JCTree tree) {
    return TreeInfo.getEndPos(tree, unit.endPositions);
  }

  long line(int pos) {
    return unit.getLineMap().getLineNumber(Math.max(0, pos));
  }

  private void edit(int start, int end, String with) {
    if (!edits.add(start, end, with)) {
      reports.problem("overlapping changes at " + source.path + ":" + line(start) + " " + with);
    }
  }

  /** Replaces the old name of the symbol at a position; what the compiler made up is not there. */
  private void rename(Symbol s, String old, int pos) {
    if (pos < 0 || !old.equals(word(pos))) {
      return;
    }
    String name = plan.name(s);
    if (!name.equals(old)) {
      edit(pos, pos + old.length(), name);
    }
  }

  private String word(int pos) {
    if (pos < 0
        || pos >= text.length()
        || pos > 0 && Character.isJavaIdentifierPart(text.charAt(pos - 1))) {
      return "";
    }
    int end = pos;
    while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
      end++;
    }
    return text.substring(pos, end);
  }

  // ---- trees

  @Override
  public Void scan(Tree tree, Void v) {
    if (tree instanceof ClassTree
        || tree instanceof MethodTree
        || tree instanceof VariableTree
        || tree instanceof PackageTree) {
      TreePath parent = getCurrentPath() == null ? new TreePath(unit) : getCurrentPath();
      docs(new TreePath(parent, tree));
    }
    return super.scan(tree, v);
  }

  @Override
  public Void visitPackage(PackageTree node, Void v) {
    return scan(node.getAnnotations(), v);
  }

  @Override
  public Void visitImport(ImportTree node, Void v) {
    return null;
  }

  @Override
  public Void visitClass(ClassTree node, Void v) {
    JCTree.JCClassDecl tree = (JCTree.JCClassDecl) node;
    if (tree.sym == null) {
      return super.visitClass(node, v);
    }
    if (!tree.name.isEmpty() && plan.renamed(tree.sym)) {
      int from = Math.max(tree.mods.pos >= 0 ? end(tree.mods) : tree.pos, start(tree));
      Matcher m =
          Pattern.compile("\\b(?:class|interface|enum|record)\\s+(" + tree.name + ")\\b")
              .matcher(lex.code);
      if (m.find(Math.max(0, from < 0 ? tree.pos : from))) {
        edit(m.start(1), m.end(1), plan.simple(tree.sym));
      } else {
        reports.problem("no declaration found: " + tree.sym + " in " + source.path);
      }
    }
    if (Index.topLevel(tree.sym)) {
      simpleNames.computeIfAbsent(plan.simple(tree.sym), x -> new LinkedHashSet<>()).add(tree.sym);
    }
    for (ClassSymbol s : index.closure(tree.sym)) {
      if (s == tree.sym) {
        continue;
      }
      for (MethodSymbol m : Index.methods(tree.sym)) {
        for (Symbol o : s.members().getSymbolsByName(m.name)) {
          if (o instanceof MethodSymbol n
              && !n.isConstructor()
              && !n.isStatic()
              && n.isInheritedIn(tree.sym, index.types)
              && m.overrides(n, tree.sym, index.types, false)) {
            reports.override(m, n);
            if (access(n) == 0) {
              need(n, tree, tree.sym);
            }
          }
        }
      }
    }
    classes.push(tree.sym);
    super.visitClass(node, v);
    classes.pop();
    return null;
  }

  @Override
  public Void visitMethod(MethodTree node, Void v) {
    JCTree.JCMethodDecl tree = (JCTree.JCMethodDecl) node;
    if (tree.sym != null) {
      rename(
          tree.sym,
          tree.sym.isConstructor() ? tree.sym.owner.name.toString() : tree.name.toString(),
          tree.pos);
    }
    return super.visitMethod(node, v);
  }

  @Override
  public Void visitVariable(VariableTree node, Void v) {
    JCTree.JCVariableDecl tree = (JCTree.JCVariableDecl) node;
    if (tree.sym != null) {
      rename(tree.sym, tree.name.toString(), tree.pos);
    }
    return super.visitVariable(node, v);
  }

  @Override
  public Void visitIdentifier(com.sun.source.tree.IdentifierTree node, Void v) {
    JCTree.JCIdent tree = (JCTree.JCIdent) node;
    Symbol s = symbol(tree.sym, tree.name.toString(), tree.pos);
    if (s == null) {
      return null;
    }
    need(s, tree, null);
    if (tree.name.contentEquals("this") || tree.name.contentEquals("super")) {
      return null;
    }
    if (s instanceof ClassSymbol c) {
      if (tree.name.toString().equals(word(tree.pos))) {
        simple(c);
      }
      use(c, tree.pos, false);
    }
    rename(s, tree.name.toString(), tree.pos);
    return null;
  }

  @Override
  public Void visitMemberSelect(MemberSelectTree node, Void v) {
    JCTree.JCFieldAccess tree = (JCTree.JCFieldAccess) node;
    int end = end(tree);
    String old = tree.name.toString();
    Symbol s = symbol(tree.sym, old, end - old.length());
    if (s != null) {
      need(s, tree, null);
      if (s instanceof ClassSymbol c) {
        use(c, tree.pos, false);
        if (tree.selected instanceof JCTree.JCFieldAccess
            || tree.selected instanceof JCTree.JCIdent) {
          if (TreeInfo.symbol(tree.selected) instanceof PackageSymbol) {
            if (index.own(c)
                && (plan.renamed(c) || plan.moved(c))
                && end > 0
                && text.startsWith(old, end - old.length())) {
              edit(start(tree), end, plan.fqn(c));
            }
            return null;
          }
        }
      } else if (!(s instanceof PackageSymbol) && tree.selected.type != null) {
        need(tree.selected.type.tsym, tree, null);
      }
      if (!(s instanceof PackageSymbol)) {
        rename(s, old, end - old.length());
      }
    }
    return super.visitMemberSelect(node, v);
  }

  @Override
  public Void visitMemberReference(MemberReferenceTree node, Void v) {
    JCTree.JCMemberReference tree = (JCTree.JCMemberReference) node;
    String old = tree.name.toString();
    int end = end(tree);
    Symbol s = symbol(tree.sym, old, end - old.length());
    if (s != null && !(s instanceof MethodSymbol m && m.isConstructor())) {
      rename(s, old, end - old.length());
    }
    if (s != null) {
      need(s, tree, null);
    }
    functional(tree);
    return super.visitMemberReference(node, v);
  }

  @Override
  public Void visitLambdaExpression(LambdaExpressionTree node, Void v) {
    functional((JCTree) node);
    return super.visitLambdaExpression(node, v);
  }

  private void functional(JCTree tree) {
    if (tree.type != null && tree.type.tsym instanceof ClassSymbol c) {
      need(c, tree, null);
    }
  }

  @Override
  public Void visitNewClass(NewClassTree node, Void v) {
    JCTree.JCNewClass tree = (JCTree.JCNewClass) node;
    if (tree.constructor instanceof MethodSymbol m
        && m.owner instanceof ClassSymbol c
        && !c.name.isEmpty()) {
      need(m, tree, null);
    } else if (tree.constructor == null) {
      reports.unresolved(source.path, line(tree.pos), "new " + tree.clazz);
    }
    return super.visitNewClass(node, v);
  }

  /** Names of methods and constants in the annotations of JUnit. */
  @Override
  public Void visitAnnotation(AnnotationTree node, Void v) {
    String type = node.getAnnotationType().toString().replaceAll(".*\\.", "");
    ClassSymbol target = classes.peek();
    boolean enums = type.equals("EnumSource");
    if (target != null && (type.equals("MethodSource") || type.equals("FieldSource") || enums)) {
      if (enums) {
        ClassSymbol given = null;
        for (ExpressionTree a : node.getArguments()) {
          JCTree value =
              (JCTree)
                  (a instanceof JCTree.JCAssign s
                      ? s.lhs.toString().equals("value") ? s.rhs : null
                      : a);
          if (value instanceof JCTree.JCFieldAccess f
              && f.name.contentEquals("class")
              && f.selected.type != null
              && f.selected.type.tsym instanceof ClassSymbol c) {
            given = c;
          }
        }
        if (given == null
            && getCurrentPath().getParentPath().getParentPath().getLeaf()
                instanceof JCTree.JCMethodDecl m
            && !m.params.isEmpty()
            && m.params.head.sym != null
            && m.params.head.sym.type.tsym instanceof ClassSymbol c) {
          given = c;
        }
        target = given;
      }
      ClassSymbol owner = target;
      new com.sun.tools.javac.tree.TreeScanner() {
        @Override
        public void visitLiteral(JCTree.JCLiteral tree) {
          if (owner != null
              && tree.value instanceof String name
              && !name.contains("#")
              && tree.pos >= 0) {
            for (ClassSymbol s : index.closure(owner)) {
              for (Symbol m : s.getEnclosedElements()) {
                if (m.name.contentEquals(name)
                    && plan.renamed(m)
                    && text.startsWith("\"" + name + "\"", tree.pos)) {
                  edits.add(tree.pos + 1, tree.pos + 1 + name.length(), plan.name(m));
                }
              }
            }
          }
        }
      }.scan((JCTree) node);
    }
    return super.visitAnnotation(node, v);
  }

  private Symbol symbol(Symbol s, String name, int pos) {
    if (s == null
        || s.kind.isResolutionError()
        || s.type != null && s.type.isErroneous() && !(s instanceof ClassSymbol)) {
      if (reports.interesting(name)) {
        reports.unresolved(source.path, line(pos), name);
      }
      return null;
    }
    return s.baseSymbol();
  }

  // ---- uses

  private void simple(ClassSymbol c) {
    if (index.own(c) && !Index.named(c)) {
      return;
    }
    if (Index.topLevel(c)) {
      simpleNames.computeIfAbsent(plan.simple(c), x -> new LinkedHashSet<>()).add(c);
      if (index.own(c) && Index.pkg(c).equals(oldPackage)) {
        fromPackage.add(c);
      }
    }
  }

  private void use(ClassSymbol c, int pos, boolean doc) {
    ClassSymbol top = Index.top(c);
    if (index.own(top)) {
      reports.use(source, top, line(pos), doc);
    }
  }

  static long access(Symbol s) {
    return s.flags() & (Flags.PUBLIC | Flags.PROTECTED | Flags.PRIVATE);
  }

  /** Notes a symbol that is not accessible any more where it is used. */
  private void need(Symbol s, JCTree at, ClassSymbol heir) {
    if (s == null || !(s instanceof ClassSymbol || s.owner instanceof ClassSymbol)) {
      return;
    }
    ClassSymbol top = Index.top(s);
    if (top == null || !index.own(top) || s instanceof Symbol.TypeVariableSymbol) {
      return;
    }
    if (s.name.contentEquals("this")
        || s.name.contentEquals("super")
        || s.name.contentEquals("class")
        || s.name.contentEquals("length")) {
      return;
    }
    for (Symbol o = s;
        o != null && o.kind != com.sun.tools.javac.code.Kinds.Kind.PCK;
        o = o.owner) {
      if (o.kind != com.sun.tools.javac.code.Kinds.Kind.TYP && o != s
          || o instanceof ClassSymbol && o.name.isEmpty()) {
        return; // local
      }
    }
    long access = access(s);
    if ((access & (Flags.PUBLIC | Flags.PRIVATE)) != 0
        || !Index.pkg(s).equals(oldPackage)
        || plan.pkg(s).equals(newPackage)) {
      return;
    }
    if (access == Flags.PROTECTED) {
      for (ClassSymbol c : classes) {
        if (index.closure(c).contains((ClassSymbol) s.owner)) {
          return;
        }
      }
    }
    reports.needsPublic(s, source, line(at == null ? 0 : at.pos));
  }

  // ---- Javadoc

  private void docs(TreePath path) {
    DocCommentTree doc = index.project.trees.getDocCommentTree(path);
    if (doc == null) {
      return;
    }
    var positions = index.project.trees.getSourcePositions();
    new DocTreePathScanner<Void, Void>() {
      @Override
      public Void visitReference(ReferenceTree node, Void x) {
        int from = (int) positions.getStartPosition(unit, doc, node);
        int to = (int) positions.getEndPosition(unit, doc, node);
        reference(getCurrentPath(), node, from, to);
        return super.visitReference(node, x);
      }

      @Override
      public Void visitParam(ParamTree node, Void x) {
        if (!node.isTypeParameter()) {
          IdentifierTree id = node.getName();
          String name = id.getName().toString();
          Symbol s = parameter(path.getLeaf(), name);
          if (s != null) {
            rename(s, name, (int) positions.getStartPosition(unit, doc, id));
          }
        }
        return super.visitParam(node, x);
      }
    }.scan(new DocTreePath(path, doc), null);
  }

  private static Symbol parameter(Tree leaf, String name) {
    if (leaf instanceof JCTree.JCClassDecl c && c.sym != null && Index.component(c.sym, name)) {
      return Index.field(c.sym, name);
    }
    if (leaf instanceof JCTree.JCMethodDecl m) {
      for (JCTree.JCVariableDecl p : m.params) {
        if (p.name.contentEquals(name)) {
          return p.sym;
        }
      }
    }
    return null;
  }

  private static final Pattern NAMES =
      Pattern.compile("[A-Za-z_$][\\w$]*(?:\\s*\\.\\s*[A-Za-z_$][\\w$]*)*");

  private void reference(DocTreePath path, ReferenceTree node, int from, int to) {
    if (from < 0 || to > text.length()) {
      return;
    }
    String ref = text.substring(from, to);
    int hash = ref.indexOf('#');
    int paren = ref.indexOf('(');
    int typeEnd = hash >= 0 ? hash : paren >= 0 ? paren : ref.length();
    if (typeEnd > 0) {
      typeName(path, from, from + typeEnd, ref);
    }
    if (hash >= 0) {
      int nameEnd = paren >= 0 ? paren : ref.length();
      String member = ref.substring(hash + 1, nameEnd).strip();
      Element e = index.project.trees.getElement(path);
      if (e instanceof Symbol s && s.name != null) {
        Symbol base = s.baseSymbol();
        if (base instanceof MethodSymbol m && m.isConstructor()) {
          rename(base, member, from + hash + 1);
        } else if (base.name.contentEquals(member)) {
          rename(base, member, from + hash + 1);
        }
      } else if (reports.interesting(member)) {
        reports.unresolved(source.path, line(from), "Javadoc " + ref);
      }
    }
    if (paren >= 0) {
      Matcher m = NAMES.matcher(text).region(from + paren + 1, to);
      List<int[]> found = new ArrayList<>();
      while (m.find()) {
        found.add(new int[] {m.start(), m.end()});
      }
      for (int[] f : found) {
        typeName(path, f[0], f[1], ref);
      }
    }
  }

  /** A possibly qualified type name in a reference. */
  private void typeName(DocTreePath path, int from, int to, String ref) {
    Matcher m = Pattern.compile("[A-Za-z_$][\\w$]*").matcher(text).region(from, to);
    StringBuilder prefix = new StringBuilder();
    ClassSymbol last = null;
    int first = -1;
    while (m.find()) {
      first = first < 0 ? m.start() : first;
      prefix.append(prefix.isEmpty() ? "" : ".").append(m.group());
      Element e;
      try {
        ReferenceTree tree =
            index.project.trees.getDocTreeFactory().newReferenceTree(prefix.toString());
        e = index.project.trees.getElement(new DocTreePath(path, tree));
      } catch (RuntimeException broken) {
        e = null;
      }
      if (!(e instanceof ClassSymbol c) || !c.name.contentEquals(m.group())) {
        if (last != null) {
          return;
        }
        continue;
      }
      use(c, m.start(), true);
      if (last != null) {
        rename(c, m.group(), m.start());
      } else if (first == m.start()) {
        boolean lost =
            packageInfo
                && Index.topLevel(c)
                && index.own(c)
                && Index.pkg(c).equals(oldPackage)
                && !plan.pkg(c).equals(newPackage);
        if (lost) {
          edit(m.start(), m.end(), plan.fqn(c));
        } else {
          simple(c);
          rename(c, m.group(), m.start());
        }
      } else if (index.own(c) && (plan.renamed(c) || plan.moved(c))) {
        edit(first, m.end(), plan.fqn(c));
      }
      last = c;
    }
    if (last == null && reports.interesting(text.substring(from, to).strip())) {
      reports.unresolved(source.path, line(from), "Javadoc " + ref);
    }
  }

  // ---- imports

  private void imports() {
    List<JCTree.JCImport> all = new ArrayList<>();
    for (JCTree def : unit.defs) {
      if (def instanceof JCTree.JCImport i) {
        all.add(i);
      }
    }
    Set<String> before = new TreeSet<>();
    Set<String> statics = new TreeSet<>();
    Set<String> plain = new TreeSet<>();
    for (JCTree.JCImport i : all) {
      String old = i.qualid.toString();
      before.add((i.isStatic() ? "static " : "") + old);
      Symbol type = TreeInfo.symbol(i.qualid.selected);
      String last = i.qualid.name.toString();
      if (i.isStatic()) {
        if (!(type instanceof ClassSymbol c) || !index.own(c)) {
          statics.add(old);
          continue;
        }
        use(c, i.pos, true);
        needAll(c, i);
        String owner = plan.fqn(c);
        Set<String> names = new TreeSet<>();
        if (!last.equals("*")) {
          for (ClassSymbol s : index.closure(c)) {
            for (Symbol m : s.getEnclosedElements()) {
              if (m.name.contentEquals(last) && (m.flags() & Flags.STATIC) != 0) {
                names.add(plan.name(m));
              }
            }
          }
        }
        if (names.isEmpty()) {
          names.add(last);
        }
        names.forEach(n -> statics.add(owner + "." + n));
        continue;
      }
      Symbol s = TreeInfo.symbol(i.qualid);
      if (last.equals("*") && type instanceof ClassSymbol c && index.own(c)) {
        use(c, i.pos, true);
        needAll(c, i);
        plain.add(plan.fqn(c) + ".*");
      } else if (last.equals("*")) {
        plain.add(old);
        if (type != null && index.byPackage.containsKey(old.substring(0, old.length() - 2))) {
          reports.problem("import on demand is not supported: " + source.path + " " + old);
        }
      } else if (s instanceof ClassSymbol c) {
        simpleNames
            .computeIfAbsent(index.own(c) ? plan.simple(c) : last, x -> new LinkedHashSet<>())
            .add(c);
        if (!index.own(c)) {
          plain.add(old);
          continue;
        }
        use(c, i.pos, true);
        needAll(c, i);
        if (!(Index.topLevel(c) && plan.pkg(c).equals(newPackage))) {
          plain.add(plan.fqn(c));
        }
      } else {
        plain.add(old);
      }
    }
    for (ClassSymbol c : fromPackage) {
      if (!plan.pkg(c).equals(newPackage)) {
        plain.add(plan.fqn(c));
      }
    }
    Set<String> after = new TreeSet<>(plain);
    statics.forEach(s -> after.add("static " + s));
    if (after.equals(before)) {
      return;
    }
    StringBuilder block = new StringBuilder();
    statics.forEach(s -> block.append("import static ").append(s).append(";\n"));
    if (!statics.isEmpty() && !plain.isEmpty()) {
      block.append('\n');
    }
    plain.forEach(s -> block.append("import ").append(s).append(";\n"));
    String with = block.toString().stripTrailing();
    if (all.isEmpty()) {
      int at = text.indexOf(';', end(((JCTree.JCPackageDecl) unit.getPackage()).pid)) + 1;
      edit(at, at, "\n\n" + with);
      return;
    }
    int from = start(all.getFirst());
    int to = text.indexOf(';', end(all.getLast().qualid)) + 1;
    if (!lex.code
        .substring(from, to)
        .replaceAll("\\s", "")
        .equals(text.substring(from, to).replaceAll("\\s", ""))) {
      reports.problem("a comment among the imports is lost: " + source.path);
    }
    if (with.isEmpty()) {
      while (to < text.length() && Character.isWhitespace(text.charAt(to))) {
        to++;
      }
    }
    edit(from, to, with);
  }

  private void needAll(ClassSymbol c, JCTree at) {
    for (Symbol o = c; o instanceof ClassSymbol; o = o.owner) {
      need(o, at, null);
    }
  }
}
