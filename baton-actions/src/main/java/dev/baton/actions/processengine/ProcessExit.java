// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import dev.baton.service.SaturatedTime;
import dev.baton.service.Threads;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The exit of a process. It replaces {@link Process#onExit}, which uses a thread of the common
 * pool. That thread may also have to close the pipes of the process, and then waits until their
 * reader has read everything: as long as any other process has such a pipe. On a machine with two
 * cores, the common pool has one thread, so a single such process would hide the exit of all
 * others. Thread-safe.
 */
public final class ProcessExit {

  /** The platform threads that wait, one for each process. */
  private static final Executor WAITERS =
      Executors.newCachedThreadPool(body -> Threads.platform("process-exit", body));

  private final Process process;
  private final CompletableFuture<@Nullable Void> exited = new CompletableFuture<>();

  private ProcessExit(Process process) {
    this.process = process;
  }

  /** Starts to wait for the exit of a process. */
  public static ProcessExit of(Process process) {
    ProcessExit exit = new ProcessExit(process);
    WAITERS.execute(exit::waitForProcess);
    return exit;
  }

  private void waitForProcess() {
    try {
      process.waitFor();
      exited.complete(null);
    } catch (InterruptedException e) {
      // Nothing interrupts the threads of this class.
      exited.completeExceptionally(e);
    }
  }

  /**
   * Waits for the exit; false if the process still runs after that time. A virtual thread that
   * waits does not occupy its carrier.
   */
  public boolean within(Duration time) throws InterruptedException {
    try {
      exited.get(SaturatedTime.nanos(time), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot wait for process " + process.pid(), e);
    }
  }

  /** As {@link #within}, but an interrupt does not shorten the wait. */
  public boolean surelyWithin(Duration time) {
    return exited
        .thenApply(unused -> true)
        .completeOnTimeout(false, SaturatedTime.nanos(time), TimeUnit.NANOSECONDS)
        .join();
  }

  /** Runs the action when the process has exited; at once if it has exited. It must not block. */
  public void whenExited(Runnable action) {
    var unused = exited.thenRun(action);
  }
}
