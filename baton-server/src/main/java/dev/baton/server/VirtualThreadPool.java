// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import java.util.concurrent.ExecutorService;
import org.eclipse.jetty.util.thread.ThreadPool;

/**
 * Runs each task of Jetty on a virtual thread of its own. It replaces Jetty's thread pool, so that
 * a thread dump shows the requests that are being answered.
 */
record VirtualThreadPool(ExecutorService threads) implements ThreadPool {

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }

  /**
   * Returns at once. Jetty calls this method to wait for the end of the server, but {@link
   * HttpServer} waits itself.
   */
  @Override
  public void join() {}

  /** Returns 1, because the number of virtual threads is not limited. */
  @Override
  public int getThreads() {
    return 1;
  }

  @Override
  public int getIdleThreads() {
    return 1;
  }

  @Override
  public boolean isLowOnThreads() {
    return false;
  }
}
