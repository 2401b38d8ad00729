// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import dev.baton.bench.embedded.JobTables.State;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Threads that post, claim and end jobs one at a time, each with a durable commit, and record the
 * answers.
 */
final class JobWriters implements AutoCloseable {

  private static final long NUMBERS_PER_THREAD = 10_000_000;

  private final OpenStore store;
  private final WriteAnswers answers;
  private final Load load;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong jobs = new AtomicLong();
  private final AtomicLong slowestNanos = new AtomicLong();
  private volatile boolean isStopped;

  /**
   * The work of the threads.
   *
   * @param first the offset of the first job number of each thread
   * @param payloadLength the length of a payload, or the largest if lengths are random
   */
  record Load(int threads, long first, long jobsPerThread, int payloadLength, boolean isRandom) {

    static Load steady(int threads) {
      return new Load(threads, 0, NUMBERS_PER_THREAD, 200, false);
    }

    Load withPayloads(int most) {
      return new Load(threads, first, jobsPerThread, most, true);
    }
  }

  JobWriters(OpenStore store, WriteAnswers answers, Load load) {
    this.store = store;
    this.answers = answers;
    this.load = load;
  }

  JobWriters start() {
    for (int i = 0; i < load.threads(); i++) {
      long first = (i + 1) * NUMBERS_PER_THREAD + load.first();
      threads.add(Thread.ofPlatform().name("writer-" + i).start(() -> writeFrom(first)));
    }
    return this;
  }

  private void writeFrom(long first) {
    SplittableRandom random = new SplittableRandom(first);
    for (long job = first; job < first + load.jobsPerThread() && !isStopped; job++) {
      int length = load.isRandom() ? random.nextInt(load.payloadLength()) : load.payloadLength();
      writeJob(job, length);
    }
  }

  private void writeJob(long job, int length) {
    boolean isDone =
        write(job, State.READY, tables -> tables.post(job, 1, length))
            && write(job, State.HELD, tables -> tables.hold(List.of(job)))
            && write(job, State.DONE, tables -> tables.end(List.of(job)));
    if (isDone) {
      jobs.incrementAndGet();
    }
  }

  private interface Change {
    void on(JobTables tables) throws SQLException;
  }

  private boolean write(long job, State state, Change change) {
    long start = System.nanoTime();
    try {
      store.write(tables -> {
        change.on(tables);
        return state;
      });
      slowestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
      answers.acknowledge(job, state);
      return true;
    } catch (SQLException | RuntimeException e) {
      // An interrupt affects only the write that it met.
      Thread.interrupted();
      answers.fail(job, state, e);
      return false;
    }
  }

  List<Thread> threads() {
    return threads;
  }

  /** The number of jobs that went through all states. */
  long jobs() {
    return jobs.get();
  }

  /** The duration of the slowest write since the last call. */
  double takeSlowestMillis() {
    return slowestNanos.getAndSet(0) / 1e6;
  }

  /** Waits at most so long and returns whether the condition became true. */
  static boolean await(double seconds, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    boolean isTrue = condition.getAsBoolean();
    while (!isTrue && System.nanoTime() < end) {
      Thread.sleep(2);
      isTrue = condition.getAsBoolean();
    }
    return isTrue;
  }

  void join() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Override
  public void close() throws InterruptedException {
    isStopped = true;
    join();
  }
}
