// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.error.UnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CombinerTest {

  private final List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());
  private final Semaphore gate = new Semaphore(Integer.MAX_VALUE / 2);

  private List<Integer> square(List<Integer> requests) throws InterruptedException {
    batches.add(requests);
    gate.acquire();
    return requests.stream().map(n -> n * n).toList();
  }

  @Test
  void submit_oneRequest_isAnsweredByItsOwnBatch() throws InterruptedException {
    try (Combiner<Integer, Integer> combiner = started(10)) {
      assertThat(combiner.submit(7)).isEqualTo(49);
    }
    assertThat(batches).containsExactly(List.of(7));
  }

  @Test
  void submit_whileABatchIsUnderWay_requestsAreGroupedUpToTheBound() {
    gate.drainPermits();
    try (Combiner<Integer, Integer> combiner = started(3)) {
      List<CompletableFuture<Integer>> answers = new ArrayList<>();
      answers.add(submitted(combiner, 0));
      await().until(() -> batches.size() == 1);
      IntStream.rangeClosed(1, 5).forEach(n -> answers.add(submitted(combiner, n)));
      await().until(() -> combiner.waiting() == 5);
      gate.release(10);
      assertThat(answers.stream().map(CompletableFuture::join)).containsExactly(0, 1, 4, 9, 16, 25);
    }
    assertThat(batches.stream().map(List::size)).containsExactly(1, 3, 2);
    assertThat(batches.stream().flatMap(List::stream)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
  }

  @Test
  void submit_fromManyThreads_everyAnswerFitsItsRequestAndOrderOfAThreadStays() {
    try (Combiner<Integer, Integer> combiner = started(16)) {
      List<CompletableFuture<Void>> threads = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        int base = t * 1000;
        threads.add(
            running(() -> {
              for (int i = 0; i < 200; i++) {
                assertThat(combiner.submit(base + i)).isEqualTo((base + i) * (base + i));
              }
            }));
      }
      threads.forEach(CompletableFuture::join);
    }
    List<Integer> all = batches.stream().flatMap(List::stream).toList();
    assertThat(all).hasSize(1600).doesNotHaveDuplicates();
    for (int t = 0; t < 8; t++) {
      int base = t * 1000;
      assertThat(all.stream().filter(n -> n >= base && n < base + 1000)).isSorted();
    }
  }

  @Test
  void submit_batchThrows_failsItsRequestsOnly() throws InterruptedException {
    AtomicInteger calls = new AtomicInteger();
    try (Combiner<Integer, Integer> combiner =
        new Combiner<>(
            "test",
            10,
            requests -> {
              if (calls.incrementAndGet() == 1) {
                throw new IllegalArgumentException("broken");
              }
              return requests;
            })) {
      combiner.start();
      assertThatThrownBy(() -> combiner.submit(1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("broken");
      assertThat(combiner.submit(2)).isEqualTo(2);
    }
  }

  @Test
  void submit_oneBadRequestInABatch_othersAreCarriedOut() {
    gate.drainPermits();
    try (Combiner<Integer, Integer> combiner = new Combiner<>("test", 10, this::squareOrRefuse)) {
      combiner.start();
      CompletableFuture<Integer> first = submitted(combiner, 0);
      await().until(() -> batches.size() == 1);
      CompletableFuture<Integer> bad = submitted(combiner, -1);
      CompletableFuture<Integer> good = submitted(combiner, 3);
      await().until(() -> combiner.waiting() == 2);
      gate.release(10);
      assertThat(first.join()).isZero();
      assertThat(good.join()).isEqualTo(9);
      assertThatThrownBy(bad::join).hasRootCauseMessage("refused");
    }
  }

  private List<Integer> squareOrRefuse(List<Integer> requests) throws InterruptedException {
    List<Integer> squares = square(requests);
    if (requests.contains(-1)) {
      throw new IllegalArgumentException("refused");
    }
    return squares;
  }

  @Test
  void submit_serversAreAway_batchIsNotRepeated() {
    gate.release(10);
    try (Combiner<Integer, Integer> combiner =
        new Combiner<>(
            "test",
            10,
            requests -> {
              square(requests);
              throw new UnavailableException("away");
            })) {
      combiner.start();
      gate.drainPermits();
      CompletableFuture<Integer> first = submitted(combiner, 0);
      await().until(() -> batches.size() == 1);
      CompletableFuture<Integer> second = submitted(combiner, 1);
      CompletableFuture<Integer> third = submitted(combiner, 2);
      await().until(() -> combiner.waiting() == 2);
      gate.release(10);
      List.of(first, second, third)
          .forEach(each -> assertThatThrownBy(each::join).hasRootCauseMessage("away"));
    }
    assertThat(batches.stream().map(List::size)).containsExactly(1, 2);
  }

  @Test
  void submit_batchThrowsChecked_isWrapped() {
    try (Combiner<Integer, Integer> combiner =
        new Combiner<>(
            "test",
            10,
            requests -> {
              throw new IOException("disk");
            })) {
      combiner.start();
      assertThatThrownBy(() -> combiner.submit(1))
          .isInstanceOf(IllegalStateException.class)
          .hasRootCauseMessage("disk");
    }
  }

  @Test
  void submit_wrongNumberOfAnswers_fails() {
    try (Combiner<Integer, Integer> combiner = new Combiner<>("test", 10, requests -> List.of())) {
      combiner.start();
      assertThatThrownBy(() -> combiner.submit(1)).hasMessage("batch of 1 gave 0 answers");
    }
  }

  @Test
  void submit_notRunning_isRefused() {
    Combiner<Integer, Integer> combiner = new Combiner<>("test", 10, requests -> requests);
    assertThatThrownBy(() -> combiner.submit(1)).isInstanceOf(IllegalStateException.class);
    combiner.start();
    combiner.stop();
    assertThatThrownBy(() -> combiner.submit(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void stop_withRequestsWaiting_carriesThemOut() {
    gate.drainPermits();
    Combiner<Integer, Integer> combiner = started(2);
    List<CompletableFuture<Integer>> answers =
        IntStream.range(0, 7).mapToObj(n -> submitted(combiner, n)).toList();
    await().until(() -> batches.size() == 1 && combiner.waiting() == 7 - batches.getFirst().size());
    CompletableFuture<Void> stop = running(combiner::stop);
    gate.release(10);
    stop.join();
    assertThat(answers.stream().map(CompletableFuture::join))
        .containsExactly(0, 1, 4, 9, 16, 25, 36);
  }

  private Combiner<Integer, Integer> started(int maxBatch) {
    Combiner<Integer, Integer> combiner = new Combiner<>("test", maxBatch, this::square);
    combiner.start();
    return combiner;
  }

  private CompletableFuture<Integer> submitted(Combiner<Integer, Integer> combiner, int n) {
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    CompletableFuture<Void> end = running(() -> answer.complete(combiner.submit(n)));
    end.exceptionally(e -> {
      answer.completeExceptionally(e);
      return null;
    });
    return answer;
  }

  private interface Body {
    void run() throws Exception;
  }

  private static CompletableFuture<Void> running(Body body) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    Threads.virtual(
            "test",
            () -> {
              try {
                body.run();
                end.complete(null);
              } catch (Throwable e) {
                end.completeExceptionally(e);
              }
            })
        .start();
    return end;
  }
}
