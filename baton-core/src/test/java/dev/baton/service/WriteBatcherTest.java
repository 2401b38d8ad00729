// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.error.UnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WriteBatcherTest {

  private final List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());
  private final Semaphore gate = new Semaphore(Integer.MAX_VALUE / 2);

  private List<Integer> square(List<Integer> requests) throws InterruptedException {
    batches.add(requests);
    gate.acquire();
    return requests.stream().map(n -> n * n).toList();
  }

  @Test
  void submit_oneRequest_isAnsweredByItsOwnBatch() throws InterruptedException {
    try (WriteBatcher<Integer, Integer> writeBatcher = started(10)) {
      assertThat(writeBatcher.submit(7)).isEqualTo(49);
    }
    assertThat(batches).containsExactly(List.of(7));
  }

  @Test
  void submit_whileABatchIsUnderWay_requestsAreGroupedUpToTheBound() {
    gate.drainPermits();
    try (WriteBatcher<Integer, Integer> writeBatcher = started(3)) {
      List<CompletableFuture<Integer>> answers = new ArrayList<>();
      answers.add(submitted(writeBatcher, 0));
      await().until(() -> batches.size() == 1);
      IntStream.rangeClosed(1, 5).forEach(n -> answers.add(submitted(writeBatcher, n)));
      await().until(() -> writeBatcher.waiting() == 5);
      gate.release(10);
      assertThat(answers.stream().map(CompletableFuture::join)).containsExactly(0, 1, 4, 9, 16, 25);
    }
    assertThat(batches.stream().map(List::size)).containsExactly(1, 3, 2);
    assertThat(batches.stream().flatMap(List::stream)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
  }

  @Test
  void submit_fromManyThreads_everyAnswerFitsItsRequestAndOrderOfAThreadStays() {
    try (WriteBatcher<Integer, Integer> writeBatcher = started(16)) {
      List<CompletableFuture<Void>> threads = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        int base = t * 1000;
        threads.add(
            running(() -> {
              for (int i = 0; i < 200; i++) {
                assertThat(writeBatcher.submit(base + i)).isEqualTo((base + i) * (base + i));
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
    try (WriteBatcher<Integer, Integer> writeBatcher =
        new WriteBatcher<>(
            "test",
            10,
            requests -> {
              if (calls.incrementAndGet() == 1) {
                throw new IllegalArgumentException("broken");
              }
              return requests;
            })) {
      writeBatcher.start();
      assertThatThrownBy(() -> writeBatcher.submit(1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("broken");
      assertThat(writeBatcher.submit(2)).isEqualTo(2);
    }
  }

  @Test
  void submit_oneBadRequestInABatch_othersAreCarriedOut() {
    gate.drainPermits();
    try (WriteBatcher<Integer, Integer> writeBatcher =
        new WriteBatcher<>("test", 10, this::squareOrRefuse)) {
      writeBatcher.start();
      CompletableFuture<Integer> first = submitted(writeBatcher, 0);
      await().until(() -> batches.size() == 1);
      CompletableFuture<Integer> bad = submitted(writeBatcher, -1);
      CompletableFuture<Integer> good = submitted(writeBatcher, 3);
      await().until(() -> writeBatcher.waiting() == 2);
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
  void submit_serversDoNotAnswer_batchIsNotRepeated() {
    gate.release(10);
    try (WriteBatcher<Integer, Integer> writeBatcher =
        new WriteBatcher<>(
            "test",
            10,
            requests -> {
              square(requests);
              throw new UnavailableException("away");
            })) {
      writeBatcher.start();
      gate.drainPermits();
      CompletableFuture<Integer> first = submitted(writeBatcher, 0);
      await().until(() -> batches.size() == 1);
      CompletableFuture<Integer> second = submitted(writeBatcher, 1);
      CompletableFuture<Integer> third = submitted(writeBatcher, 2);
      await().until(() -> writeBatcher.waiting() == 2);
      gate.release(10);
      List.of(first, second, third)
          .forEach(each -> assertThatThrownBy(each::join).hasRootCauseMessage("away"));
    }
    assertThat(batches.stream().map(List::size)).containsExactly(1, 2);
  }

  @Test
  void submit_batchThrowsChecked_isWrapped() {
    try (WriteBatcher<Integer, Integer> writeBatcher =
        new WriteBatcher<>(
            "test",
            10,
            requests -> {
              throw new IOException("disk");
            })) {
      writeBatcher.start();
      assertThatThrownBy(() -> writeBatcher.submit(1))
          .isInstanceOf(IllegalStateException.class)
          .hasRootCauseMessage("disk");
    }
  }

  @Test
  void submit_wrongNumberOfAnswers_fails() {
    try (WriteBatcher<Integer, Integer> writeBatcher =
        new WriteBatcher<>("test", 10, requests -> List.of())) {
      writeBatcher.start();
      assertThatThrownBy(() -> writeBatcher.submit(1)).hasMessage("batch of 1 gave 0 answers");
    }
  }

  @Test
  void submit_notRunning_isRefused() {
    WriteBatcher<Integer, Integer> writeBatcher =
        new WriteBatcher<>("test", 10, requests -> requests);
    assertThatThrownBy(() -> writeBatcher.submit(1)).isInstanceOf(IllegalStateException.class);
    writeBatcher.start();
    writeBatcher.stop();
    assertThatThrownBy(() -> writeBatcher.submit(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void stop_withRequestsWaiting_carriesThemOut() {
    gate.drainPermits();
    WriteBatcher<Integer, Integer> writeBatcher = started(2);
    List<CompletableFuture<Integer>> answers =
        IntStream.range(0, 7).mapToObj(n -> submitted(writeBatcher, n)).toList();
    await()
        .until(
            () -> batches.size() == 1 && writeBatcher.waiting() == 7 - batches.getFirst().size());
    CompletableFuture<Void> stop = running(writeBatcher::stop);
    gate.release(10);
    stop.join();
    assertThat(answers.stream().map(CompletableFuture::join))
        .containsExactly(0, 1, 4, 9, 16, 25, 36);
  }

  @Test
  void stop_batchDoesNotEnd_refusesTheOtherRequestsAfterTheLimit() {
    gate.drainPermits();
    WriteBatcher<Integer, Integer> writeBatcher = started(1);
    CompletableFuture<Integer> under = submitted(writeBatcher, 2);
    await().until(() -> batches.size() == 1);
    CompletableFuture<Integer> queued = submitted(writeBatcher, 3);
    await().until(() -> writeBatcher.waiting() == 1);
    CompletableFuture<Void> stop = running(() -> writeBatcher.stop(Duration.ofMillis(50)));
    assertThat(stop).succeedsWithin(Duration.ofSeconds(20));
    assertThatThrownBy(queued::join).hasCauseInstanceOf(UnavailableException.class);
    gate.release(10);
    assertThat(under.join()).isEqualTo(4);
  }

  private WriteBatcher<Integer, Integer> started(int maxBatch) {
    WriteBatcher<Integer, Integer> writeBatcher =
        new WriteBatcher<>("test", maxBatch, this::square);
    writeBatcher.start();
    return writeBatcher;
  }

  private CompletableFuture<Integer> submitted(WriteBatcher<Integer, Integer> writeBatcher, int n) {
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    CompletableFuture<Void> end = running(() -> answer.complete(writeBatcher.submit(n)));
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
