// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.service;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Splits a collection into lists, because some databases and servers take only a limited number of
 * items in one request.
 */
public final class Batches {

  private Batches() {}

  /** Returns the items in their order, in lists of this size; the last list may be shorter. */
  public static <T> List<List<T>> of(Collection<T> items, int size) {
    List<T> all = List.copyOf(items);
    List<List<T>> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += size) {
      batches.add(all.subList(from, Math.min(all.size(), from + size)));
    }
    return batches;
  }
}
