// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.service;

import dev.baton.error.UnavailableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Groups requests of many threads into batches, so that they share one round trip and one commit.
 *
 * <p>A request never waits for company: a batch is whatever has come in while the one before was
 * under way, up to a bound. {@link #submit} returns only after the request's own batch is done, so
 * grouping weakens no promise. Requests of one thread keep their order.
 *
 * @param <T> request
 * @param <R> answer
 */
public final class WriteBatcher<T, R> implements Service {

  /** Carries out a batch. */
  @FunctionalInterface
  public interface BatchOperation<T, R> {
    /**
     * Answers each request, in the order given.
     *
     * @throws UnavailableException if the servers are away; goes to every request of the batch
     * @throws Exception any other, with nothing carried out: then each request of the batch is
     *     carried out alone, so that what one of them is refused for does not concern the others
     */
    List<R> run(List<T> requests) throws Exception;
  }

  private record PendingRequest<T, R>(T request, CompletableFuture<R> answer) {}

  private final int maxBatch;
  private final BatchOperation<T, R> batchOperation;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  // Guarded by lock.
  private final ArrayDeque<PendingRequest<T, R>> queue = new ArrayDeque<>();
  private boolean started;
  private boolean stopped;

  public WriteBatcher(String role, int maxBatch, BatchOperation<T, R> batchOperation) {
    this.maxBatch = maxBatch;
    this.batchOperation = batchOperation;
    // A platform thread: JDBC drivers block inside synchronized.
    this.thread = Threads.platform(role, this::loop);
  }

  @Override
  public void start() {
    lock.lock();
    try {
      if (!started && !stopped) {
        started = true;
        thread.start();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Carries out what was submitted before, refuses what comes later, and waits for the end. */
  @Override
  public void stop() {
    boolean join;
    lock.lock();
    try {
      stopped = true;
      join = started;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
    if (join && !Thread.currentThread().equals(thread)) {
      Threads.join(thread);
    }
  }

  /**
   * Waits until the request was carried out.
   *
   * @throws IllegalStateException if not started, or stopped
   * @throws InterruptedException if interrupted; the request may or may not take effect
   * @throws RuntimeException what the batch threw
   */
  public R submit(T request) throws InterruptedException {
    CompletableFuture<R> answer = enqueue(request);
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    }
  }

  /**
   * As {@link #submit}, but an interrupt does not shorten the wait: for writes whose outcome the
   * caller must know. The interrupt stays set.
   *
   * @throws IllegalStateException if not started, or stopped
   * @throws RuntimeException what the batch threw
   */
  public R submitUninterruptibly(T request) {
    try {
      return enqueue(request).join();
    } catch (CompletionException e) {
      throw rethrown(e.getCause());
    }
  }

  private CompletableFuture<R> enqueue(T request) {
    CompletableFuture<R> answer = new CompletableFuture<>();
    lock.lock();
    try {
      if (!started || stopped) {
        throw new IllegalStateException("combiner '" + thread.getName() + "' is not running");
      }
      queue.add(new PendingRequest<>(request, answer));
      arrived.signal();
    } finally {
      lock.unlock();
    }
    return answer;
  }

  /** How many requests wait for the next batch. */
  int waiting() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  private static RuntimeException rethrown(@Nullable Throwable cause) {
    if (cause instanceof RuntimeException runtime) {
      // The trace of the batch's thread is kept as suppressed; the caller sees its own.
      return runtime;
    }
    return new IllegalStateException(cause);
  }

  private void loop() {
    for (List<PendingRequest<T, R>> next = take(); !next.isEmpty(); next = take()) {
      carryOut(next);
    }
  }

  /** The next batch; empty when stopped and drained. */
  private List<PendingRequest<T, R>> take() {
    lock.lock();
    try {
      while (queue.isEmpty() && !stopped) {
        arrived.awaitUninterruptibly();
      }
      List<PendingRequest<T, R>> next = new ArrayList<>(Math.min(queue.size(), maxBatch));
      while (next.size() < maxBatch && !queue.isEmpty()) {
        next.add(queue.remove());
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  private void carryOut(List<PendingRequest<T, R>> next) {
    try {
      List<R> answers = batchOperation.run(next.stream().map(PendingRequest::request).toList());
      if (answers.size() != next.size()) {
        throw new IllegalStateException(
            "batch of " + next.size() + " gave " + answers.size() + " answers");
      }
      for (int i = 0; i < next.size(); i++) {
        next.get(i).answer().complete(answers.get(i));
      }
    } catch (Throwable e) {
      if (next.size() == 1 || e instanceof UnavailableException) {
        next.forEach(pendingRequest -> pendingRequest.answer().completeExceptionally(e));
      } else {
        next.forEach(pendingRequest -> carryOut(List.of(pendingRequest)));
      }
    }
  }
}
