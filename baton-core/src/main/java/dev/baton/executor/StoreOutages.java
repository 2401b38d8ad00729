// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import dev.baton.error.UnavailableException;
import dev.baton.service.ForeignInterrupts;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers that the store did not answer a call of an action. If the action then ends with the
 * exception of that call, it does not count as failed. A call can also end because code of the
 * action interrupted its thread. This is a failure of the action and not an outage, although a
 * store on a Baton server throws {@link UnavailableException} in this case too. Thread-safe.
 */
final class StoreOutages {

  /**
   * The number of causes of an exception that are examined, because a chain of causes may form a
   * circle.
   */
  private static final int MAX_CAUSES = 20;

  private final BooleanSupplier isInterrupted;
  // Written and read by any thread of the action.
  private volatile @Nullable UnavailableException last;

  /**
   * Creates an empty record of the outages of a run.
   *
   * @param isInterrupted whether the executor has interrupted the run; must be true before the
   *     executor interrupts the thread
   */
  StoreOutages(BooleanSupplier isInterrupted) {
    this.isInterrupted = isInterrupted;
  }

  /**
   * Calls the store. If code of the action has set the interrupt flag, the flag is cleared during
   * the call and set again afterwards, because a client of a Baton server sends nothing on an
   * interrupted thread.
   */
  <T extends @Nullable Object> T call(Supplier<T> question) {
    boolean interrupted = ForeignInterrupts.clear(isInterrupted);
    try {
      return question.get();
    } catch (UnavailableException e) {
      if (!isForeignInterrupt(e)) {
        last = e;
      }
      throw e;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** As {@link #call}, without a result. */
  void runStatement(Runnable statement) {
    call(() -> {
      statement.run();
      return true;
    });
  }

  /** Whether a call to the store ended because code other than the executor interrupted it. */
  boolean isForeignInterrupt(UnavailableException thrown) {
    return hasCause(thrown, InterruptedException.class::isInstance)
        && !isInterrupted.getAsBoolean();
  }

  /** Whether the exception, or one of its causes, is the exception that the store threw last. */
  boolean caused(@Nullable Throwable thrown) {
    UnavailableException own = last;
    return own != null && hasCause(thrown, own::equals);
  }

  /** Whether the predicate is true for the exception or one of its causes. */
  private static boolean hasCause(@Nullable Throwable thrown, Predicate<Throwable> isSuch) {
    int depth = 0;
    for (Throwable at = thrown; at != null && depth < MAX_CAUSES; at = at.getCause()) {
      if (isSuch.test(at)) {
        return true;
      }
      depth++;
    }
    return false;
  }
}
