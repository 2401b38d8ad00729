// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A way to run the program {@code true} many times, several at once. */
interface ProgramLoop extends AutoCloseable {

  String name();

  /** Does the work that is not measured, such as posting jobs. */
  default void prepare(int programs) {}

  /** Runs the program so often. Returns when all programs have ended successfully. */
  void run(int programs) throws IOException, InterruptedException;

  @Override
  default void close() {}

  /** The start and the end of one program. */
  interface Run {
    void run() throws IOException, InterruptedException;
  }

  /** Repeats a run on platform threads. */
  static void onThreads(int threads, int programs, Run run) throws InterruptedException {
    AtomicInteger left = new AtomicInteger(programs);
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      all.add(
          Thread.ofPlatform()
              .start(() -> {
                try {
                  while (left.getAndDecrement() > 0 && failure.get() == null) {
                    run.run();
                  }
                } catch (IOException | InterruptedException | RuntimeException e) {
                  failure.compareAndSet(null, e);
                }
              }));
    }
    for (Thread thread : all) {
      thread.join();
    }
    if (failure.get() != null) {
      throw new IllegalStateException("a program did not run", failure.get());
    }
  }
}
