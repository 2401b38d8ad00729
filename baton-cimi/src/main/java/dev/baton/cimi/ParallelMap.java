// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import dev.baton.service.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Applies a function to many elements in parallel. */
final class ParallelMap {

  /**
   * The largest number of parallel calls. More connections to one server make the server slower,
   * not faster.
   */
  private static final int WIDTH = 16;

  private ParallelMap() {}

  /**
   * Calls the function for each element, and returns the results in the order of the elements. If a
   * call throws, the exception is thrown after all calls have ended.
   */
  static <Q, A> List<A> map(List<Q> questions, Function<Q, A> body) {
    if (questions.isEmpty()) {
      return List.of();
    }
    if (questions.size() == 1) {
      return List.of(body.apply(questions.getFirst()));
    }
    Semaphore places = new Semaphore(WIDTH);
    List<CompletableFuture<A>> answers = new ArrayList<>();
    for (Q question : questions) {
      answers.add(
          CompletableFuture.supplyAsync(
              () -> inPlace(places, question, body),
              task -> Threads.virtual("cimi", task).start()));
    }
    answers.forEach(answer -> answer.exceptionally(e -> null).join());
    try {
      return answers.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static <Q, A> A inPlace(Semaphore places, Q question, Function<Q, A> body) {
    places.acquireUninterruptibly();
    try {
      return body.apply(question);
    } finally {
      places.release();
    }
  }
}
