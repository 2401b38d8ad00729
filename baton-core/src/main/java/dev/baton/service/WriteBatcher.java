// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.service;

import dev.baton.error.UnavailableException;
import dev.baton.trace.CurrentSpan;
import dev.baton.trace.Span;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Groups requests of many threads into batches, so that they share one round trip and one commit.
 *
 * <p>A request never waits for other requests to join it: a batch contains the requests that
 * arrived while the previous batch was carried out, up to a maximum. {@link #submit} returns only
 * after the request's own batch is done, so the grouping weakens no guarantee. Requests of one
 * thread keep their order.
 *
 * @param <T> the type of the requests
 * @param <R> the type of the results
 */
public final class WriteBatcher<T, R> implements Service {

  @FunctionalInterface
  public interface BatchOperation<T, R> {
    /**
     * Returns the result of each request, in the order of the requests.
     *
     * @throws UnavailableException if the backend does not answer; every request of the batch
     *     receives the exception
     * @throws Exception in all other cases; the operation must not have carried out anything then.
     *     Each request of the batch is then carried out alone, so that the refusal of one request
     *     does not affect the others
     */
    List<R> run(List<T> requests) throws Exception;
  }

  private record PendingRequest<T, R>(T request, CompletableFuture<R> answer, Span span) {}

  private static final Logger LOG = LoggerFactory.getLogger(WriteBatcher.class);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

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
    // A platform thread, because JDBC drivers block inside synchronized.
    this.thread = Threads.platform(role, this::loop);
  }

  @Override
  public void start() {
    lock.lock();
    try {
      if (!started && !stopped) {
        thread.start();
        started = true;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Refuses new requests, and waits at most ten seconds until the submitted requests are carried
   * out. After that time, the requests that no batch contains yet fail with {@link
   * UnavailableException}; a running batch continues to its end.
   */
  @Override
  public void stop() {
    stop(STOP_LIMIT);
  }

  /** As {@link #stop()}, with another limit. */
  void stop(Duration limit) {
    lock.lock();
    try {
      stopped = true;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
    if (!Thread.currentThread().equals(thread) && !Threads.join(thread, limit)) {
      List<PendingRequest<T, R>> left = takeWaiting();
      LOG.warn(
          "thread that writes batches did not end in time; the stop continues without it and"
              + " refuses the waiting requests: loop={} limit={} refused={}",
          thread.getName(),
          limit,
          left.size());
      fail(left, new UnavailableException("stopped before the write was begun"));
    }
  }

  /**
   * Submits a request and waits until it was carried out.
   *
   * @throws IllegalStateException if this service is not started, or stopped
   * @throws InterruptedException if interrupted; the request may or may not take effect
   * @throws RuntimeException the exception of the batch
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
   * Like {@link #submit}, but an interrupt does not shorten the wait, for writes whose result the
   * caller must know. The interrupt flag stays set.
   *
   * @throws IllegalStateException if this service is not started, or stopped
   * @throws RuntimeException the exception of the batch
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
        throw new IllegalStateException("write batcher '" + thread.getName() + "' is not running");
      }
      queue.add(new PendingRequest<>(request, answer, CurrentSpan.get()));
      arrived.signal();
    } finally {
      lock.unlock();
    }
    return answer;
  }

  /** Returns how many requests wait for the next batch. */
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
      // Throws the same exception as the batch, so its stack trace shows the batch's thread.
      return runtime;
    }
    return new IllegalStateException(cause);
  }

  private void loop() {
    List<PendingRequest<T, R>> next = List.of();
    Throwable error = null;
    boolean more = true;
    while (more) {
      try {
        if (error != null) {
          fail(next, error);
          error = null;
        }
        next = take();
        more = !next.isEmpty();
        if (more) {
          write(next);
        }
      } catch (Throwable e) {
        // Only an error outside the batch operation comes here, such as an OutOfMemoryError while
        // answers are passed on. The thread lives on, and no caller of the batch waits forever.
        error = e;
      }
    }
  }

  /** Returns the next batch; empty if this service is stopped and no requests are left. */
  private List<PendingRequest<T, R>> take() {
    lock.lock();
    try {
      while (queue.isEmpty() && !stopped) {
        arrived.awaitUninterruptibly();
      }
      return poll(maxBatch);
    } finally {
      lock.unlock();
    }
  }

  /** Removes the requests that no batch contains yet. */
  private List<PendingRequest<T, R>> takeWaiting() {
    lock.lock();
    try {
      return poll(Integer.MAX_VALUE);
    } finally {
      lock.unlock();
    }
  }

  /** Removes the first requests from the queue. The caller holds the lock. */
  private List<PendingRequest<T, R>> poll(int max) {
    List<PendingRequest<T, R>> first = new ArrayList<>(Math.min(queue.size(), max));
    while (first.size() < max && !queue.isEmpty()) {
      first.add(queue.remove());
    }
    return first;
  }

  private void write(List<PendingRequest<T, R>> next) {
    // The work of the batch belongs to the trace of each request.
    try (CurrentSpan.Scope scope = CurrentSpan.enter(spanOf(next))) {
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
        fail(next, e);
      } else {
        next.forEach(pendingRequest -> write(List.of(pendingRequest)));
      }
    }
  }

  private static <T, R> Span spanOf(List<PendingRequest<T, R>> requests) {
    return requests.size() == 1
        ? requests.getFirst().span()
        : Span.ofAll(requests.stream().map(PendingRequest::span).toList());
  }

  private void fail(List<PendingRequest<T, R>> requests, Throwable e) {
    requests.forEach(pendingRequest -> pendingRequest.answer().completeExceptionally(e));
  }
}
