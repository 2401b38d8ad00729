// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.service.Sha256;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Caches the ids of rows that many jobs share and that never change: job kinds and access control
 * lists.
 */
final class RowIdCache {

  private static final int MOST = 50_000;

  private final Map<String, Long> ids = new ConcurrentHashMap<>();

  /** Accesses the table of the rows. */
  interface Rows {
    @Nullable Long find(String digest);

    /**
     * Inserts the row and returns its id.
     *
     * @throws SqlErrors.DuplicateException if another process inserted it first
     */
    long insert(String digest);
  }

  /** Returns the id of the row for this text. The row is inserted if it does not exist. */
  long id(String text, Supplier<Rows> rows) {
    Long known = ids.get(text);
    if (known != null) {
      return known;
    }
    long id = findOrInsert(Sha256.hex(text), rows.get());
    if (ids.size() >= MOST) {
      ids.clear();
    }
    ids.put(text, id);
    return id;
  }

  private static long findOrInsert(String digest, Rows rows) {
    Long found = rows.find(digest);
    if (found != null) {
      return found;
    }
    try {
      return rows.insert(digest);
    } catch (SqlErrors.DuplicateException e) {
      Long theirs = rows.find(digest);
      if (theirs == null) {
        throw e;
      }
      return theirs;
    }
  }
}
