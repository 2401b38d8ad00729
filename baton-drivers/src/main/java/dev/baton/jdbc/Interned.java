// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Rows that are the same for many jobs, written once and never changed: lanes and acls. */
final class Interned {

  private static final int MOST = 50_000;

  private final Map<String, Long> ids = new ConcurrentHashMap<>();

  /** Where the rows are. */
  interface Rows {
    @Nullable Long find(String digest);

    /**
     * Makes the row and answers its id.
     *
     * @throws SqlErrors.DuplicateException if another process was faster
     */
    long insert(String digest);
  }

  /** The id of the row for this text, which is made when there is none. */
  long id(String text, Supplier<Rows> rows) {
    Long known = ids.get(text);
    if (known != null) {
      return known;
    }
    long id = findOrInsert(digest(text), rows.get());
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

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
