// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.ReferenceTree;
import com.sun.source.tree.*;
import com.sun.source.util.DocTreePath;
import com.sun.source.util.DocTreePathScanner;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import javax.lang.model.element.*;

/** Writes types.tsv and members.tsv. */
final class Lister {
  private final Project project;
  private final Map<Element, Set<String>> mentions = new HashMap<>();
  private final Map<Element, Integer> uses = new HashMap<>();
  private final List<String> types = new ArrayList<>();
  private final List<Object[]> members = new ArrayList<>();

  Lister(Project project) {
    this.project = project;
  }

  void write(Path dir) throws IOException {
    for (CompilationUnitTree unit : project.units) {
      new Uses(unit).scan(unit, null);
    }
    for (CompilationUnitTree unit : project.units) {
      new Declarations(unit).scan(unit, null);
    }
    types.sort(null);
    types.add(0, "module\tset\tfqn\tkind\taccess\tfiles\tlines\tjavadoc");
    Files.write(dir.resolve("types.tsv"), types);
    List<String> rows = new ArrayList<>();
    for (Object[] m : members) {
      rows.add(m[0] + "\t" + m[1] + "\t" + m[2] + "\t" + m[3] + "\t" + m[4] + "\t" + m[5]);
    }
    rows.sort(null);
    rows.add(0, "owner\tkind\tname\tsignature\tuses\tnote");
    Files.write(dir.resolve("members.tsv"), rows);
  }

  private final class Uses extends TreePathScanner<Void, Void> {
    final CompilationUnitTree unit;
    final String path;

    Uses(CompilationUnitTree unit) {
      this.unit = unit;
      this.path = project.source(unit).path;
    }

    void use(Element e) {
      if (e == null) {
        return;
      }
      if (e instanceof TypeElement) {
        mentions.computeIfAbsent(e, x -> new HashSet<>()).add(path);
      }
      if (e.getKind() == ElementKind.CONSTRUCTOR) {
        e = e.getEnclosingElement();
        mentions.computeIfAbsent(e, x -> new HashSet<>()).add(path);
      }
      uses.merge(e, 1, Integer::sum);
    }

    @Override
    public Void scan(Tree tree, Void v) {
      if (tree != null) {
        TreePath p =
            new TreePath(getCurrentPath() == null ? new TreePath(unit) : getCurrentPath(), tree);
        if (tree instanceof ClassTree
            || tree instanceof MethodTree
            || tree instanceof VariableTree
            || tree instanceof PackageTree) {
          docs(p);
        }
      }
      return super.scan(tree, v);
    }

    void docs(TreePath p) {
      DocCommentTree doc = project.trees.getDocCommentTree(p);
      if (doc == null) {
        return;
      }
      new DocTreePathScanner<Void, Void>() {
        @Override
        public Void visitReference(ReferenceTree node, Void x) {
          use(project.trees.getElement(getCurrentPath()));
          return super.visitReference(node, x);
        }
      }.scan(new DocTreePath(p, doc), null);
    }

    @Override
    public Void visitIdentifier(IdentifierTree node, Void v) {
      use(project.trees.getElement(getCurrentPath()));
      return null;
    }

    @Override
    public Void visitMemberSelect(MemberSelectTree node, Void v) {
      use(project.trees.getElement(getCurrentPath()));
      return super.visitMemberSelect(node, v);
    }

    @Override
    public Void visitMemberReference(MemberReferenceTree node, Void v) {
      use(project.trees.getElement(getCurrentPath()));
      return super.visitMemberReference(node, v);
    }
  }

  private final class Declarations extends TreePathScanner<Void, Void> {
    final CompilationUnitTree unit;
    final Project.Source source;

    Declarations(CompilationUnitTree unit) {
      this.unit = unit;
      this.source = project.source(unit);
    }

    @Override
    public Void visitClass(ClassTree node, Void v) {
      Element e = project.trees.getElement(getCurrentPath());
      if (e instanceof TypeElement type && type.getQualifiedName().toString().contains(".")) {
        long start = project.trees.getSourcePositions().getStartPosition(unit, node);
        long end = project.trees.getSourcePositions().getEndPosition(unit, node);
        long lines =
            unit.getLineMap().getLineNumber(end) - unit.getLineMap().getLineNumber(start) + 1;
        Set<String> files = new HashSet<>(mentions.getOrDefault(type, Set.of()));
        files.remove(source.path);
        types.add(
            String.join(
                "\t",
                source.module(),
                source.set(),
                type.getQualifiedName(),
                kind(type),
                access(type),
                String.valueOf(files.size()),
                String.valueOf(lines),
                sentence(getCurrentPath())));
        if (source.set().equals("main")) {
          members(type);
        }
      }
      return super.visitClass(node, v);
    }

