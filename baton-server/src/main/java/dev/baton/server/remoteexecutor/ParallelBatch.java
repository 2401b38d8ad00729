// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import dev.baton.error.InvalidInputException;
import dev.baton.protocol.Protocol;
import dev.baton.service.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Runs the items of a batch in parallel. The backend groups concurrent calls into transactions, so
 * it can group these items as if local threads had called it.
 */
final class ParallelBatch {

  private ParallelBatch() {}

  static void checkSize(int items) {
    if (items > Protocol.MAX_ITEMS) {
      throw new InvalidInputException(
          "the request has " + items + " items; allowed: up to " + Protocol.MAX_ITEMS);
    }
  }

  /**
   * Runs all parts and returns their results in the order of the parts. If a part throws an
   * exception, the others still run to their end, and then the exception is thrown.
   */
  static <T> List<T> all(List<Supplier<T>> parts) {
    if (parts.size() == 1) {
      return List.of(parts.getFirst().get());
    }
    List<CompletableFuture<T>> results = new ArrayList<>(parts.size());
    List<Thread> threads = new ArrayList<>(parts.size());
    for (Supplier<T> part : parts) {
      CompletableFuture<T> result = new CompletableFuture<>();
      results.add(result);
      threads.add(Threads.virtual("backend-item", () -> complete(result, part)));
    }
    threads.forEach(Thread::start);
    threads.forEach(Threads::join);
    return results.stream().map(CompletableFuture::join).toList();
  }

  private static <T> void complete(CompletableFuture<T> result, Supplier<T> part) {
    try {
      result.complete(part.get());
    } catch (Throwable e) {
      result.completeExceptionally(e);
    }
  }
}
