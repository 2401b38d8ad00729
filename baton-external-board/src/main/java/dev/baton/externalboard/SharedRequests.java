// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.externalboard;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request for many entries: the entries that callers add while a request is on its way
 * share the next request. The entries of one request succeed or fail together. Thread-safe.
 */
public final class SharedRequests {

  private record PendingEntry(String name, CompletableFuture<Void> answer) {}

  private final int most;
  private final Function<List<String>, CompletableFuture<?>> send;
  // Guarded by the lock of this object, like the field below.
  private final Deque<PendingEntry> waiting = new ArrayDeque<>();
  private boolean busy;

  /**
   * @param most the largest number of entries in one request
   * @param send sends a request for these entries, and does not wait for the answer
   */
  public SharedRequests(int most, Function<List<String>, CompletableFuture<?>> send) {
    this.most = most;
    this.send = send;
  }

  /** Adds an entry to the next request. Does not block. */
  public CompletableFuture<Void> add(String name) {
    PendingEntry entry = new PendingEntry(name, new CompletableFuture<>());
    synchronized (this) {
      waiting.add(entry);
      if (busy) {
        return entry.answer();
      }
      busy = true;
    }
    sendNext();
    return entry.answer();
  }

  private void sendNext() {
    List<PendingEntry> batch = new ArrayList<>();
    synchronized (this) {
      while (!waiting.isEmpty() && batch.size() < most) {
        batch.add(waiting.remove());
      }
      busy = !batch.isEmpty();
    }
    if (!batch.isEmpty()) {
      CompletableFuture<?> unused =
          send.apply(batch.stream().map(PendingEntry::name).toList())
              .whenComplete((answer, failure) -> {
                // First the next request, because the threads that wait for this answer may need
                // the processor.
                sendNext();
                batch.forEach(entry -> finish(entry, failure));
              });
    }
  }

  private static void finish(PendingEntry entry, @Nullable Throwable failure) {
    if (failure == null) {
      entry.answer().complete(null);
    } else {
      entry.answer().completeExceptionally(failure);
    }
  }
}
