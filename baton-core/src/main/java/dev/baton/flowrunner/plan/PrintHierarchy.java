// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints the tree of a compiled flow. */
final class PrintHierarchy {

  /** A line to print: its text, its flow if the node is a flow, and its indentation. */
  private record Entry(String text, @Nullable PlanGroup group, String indent, boolean isLast) {}

  private final Deque<Entry> open = new ArrayDeque<>();
  private final StringBuilder lines = new StringBuilder();

  String print(PlanGroup.Child root) {
    lines.append(textOf(root));
    if (root.group() != null) {
      push(root.group(), "");
    }
    while (!open.isEmpty()) {
      Entry entry = open.pop();
      lines.append('\n').append(entry.indent).append("|__").append(entry.text);
      if (entry.group != null) {
        push(entry.group, entry.indent + (entry.isLast ? "   " : "|  "));
      }
    }
    return lines.toString();
  }

  private void push(PlanGroup planGroup, String indent) {
    List<Entry> entries = new ArrayList<>();
    int count = planGroup.children.size() + (planGroup.retry == null ? 0 : 1);
    if (planGroup.retry != null) {
      entries.add(new Entry(textOf(planGroup.retry), null, indent, count == 1));
    }
    for (PlanGroup.Child child : planGroup.children) {
      boolean isLast = entries.size() == count - 1;
      entries.add(new Entry(textOf(child), child.group(), indent, isLast));
    }
    entries.reversed().forEach(open::push);
  }

  private static String textOf(PlanGroup.Child child) {
    PlanGroup planGroup = child.group();
    return planGroup == null
        ? textOf(child.first())
        : "\""
            + planGroup.flow.pattern()
            + ".Flow: "
            + planGroup.flow.name()
            + "(len="
            + planGroup.children.size()
            + ")\"";
  }

  private static String textOf(PlanNode atom) {
    return "\"" + atom.name() + "==" + atom.atom().version() + "\"";
  }
}
