// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map of a bounded size. When a new entry is one too many, the entry that was not read or written
 * for the longest time is removed. Not thread-safe: reads change the order, too.
 */
public final class BoundedMap<K, V> extends LinkedHashMap<K, V> {

  private final int maxEntries;

  public BoundedMap(int maxEntries) {
    super(16, 0.75f, true);
    this.maxEntries = maxEntries;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > maxEntries;
  }
}
