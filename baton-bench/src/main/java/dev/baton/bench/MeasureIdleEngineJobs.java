// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineSpec;
import dev.baton.error.NotFoundException;
import dev.baton.job.Watch;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Measures the cost of many running engine jobs without output, each watched and with its output
 * followed.
 *
 * @param requests the number of requests or commands that the engine has made so far
 * @param spec creates the spec of a long-running engine job with the given name
 */
record MeasureIdleEngineJobs(
    Engine engine, LongSupplier requests, Function<String, EngineSpec> spec) {

  private static final int AT_ONCE = 4;
  private static final Duration LOOK = Duration.ofSeconds(5);

  /** A few requests may belong to a poll that all jobs share. */
  private static final int POLLS = 8;

  /**
   * Creates the engine jobs, observes them and deletes them.
   *
   * @param jobs the number of engine jobs
   * @param seconds how long the jobs are observed
   */
  void measure(int jobs, int seconds) throws InterruptedException, ExecutionException {
    show("no jobs");
    long start = System.nanoTime();
    try (ExecutorService makers = Executors.newFixedThreadPool(AT_ONCE);
        ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
        Watch watch = engine.watch(event -> {})) {
      List<Future<?>> made = new ArrayList<>();
      IntStream.range(0, jobs)
          .forEach(i -> made.add(makers.submit(() -> engine.create(spec.apply(name(i))))));
      for (Future<?> one : made) {
        one.get();
      }
      ThroughputCommand.print(
          "%,d engine jobs created after %.1f s", jobs, ThroughputCommand.seconds(start));
      IntStream.range(0, jobs).forEach(i -> readers.execute(() -> follow(name(i))));
      awaitReaders();
      long before = requests.getAsLong();
      Thread.sleep(Duration.ofSeconds(seconds));
      ThroughputCommand.print(
          "requests while waiting: %.2f per s", (double) (requests.getAsLong() - before) / seconds);
      show("all jobs watched and their output followed");
      start = System.nanoTime();
      IntStream.range(0, jobs).forEach(i -> makers.execute(() -> engine.delete(name(i))));
    }
    ThroughputCommand.print(
        "all jobs deleted and all output readers ended after %.1f s",
        ThroughputCommand.seconds(start));
  }

  private static String name(int i) {
    return "held-" + i;
  }

  private void follow(String name) {
    try {
      engine.logs(name, null, line -> {});
    } catch (NotFoundException e) {
      // The job was deleted, as all jobs are at the end.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits until all readers have started, because their first requests do not belong to the
   * measurement.
   */
  private void awaitReaders() throws InterruptedException {
    long last;
    do {
      last = requests.getAsLong();
      Thread.sleep(LOOK);
    } while (requests.getAsLong() > last + POLLS);
  }

  private static void show(String when) {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    int threads = ManagementFactory.getThreadMXBean().getThreadCount();
    ThroughputCommand.print("%s: heap %,d KiB, platform threads %d", when, heap >> 10, threads);
  }
}
