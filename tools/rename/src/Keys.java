// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.ReferenceTree;
import com.sun.source.tree.*;
import com.sun.source.util.DocTreePath;
import com.sun.source.util.DocTreePathScanner;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.tools.javac.code.Kinds.Kind;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Symbol.*;
import com.sun.tools.javac.code.Type;
import com.sun.tools.javac.code.TypeTag;
import com.sun.tools.javac.code.Types;
import com.sun.tools.javac.tree.JCTree;
import java.util.*;
import java.util.function.Function;
import javax.lang.model.element.Element;

/** What every name of a file means, in the order of the file, with the names of afterwards. */
final class Keys extends TreePathScanner<Void, Void> {
  final List<String> keys = new ArrayList<>();
  final List<Long> lines = new ArrayList<>();

  /** For simple names in code: where they are, and the classes around them, innermost first. */
  final Map<Integer, Name> names = new HashMap<>();

  record Name(JCTree.JCIdent tree, List<ClassSymbol> around) {}

  private final Deque<ClassSymbol> classes = new ArrayDeque<>();
  private final Project project;
  private final Types types;
  private final JCTree.JCCompilationUnit unit;
  private final Function<ClassSymbol, String> flat;
  private final Function<Symbol, String> name;
  private final Map<Symbol, Integer> locals = new HashMap<>();

  Keys(
      Project project,
      Types types,
      CompilationUnitTree unit,
      Function<ClassSymbol, String> flat,
      Function<Symbol, String> name) {
    this.project = project;
    this.types = types;
    this.unit = (JCTree.JCCompilationUnit) unit;
    this.flat = flat;
    this.name = name;
    scan((Tree) this.unit, null);
  }

  private void add(String key, int pos) {
    keys.add(key);
    lines.add((long) unit.getLineMap().getLineNumber(Math.max(0, pos)));
  }

  private String type(Type t) {
    Type e = types.erasure(t);
    if (e.hasTag(TypeTag.ARRAY)) {
      return type(types.elemtype(e)) + "[]";
    }
    return e.tsym instanceof ClassSymbol c ? flat.apply(c) : e.toString();
  }

  String key(Symbol s) {
    if (s == null || s.kind.isResolutionError()) {
      return "?";
    }
    s = s.baseSymbol();
    if (s instanceof ClassSymbol c) {
      return "type " + flat.apply(c);
    }
    if (s instanceof MethodSymbol m) {
      StringBuilder b = new StringBuilder("method ");
      b.append(m.owner instanceof ClassSymbol c ? flat.apply(c) : m.owner.name).append('#');
      b.append(m.isConstructor() ? "new" : name.apply(m)).append('(');
      if (m.type != null && m.type.getParameterTypes() != null) {
        m.type.getParameterTypes().forEach(p -> b.append(type(p)).append(','));
      }
      return b.append(')').toString();
    }
    if (s instanceof VarSymbol v) {
      if (v.owner.kind == Kind.TYP) {
        return "field " + flat.apply((ClassSymbol) v.owner) + "#" + name.apply(v);
      }
      Integer n = locals.get(v);
      return n == null ? "local " + name.apply(v) : "local " + n;
    }
    return s.kind + " " + s.name;
  }

  @Override
  public Void scan(Tree tree, Void v) {
    if (tree instanceof ClassTree
        || tree instanceof MethodTree
        || tree instanceof VariableTree
        || tree instanceof PackageTree) {
      TreePath path =
          new TreePath(getCurrentPath() == null ? new TreePath(unit) : getCurrentPath(), tree);
      DocCommentTree doc = project.trees.getDocCommentTree(path);
      if (doc != null) {
        int pos = ((JCTree) tree).pos;
        new DocTreePathScanner<Void, Void>() {
          @Override
          public Void visitReference(ReferenceTree node, Void x) {
            Element e = project.trees.getElement(getCurrentPath());
            if (!(e instanceof PackageSymbol)) {
              add("doc " + key((Symbol) e), pos);
            }
            return super.visitReference(node, x);
          }
        }.scan(new DocTreePath(path, doc), null);
      }
    }
    return super.scan(tree, v);
  }

  @Override
  public Void visitImport(ImportTree node, Void v) {
    return null;
  }

  @Override
  public Void visitPackage(PackageTree node, Void v) {
    return scan(node.getAnnotations(), v);
  }

  @Override
  public Void visitVariable(VariableTree node, Void v) {
    JCTree.JCVariableDecl tree = (JCTree.JCVariableDecl) node;
    if (tree.sym != null && tree.sym.owner.kind != Kind.TYP) {
      locals.put(tree.sym, locals.size());
    }
    add("declares " + key(tree.sym), tree.pos);
    return super.visitVariable(node, v);
  }

  @Override
  public Void visitMethod(MethodTree node, Void v) {
    add("declares " + key(((JCTree.JCMethodDecl) node).sym), ((JCTree) node).pos);
    return super.visitMethod(node, v);
  }

  @Override
  public Void visitClass(ClassTree node, Void v) {
    ClassSymbol c = ((JCTree.JCClassDecl) node).sym;
    add("declares " + key(c), ((JCTree) node).pos);
    if (c == null) {
      return super.visitClass(node, v);
    }
    classes.push(c);
    super.visitClass(node, v);
    classes.pop();
    return null;
  }

  @Override
  public Void visitIdentifier(IdentifierTree node, Void v) {
    JCTree.JCIdent tree = (JCTree.JCIdent) node;
    if (!(tree.sym instanceof PackageSymbol)
        && !tree.name.contentEquals("this")
        && !tree.name.contentEquals("super")) {
      names.put(keys.size(), new Name(tree, List.copyOf(classes)));
      add(key(tree.sym), tree.pos);
    }
    return null;
  }

  @Override
  public Void visitMemberSelect(MemberSelectTree node, Void v) {
    JCTree.JCFieldAccess tree = (JCTree.JCFieldAccess) node;
    if (tree.sym instanceof PackageSymbol) {
      return null;
    }
    if (!tree.name.contentEquals("this")
        && !tree.name.contentEquals("super")
        && !tree.name.contentEquals("class")) {
      add(key(tree.sym), tree.pos);
    }
    return super.visitMemberSelect(node, v);
  }

  @Override
  public Void visitMemberReference(MemberReferenceTree node, Void v) {
    JCTree.JCMemberReference tree = (JCTree.JCMemberReference) node;
    add(key(tree.sym), tree.pos);
    return super.visitMemberReference(node, v);
  }

  @Override
  public Void visitNewClass(NewClassTree node, Void v) {
    JCTree.JCNewClass tree = (JCTree.JCNewClass) node;
    if (tree.constructor instanceof MethodSymbol m
        && m.owner instanceof ClassSymbol c
        && !c.name.isEmpty()) {
      add(key(m), tree.pos);
    }
    return super.visitNewClass(node, v);
  }
}
