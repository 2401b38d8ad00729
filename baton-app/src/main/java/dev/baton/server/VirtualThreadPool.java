// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import java.util.concurrent.ExecutorService;
import org.eclipse.jetty.util.thread.ThreadPool;

/**
 * Runs each of the web server's tasks on a virtual thread of its own. It replaces the pool of the
 * framework so that a list of Baton's threads shows the requests that are being answered.
 */
record VirtualThreadPool(ExecutorService threads) implements ThreadPool {

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }

  /** Returns at once: the server is stopped by {@link HttpServer}, not by this pool's end. */
  @Override
  public void join() {}

  /** One: the number of virtual threads has no limit that would be worth a count. */
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
