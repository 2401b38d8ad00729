// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints the tree of a compiled flow. */
final class PrintHierarchy {

  /** A line that is to be printed: its text, its flow if it is one, and what stands before it. */
  private record Entry(String text, @Nullable Group group, String indent, boolean isLast) {}

  private final Deque<Entry> open = new ArrayDeque<>();
  private final StringBuilder lines = new StringBuilder();

  String print(Group.Child root) {
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

  private void push(Group group, String indent) {
    List<Entry> entries = new ArrayList<>();
    int count = group.children.size() + (group.retry == null ? 0 : 1);
    if (group.retry != null) {
      entries.add(new Entry(textOf(group.retry), null, indent, count == 1));
    }
    for (Group.Child child : group.children) {
      boolean isLast = entries.size() == count - 1;
      entries.add(new Entry(textOf(child), child.group(), indent, isLast));
    }
    entries.reversed().forEach(open::push);
  }

  private static String textOf(Group.Child child) {
    Group group = child.group();
    return group == null
        ? textOf(child.first())
        : "\""
            + group.flow.pattern()
            + ".Flow: "
            + group.flow.name()
            + "(len="
            + group.children.size()
            + ")\"";
  }

  private static String textOf(PlanNode atom) {
    return "\"" + atom.name() + "==" + atom.atom().version() + "\"";
  }
}