    @Override
    public Void visitMethod(MethodTree node, Void v) {
      return super.visitMethod(node, v);
    }

    String sentence(TreePath path) {
      DocCommentTree doc = project.trees.getDocCommentTree(path);
      if (doc == null) {
        return "";
      }
      StringBuilder text = new StringBuilder();
      doc.getFirstSentence().forEach(text::append);
      return text.toString().replaceAll("\\s+", " ").strip();
    }

    void members(TypeElement type) {
      Set<String> components = new HashSet<>();
      for (RecordComponentElement c : type.getRecordComponents()) {
        components.add(c.getSimpleName().toString());
        int n = uses.getOrDefault(c.getAccessor(), 0);
        for (Element e : type.getEnclosedElements()) {
          if (e.getKind() == ElementKind.FIELD && e.getSimpleName().equals(c.getSimpleName())) {
            n += uses.getOrDefault(e, 0);
          }
        }
        add(type, "component", c.getSimpleName(), c.asType().toString(), n, "");
      }
      for (Element e : type.getEnclosedElements()) {
        if ((((com.sun.tools.javac.code.Symbol) e).flags()
                & com.sun.tools.javac.code.Flags.GENERATED_MEMBER)
            != 0) {
          continue;
        }
        if (e.getModifiers().contains(Modifier.PRIVATE)
            || project.task.getElements().getOrigin(e)
                != javax.lang.model.util.Elements.Origin.EXPLICIT) {
          continue;
        }
        if (e instanceof ExecutableElement m && m.getKind() == ElementKind.METHOD) {
          if (m.getParameters().isEmpty() && components.contains(m.getSimpleName().toString())) {
            continue;
          }
          StringBuilder s = new StringBuilder("(");
          for (VariableElement p : m.getParameters()) {
            s.append(s.length() > 1 ? ", " : "")
                .append(shorten(p.asType().toString()))
                .append(' ')
                .append(p.getSimpleName());
          }
          s.append(") ").append(shorten(m.getReturnType().toString()));
          boolean override = m.getAnnotation(Override.class) != null;
          String note = override ? "overrides" : "";
          add(type, "method", m.getSimpleName(), s.toString(), uses.getOrDefault(m, 0), note);
        } else if (e.getKind() == ElementKind.ENUM_CONSTANT) {
          add(type, "constant", e.getSimpleName(), "", uses.getOrDefault(e, 0), "");
        } else if (e.getKind() == ElementKind.FIELD) {
          add(
              type,
              "field",
              e.getSimpleName(),
              shorten(e.asType().toString()),
              uses.getOrDefault(e, 0),
              "");
        }
      }
    }

    void add(TypeElement type, String kind, Object name, String signature, int n, String note) {
      members.add(new Object[] {type.getQualifiedName(), kind, name, shorten(signature), n, note});
    }
  }

  static String shorten(String type) {
    return type.replaceAll("@[\\w.]+\\s*", "")
        .replaceAll("\\b(?:[a-z][\\w]*\\.)+(?=[A-Z])", "")
        .replace(",", ", ")
        .replaceAll(",\\s+", ", ");
  }

  static String kind(TypeElement t) {
    String kind =
        switch (t.getKind()) {
          case ANNOTATION_TYPE -> "annotation";
          case CLASS -> t.getModifiers().contains(Modifier.ABSTRACT) ? "abstract class" : "class";
          default -> t.getKind().name().toLowerCase(Locale.ROOT);
        };
    return (t.getModifiers().contains(Modifier.SEALED) ? "sealed " : "") + kind;
  }

  static String access(Element t) {
    for (Modifier m : List.of(Modifier.PUBLIC, Modifier.PROTECTED, Modifier.PRIVATE)) {
      if (t.getModifiers().contains(m)) {
        return m.toString();
      }
    }
    return "package";
  }
}
