// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.service;

import dev.baton.service.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Runs code on several threads that start at the same moment. */
public final class ConcurrentCalls {

  private static final Duration BOUND = Duration.ofMinutes(4);

  private ConcurrentCalls() {}

  /**
   * Runs one body per thread and returns the results in the order of the thread numbers. Throws the
   * first failure in the calling thread.
   */
  public static <T> List<T> run(int threads, IntFunction<Callable<T>> bodies) {
    CyclicBarrier start = new CyclicBarrier(threads);
    List<CompletableFuture<T>> answers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      CompletableFuture<T> answer = new CompletableFuture<>();
      Callable<T> body = bodies.apply(i);
      Threads.platform("race", () -> complete(answer, start, body)).start();
      answers.add(answer);
    }
    return answers.stream()
        .map(answer -> answer.orTimeout(BOUND.toSeconds(), TimeUnit.SECONDS).join())
        .toList();
  }

  private static <T> void complete(
      CompletableFuture<T> answer, CyclicBarrier start, Callable<T> body) {
    try {
      start.await(BOUND.toSeconds(), TimeUnit.SECONDS);
      answer.complete(body.call());
    } catch (Throwable e) {
      answer.completeExceptionally(e);
    }
  }
}
