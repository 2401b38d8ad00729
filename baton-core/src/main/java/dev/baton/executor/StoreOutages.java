// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import dev.baton.error.UnavailableException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers that the store did not answer what an action asked it, so that an action that passes
 * the exception on has not failed. Thread-safe.
 */
final class StoreOutages {

  /** Causes may form a circle. */
  private static final int MAX_CAUSES = 20;

  // Written and read by any thread of the action.
  private volatile @Nullable UnavailableException last;

  /** Asks the store. */
  <T extends @Nullable Object> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (UnavailableException e) {
      last = e;
      throw e;
    }
  }

  /** Whether an exception, or one of its causes, is what the store threw last. */
  boolean caused(@Nullable Throwable thrown) {
    UnavailableException own = last;
    if (own == null) {
      return false;
    }
    int depth = 0;
    for (Throwable at = thrown; at != null && depth < MAX_CAUSES; at = at.getCause()) {
      if (at.equals(own)) {
        return true;
      }
      depth++;
    }
    return false;
  }
}
