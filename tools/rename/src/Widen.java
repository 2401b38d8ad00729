// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import com.sun.tools.javac.code.Flags;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Symbol.ClassSymbol;
import com.sun.tools.javac.code.Symbol.MethodSymbol;
import com.sun.tools.javac.tree.JCTree;
import com.sun.tools.javac.tree.TreeInfo;
import java.util.*;

/** Makes public what has to be. */
final class Widen {
  private final Index index;
  private final Reports reports;
  private final Map<Symbol, JCTree> declarations = new HashMap<>();
  private final Map<Symbol, JCTree.JCCompilationUnit> units = new HashMap<>();

  Widen(Index index, Reports reports) {
    this.index = index;
    this.reports = reports;
    for (var u : index.project.units) {
      JCTree.JCCompilationUnit unit = (JCTree.JCCompilationUnit) u;
      new com.sun.tools.javac.tree.TreeScanner() {
        @Override
        public void visitClassDef(JCTree.JCClassDecl tree) {
          put(tree.sym, tree);
          super.visitClassDef(tree);
        }

        @Override
        public void visitMethodDef(JCTree.JCMethodDecl tree) {
          put(tree.sym, tree);
          super.visitMethodDef(tree);
        }

        @Override
        public void visitVarDef(JCTree.JCVariableDecl tree) {
          put(tree.sym, tree);
          super.visitVarDef(tree);
        }

        private void put(Symbol s, JCTree tree) {
          if (s != null) {
            declarations.put(s, tree);
            units.put(s, unit);
          }
        }
      }.scan(unit);
    }
  }

  /** Adds what has to be public too since others are. */
  void close() {
    Deque<Symbol> open = new ArrayDeque<>(reports.needsPublic.keySet());
    while (!open.isEmpty()) {
      Symbol s = open.pop();
      if (s instanceof MethodSymbol m) {
        for (MethodSymbol o : reports.overriders.getOrDefault(m, Set.of())) {
          also(o, "overrides " + m.owner + "." + m, open);
        }
      }
      if (s instanceof ClassSymbol c && (c.flags() & Flags.RECORD) != 0) {
        for (Symbol o : c.getEnclosedElements()) {
          if (Index.canonical(o)) {
            also(o, "canonical constructor of a public record", open);
          }
        }
      }
    }
  }

  private void also(Symbol s, String why, Deque<Symbol> open) {
    if ((s.flags() & Flags.PUBLIC) == 0
        && index.own(Index.top(s))
        && !reports.needsPublic.containsKey(s)
        && written(s)) {
      reports.needsPublic.put(s, new TreeSet<>(Set.of("(" + why + ")")));
      open.add(s);
    }
  }

  /** Whether the declaration is in the source, and not made up by the compiler. */
  boolean written(Symbol s) {
    JCTree tree = declarations.get(s);
    if (tree == null) {
      return false;
    }
    if (s instanceof MethodSymbol m) {
      if (index.project.task.getElements().getOrigin(m)
          != javax.lang.model.util.Elements.Origin.EXPLICIT) {
        return false;
      }
      JCTree.JCCompilationUnit unit = units.get(s);
      String name = m.isConstructor() ? m.owner.name.toString() : m.name.toString();
      return index.project.source(unit).text.startsWith(name, ((JCTree.JCMethodDecl) tree).pos);
    }
    return true;
  }

  Project.Source source(Symbol s) {
    return index.project.source(units.get(s));
  }

  String place(Symbol s) {
    JCTree.JCCompilationUnit unit = units.get(s);
    return unit == null
        ? "?"
        : source(s).path + ":" + unit.getLineMap().getLineNumber(declarations.get(s).pos);
  }

  void widen(Symbol s, Edits edits) {
    JCTree tree = declarations.get(s);
    JCTree.JCCompilationUnit unit = units.get(s);
    String text = source(s).text;
    JCTree.JCModifiers mods =
        switch (tree) {
          case JCTree.JCClassDecl c -> c.mods;
          case JCTree.JCMethodDecl m -> m.mods;
          case JCTree.JCVariableDecl v -> v.mods;
          default -> throw new IllegalStateException(tree.toString());
        };
    int at = TreeInfo.getStartPos(tree);
    for (JCTree.JCAnnotation a : mods.annotations) {
      at = Math.max(at, TreeInfo.getEndPos(a, unit.endPositions));
    }
    if (!mods.annotations.isEmpty() && at > TreeInfo.getStartPos(tree)) {
      while (Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }
    int end = mods.pos >= 0 ? TreeInfo.getEndPos(mods, unit.endPositions) : at;
    int old = end > at ? text.substring(at, end).indexOf("protected") : -1;
    if (old >= 0) {
      edits.add(at + old, at + old + "protected".length(), "public");
    } else if (!edits.insert(at, "public ")) {
      reports.problem("cannot add public to " + s.owner + "." + s);
    }
  }
}
