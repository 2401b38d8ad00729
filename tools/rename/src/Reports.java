// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Symbol.ClassSymbol;
import com.sun.tools.javac.code.Symbol.MethodSymbol;
import java.util.*;

/** What came up on the way. */
final class Reports {
  private final Plan plan;
  private final Set<String> oldNames = new HashSet<>();
  final List<String> problems = new ArrayList<>();
  final Set<String> unresolved = new TreeSet<>();
  final Map<Symbol, Set<String>> needsPublic = new LinkedHashMap<>();

  /** Overridden method to those that override it directly or not. */
  final Map<MethodSymbol, Set<MethodSymbol>> overriders = new HashMap<>();

  /**
   * File to the top-level types that it uses, with a line; positive for code, negative for Javadoc
   * only.
   */
  final Map<Project.Source, Map<ClassSymbol, Long>> uses = new LinkedHashMap<>();

  Reports(Plan plan) {
    this.plan = plan;
    plan.simple.forEach((c, n) -> oldNames.add(c.name.toString()));
    plan.pack.forEach((c, n) -> oldNames.add(c.name.toString()));
    plan.members.forEach((s, n) -> oldNames.add(s.name.toString()));
  }

  boolean interesting(String name) {
    return oldNames.contains(name);
  }

  void problem(String text) {
    problems.add(text);
  }

  void unresolved(String path, long line, String what) {
    unresolved.add(path + ":" + line + " " + what);
  }

  void override(MethodSymbol m, MethodSymbol overridden) {
    overriders.computeIfAbsent(overridden, x -> new LinkedHashSet<>()).add(m);
  }

  void needsPublic(Symbol s, Project.Source source, long line) {
    needsPublic.computeIfAbsent(s, x -> new TreeSet<>()).add(source.path + ":" + line);
  }

  void use(Project.Source source, ClassSymbol top, long line, boolean doc) {
    uses.computeIfAbsent(source, x -> new LinkedHashMap<>())
        .merge(top, doc ? -line : line, (a, b) -> Math.max(a, b));
  }
}
