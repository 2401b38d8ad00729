// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds the number of values of a label, because each value costs memory in this process and in
 * Prometheus. The first values are used as they are, and all further values count together.
 * Thread-safe.
 */
public final class BoundedLabel {

  /** The largest number of values that count separately. */
  public static final int LIMIT = 100;

  /** The label of all further values. */
  public static final String OTHER = "other";

  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /** Returns the value, or {@link #OTHER} if there are too many values before it. */
  public String of(String value) {
    // Concurrent calls may exceed the limit by a few values, which does no harm.
    boolean isKnown = known.contains(value) || (known.size() < LIMIT && known.add(value));
    return isKnown ? value : OTHER;
  }
}
