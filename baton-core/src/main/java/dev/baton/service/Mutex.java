// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.service;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A lock with methods that run code while the calling thread holds the lock. */
public final class Mutex extends ReentrantLock {

  private static final long serialVersionUID = 1;

  /** Runs the code under the lock and returns its result. Exceptions of the code are passed on. */
  public <T extends @Nullable Object> T call(Supplier<T> code) {
    lock();
    try {
      return code.get();
    } finally {
      unlock();
    }
  }

  /** As {@link #call}, without a result. */
  public void run(Runnable code) {
    call(() -> {
      code.run();
      return true;
    });
  }
}
