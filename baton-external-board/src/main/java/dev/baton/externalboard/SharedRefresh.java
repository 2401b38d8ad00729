// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.externalboard;

import dev.baton.error.UnavailableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs the refreshes of a queue view one after the other. Callers that come while a refresh is on
 * its way share the next refresh. So each caller gets a refresh that began after its call, and many
 * callers cost few requests. Thread-safe.
 */
public final class SharedRefresh {

  private final Runnable refresh;
  // Held while the view is read, so that its changes are applied in their order.
  private final ReentrantLock refreshing = new ReentrantLock();
  // The next refresh, which has not begun; null if nobody waits for one.
  private final AtomicReference<@Nullable CompletableFuture<Void>> next = new AtomicReference<>();

  /**
   * @param refresh reads the changes of the board and applies them to the view
   */
  public SharedRefresh(Runnable refresh) {
    this.refresh = refresh;
  }

  /** Returns when a refresh that began after this call has ended. Throws what the refresh threw. */
  public void run() {
    CompletableFuture<Void> own = new CompletableFuture<>();
    CompletableFuture<Void> shared = next.compareAndExchange(null, own);
    if (shared == null) {
      lead(own);
    } else {
      await(shared);
    }
  }

  private void lead(CompletableFuture<Void> own) {
    refreshing.lock();
    try {
      next.set(null);
      refresh.run();
      own.complete(null);
    } catch (RuntimeException | Error e) {
      own.completeExceptionally(e);
      throw e;
    } finally {
      refreshing.unlock();
    }
  }

  private static void await(CompletableFuture<Void> shared) {
    try {
      shared.join();
    } catch (CompletionException e) {
      throw new UnavailableException("the board could not be read: " + e.getCause(), e);
    }
  }
}
