// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.TreePathScanner;
import com.sun.tools.javac.api.BasicJavacTask;
import com.sun.tools.javac.code.Flags;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Symbol.ClassSymbol;
import com.sun.tools.javac.code.Symbol.MethodSymbol;
import com.sun.tools.javac.code.Symbol.VarSymbol;
import com.sun.tools.javac.code.Type;
import com.sun.tools.javac.code.Types;
import com.sun.tools.javac.tree.JCTree;
import java.util.*;

/** The types and members of the project. */
final class Index {
  final Project project;
  final Types types;

  /** All named types with a qualified name, by it. */
  final Map<String, ClassSymbol> byName = new TreeMap<>();

  final Map<String, List<ClassSymbol>> bySimple = new HashMap<>();

  /** Also local and anonymous ones. */
  final Map<ClassSymbol, CompilationUnitTree> units = new LinkedHashMap<>();

  final Map<ClassSymbol, JCTree.JCClassDecl> trees = new HashMap<>();
  final Map<String, List<ClassSymbol>> byPackage = new TreeMap<>();

  Index(Project project) {
    this.project = project;
    this.types = Types.instance(((BasicJavacTask) project.task).getContext());
    for (CompilationUnitTree unit : project.units) {
      new TreePathScanner<Void, Void>() {
        @Override
        public Void visitClass(ClassTree node, Void v) {
          JCTree.JCClassDecl tree = (JCTree.JCClassDecl) node;
          ClassSymbol c = tree.sym;
          if (c != null) {
            units.put(c, unit);
            trees.put(c, tree);
            if (named(c)) {
              byName.put(c.getQualifiedName().toString(), c);
              bySimple.computeIfAbsent(c.name.toString(), x -> new ArrayList<>()).add(c);
              if (c.owner.kind == com.sun.tools.javac.code.Kinds.Kind.PCK) {
                byPackage.computeIfAbsent(pkg(c), x -> new ArrayList<>()).add(c);
              }
            }
          }
          return super.visitClass(node, v);
        }
      }.scan(unit, null);
    }
  }

  static boolean named(ClassSymbol c) {
    for (Symbol s = c; s.kind != com.sun.tools.javac.code.Kinds.Kind.PCK; s = s.owner) {
      if (s.kind != com.sun.tools.javac.code.Kinds.Kind.TYP || s.name.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  static boolean topLevel(Symbol c) {
    return c instanceof ClassSymbol && c.owner.kind == com.sun.tools.javac.code.Kinds.Kind.PCK;
  }

  /** The top-level class around a symbol, or null. */
  static ClassSymbol top(Symbol s) {
    for (Symbol o = s; o != null; o = o.owner) {
      if (o instanceof ClassSymbol c && topLevel(c)) {
        return c;
      }
    }
    return null;
  }

  static String pkg(Symbol s) {
    return s.packge().getQualifiedName().toString();
  }

  Project.Source source(ClassSymbol c) {
    return project.source(units.get(c));
  }

  boolean own(Symbol c) {
    return c instanceof ClassSymbol k && units.containsKey(k);
  }

  /** The class and all its supertypes. */
  Set<ClassSymbol> closure(ClassSymbol c) {
    Set<ClassSymbol> all = new LinkedHashSet<>();
    close(c, all);
    return all;
  }

  private void close(ClassSymbol c, Set<ClassSymbol> all) {
    if (!all.add(c)) {
      return;
    }
    for (Type t : types.directSupertypes(c.type)) {
      if (t.tsym instanceof ClassSymbol s) {
        close(s, all);
      }
    }
  }

  static List<MethodSymbol> methods(ClassSymbol c) {
    List<MethodSymbol> list = new ArrayList<>();
    for (Symbol s : c.getEnclosedElements()) {
      if (s instanceof MethodSymbol m && !m.isConstructor() && !m.isStaticOrInstanceInit()) {
        list.add(m);
      }
    }
    return list;
  }

  static VarSymbol field(ClassSymbol c, String name) {
    for (Symbol s : c.getEnclosedElements()) {
      if (s instanceof VarSymbol v
          && !(s instanceof Symbol.RecordComponent)
          && v.name.contentEquals(name)) {
        return v;
      }
    }
    return null;
  }

  static boolean component(ClassSymbol c, String name) {
    for (var r : c.getRecordComponents()) {
      if (r.name.contentEquals(name)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it has the components of its record as parameters. */
  static boolean canonical(Symbol s) {
    if (!(s instanceof MethodSymbol m)
        || !m.isConstructor()
        || !(m.owner instanceof ClassSymbol c)) {
      return false;
    }
    if ((c.flags() & Flags.RECORD) == 0) {
      return false;
    }
    var parts = c.getRecordComponents();
    if (parts.size() != m.params().size()) {
      return false;
    }
    for (int i = 0; i < parts.size(); i++) {
      if (!parts.get(i).name.equals(m.params().get(i).name)) {
        return false;
      }
    }
    return true;
  }
}
