// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import dev.baton.service.Threads;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts processes for virtual threads. The start of a process blocks its thread in the kernel; on
 * a virtual thread it would block the carrier, of which there is one for each core.
 */
public final class ProcessStarter {

  /**
   * The platform threads that start processes, as many as starts wait at once. A thread ends after
   * a minute without a start. The JVM also has one pool for all processes: it waits for their ends.
   */
  private static final ExecutorService STARTERS =
      Executors.newCachedThreadPool(body -> Threads.platform("process-starter", body));

  private ProcessStarter() {}

  /**
   * Starts a process. Returns when it runs. An interrupt does not shorten the call, because the
   * process would run without an owner; the interrupt flag stays set.
   *
   * @throws IOException as {@link ProcessBuilder#start()}
   */
  public static Process start(ProcessBuilder builder) throws IOException {
    if (!Thread.currentThread().isVirtual()) {
      return builder.start();
    }
    CompletableFuture<Process> started = new CompletableFuture<>();
    STARTERS.execute(() -> complete(started, builder));
    try {
      return started.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException("a process could not be started", e.getCause());
    }
  }

  private static void complete(CompletableFuture<Process> started, ProcessBuilder builder) {
    try {
      started.complete(builder.start());
    } catch (IOException | RuntimeException | Error e) {
      started.completeExceptionally(e);
    }
  }
}
