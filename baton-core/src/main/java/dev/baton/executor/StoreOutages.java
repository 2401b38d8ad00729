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
 * Remembers that the store did not answer what an action asked it, so that an action that passes
 * the exception on has not failed. An interrupt by other code than the executor's is no outage,
 * although clients of a server report it as one: it is a failure of the action. Thread-safe.
 */
final class StoreOutages {

  /** Causes may form a circle. */
  private static final int MAX_CAUSES = 20;

  private final BooleanSupplier isCutOff;
  // Written and read by any thread of the action.
  private volatile @Nullable UnavailableException last;

  /**
   * Outages of one run.
   *
   * @param isCutOff whether the executor has ended the run; true before it interrupts the thread
   */
  StoreOutages(BooleanSupplier isCutOff) {
    this.isCutOff = isCutOff;
  }

  /**
   * Asks the store. An interrupt flag that the action has set is cleared during the call, because
   * clients of a server send nothing on an interrupted thread, and is set again afterwards.
   */
  <T extends @Nullable Object> T ask(Supplier<T> question) {
    boolean interrupted = ForeignInterrupts.clear(isCutOff);
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

  /** As {@link #ask}, without an answer. */
  void tell(Runnable statement) {
    ask(() -> {
      statement.run();
      return true;
    });
  }

  /** Whether a call of the store ended because other code than the executor's interrupted it. */
  boolean isForeignInterrupt(UnavailableException thrown) {
    return hasCause(thrown, InterruptedException.class::isInstance) && !isCutOff.getAsBoolean();
  }

  /** Whether an exception, or one of its causes, is what the store threw last. */
  boolean caused(@Nullable Throwable thrown) {
    UnavailableException own = last;
    return own != null && hasCause(thrown, own::equals);
  }

  /** Whether the exception itself, or one of its causes, is such. */
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
