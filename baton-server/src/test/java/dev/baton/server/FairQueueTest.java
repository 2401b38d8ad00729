// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.error.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FairQueueTest {

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final FairQueue turns = new FairQueue(1, Duration.ofSeconds(30));
  private final CountDownLatch first = new CountDownLatch(1);
  private final List<String> order = Collections.synchronizedList(new ArrayList<>());
  private final List<Future<?>> all = new ArrayList<>();

  @AfterEach
  void stop() {
    first.countDown();
    threads.close();
  }

  /** Holds the only turn until {@link #finish}. */
  private void occupy() {
    CountDownLatch begun = new CountDownLatch(1);
    all.add(
        threads.submit(() ->
            turns.run(
                "first",
                "first",
                () -> {
                  begun.countDown();
                  awaitFirst();
                  return true;
                })));
    await().until(() -> begun.getCount() == 0);
  }

  private void awaitFirst() {
    try {
      first.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void ask(String origin, String account) {
    int before = turns.waiting();
    all.add(
        threads.submit(() -> turns.run(origin, account, () -> order.add(origin + "/" + account))));
    await().until(() -> turns.waiting() == before + 1);
  }

  private void finish() throws Exception {
    first.countDown();
    for (Future<?> each : all) {
      each.get();
    }
  }

  @Test
  void run_afterManyOfAnotherOrigin_isNext() throws Exception {
    occupy();
    for (int i = 0; i < 20; i++) {
      ask("attacker", "invented-" + i);
    }
    ask("office", "super");
    finish();
    assertThat(order.indexOf("office/super")).isLessThanOrEqualTo(1);
    assertThat(order).hasSize(21);
  }

  @Test
  void run_afterManyForAnotherAccountOfTheOrigin_isNext() throws Exception {
    occupy();
    for (int i = 0; i < 4; i++) {
      ask("office", "super");
    }
    ask("office", "anna");
    finish();
    assertThat(order.indexOf("office/anna")).isEqualTo(1);
  }

  @Test
  void run_beyondTheBounds_isRefusedAtOnce() throws Exception {
    occupy();
    for (int i = 0; i < 4; i++) {
      ask("office", "super");
    }
    assertThatThrownBy(() -> turns.run("office", "super", () -> true))
        .isInstanceOf(UnavailableException.class);
    for (int i = 0; i < 60; i++) {
      ask("office", "user-" + i);
    }
    assertThatThrownBy(() -> turns.run("office", "anna", () -> true))
        .isInstanceOf(UnavailableException.class);
    ask("elsewhere", "anna");
    finish();
  }

  @Test
  void run_whoseTurnDoesNotComeInTime_isRefusedAndLeavesTheQueue() throws Exception {
    FairQueue impatient = new FairQueue(1, Duration.ofMillis(50));
    impatient.run(
        "a",
        "a",
        () -> {
          Future<?> late = threads.submit(() -> impatient.run("b", "b", () -> true));
          assertThatThrownBy(late::get).hasCauseInstanceOf(UnavailableException.class);
          return true;
        });
    assertThat(impatient.waiting()).isZero();
    assertThat(impatient.run("b", "b", () -> 7)).isEqualTo(7);
  }
}
