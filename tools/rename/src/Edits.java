// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import java.util.Map;
import java.util.TreeMap;

/** Changes of one text, by position. */
final class Edits {
  record Edit(int start, int end, String text) {}

  private final TreeMap<Integer, Edit> byStart = new TreeMap<>();

  /** Whether it was taken: false when another change overlaps. */
  boolean add(int start, int end, String text) {
    Edit same = byStart.get(start);
    if (same != null && same.end == end) {
      if (same.text.equals(text)) {
        return true;
      }
      return false;
    }
    if (overlaps(start, end)) {
      return false;
    }
    byStart.put(start, new Edit(start, end, text));
    return true;
  }

  /** Puts a text before a position, and before what is there afterwards. */
  boolean insert(int at, String text) {
    Edit same = byStart.get(at);
    if (same != null) {
      byStart.put(at, new Edit(at, same.end, text + same.text));
      return true;
    }
    return add(at, at, text);
  }

  /** Puts a qualifier before a name that may change too. */
  boolean qualify(int at, int end, String prefix, String name) {
    Edit same = byStart.get(at);
    if (same != null && same.end != end) {
      return false;
    }
    if (same == null && overlaps(at, end)) {
      return false;
    }
    byStart.put(at, new Edit(at, end, prefix + name));
    return true;
  }

  boolean overlaps(int start, int end) {
    Map.Entry<Integer, Edit> before = byStart.floorEntry(start);
    if (before != null
        && (before.getValue().end > start || before.getKey() == start && end > start)) {
      return true;
    }
    Map.Entry<Integer, Edit> after = byStart.ceilingEntry(start);
    return after != null && after.getKey() < end;
  }

  boolean isEmpty() {
    return byStart.isEmpty();
  }

  int size() {
    return byStart.size();
  }

  String apply(String text) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (Edit e : byStart.values()) {
      out.append(text, at, e.start).append(e.text);
      at = e.end;
    }
    return out.append(text, at, text.length()).toString();
  }
}
