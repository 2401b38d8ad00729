// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PollLoopTest {

  private static final Duration FOREVER = Duration.ofHours(1);

  private final AtomicInteger passes = new AtomicInteger();

  @Test
  void pass_again_followsAtOnceUntilItWaits() {
    try (PollLoop loop =
        PollLoop.of(
            "test",
            () ->
                passes.incrementAndGet() < 1000
                    ? PassResult.again()
                    : PassResult.waitFor(FOREVER))) {
      loop.start();
      await().until(() -> passes.get() == 1000);
    }
    assertThat(passes).hasValue(1000);
  }

  @Test
  void pass_delayOver_follows() {
    try (PollLoop loop =
        PollLoop.of(
            "test",
            () -> {
              passes.incrementAndGet();
              return PassResult.waitFor(Duration.ofMillis(1));
            })) {
      loop.start();
      await().until(() -> passes.get() >= 5);
    }
  }

  @Test
  void wake_whileWaiting_makesThePassFollow() {
    try (PollLoop loop = counting()) {
      loop.start();
      for (int i = 1; i <= 100; i++) {
        int expected = i;
        await().pollDelay(Duration.ZERO).until(() -> passes.get() >= expected);
        loop.wake();
      }
    }
  }

  @Test
  void wake_duringThePass_isNotLost() throws InterruptedException {
    Semaphore entered = new Semaphore(0);
    Semaphore mayLeave = new Semaphore(0);
    try (PollLoop loop =
        PollLoop.of(
            "test",
            () -> {
              passes.incrementAndGet();
              entered.release();
              mayLeave.acquire();
              return PassResult.waitFor(FOREVER);
            })) {
      loop.start();
      for (int i = 1; i <= 50; i++) {
        entered.acquire();
        // The pass has finished reading, so a wake-up now must cause another pass.
        loop.wake();
        mayLeave.release();
      }
      entered.acquire();
      assertThat(passes).hasValue(51);
    }
  }

  @Test
  void wake_beforeTheStart_costsNothing() {
    try (PollLoop loop = counting()) {
      loop.wake();
      loop.start();
      await().until(() -> passes.get() >= 1);
    }
  }

  @Test
  void wake_fromManyThreads_everyAnnouncedItemIsSeen() {
    AtomicInteger announced = new AtomicInteger();
    AtomicInteger seen = new AtomicInteger();
    try (PollLoop loop =
        PollLoop.of(
            "test",
            () -> {
              seen.set(announced.get());
              return PassResult.waitFor(FOREVER);
            })) {
      loop.start();
      for (int i = 0; i < 4; i++) {
        Threads.virtual(
                "waker",
                () -> {
                  for (int k = 0; k < 10_000; k++) {
                    announced.incrementAndGet();
                    loop.wake();
                  }
                })
            .start();
      }
      await().until(() -> seen.get() == 40_000);
    }
  }

  @Test
  void pass_throws_isTriedAgain() {
    AtomicBoolean broken = new AtomicBoolean(true);
    Backoff quick = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2), 2, 0);
    try (PollLoop loop =
        PollLoop.of(
            "test",
            () -> {
              if (passes.incrementAndGet() > 5) {
                broken.set(false);
              }
              if (broken.get()) {
                if (passes.get() % 2 == 0) {
                  throw new AssertionError("an error");
                }
                throw new Exception("an exception");
              }
              return PassResult.waitFor(FOREVER);
            },
            quick)) {
      loop.start();
      await().untilFalse(broken);
    }
    assertThat(passes).hasValue(6);
  }

  @Test
  void stop_duringAPass_interruptsItAndWaits() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    AtomicBoolean left = new AtomicBoolean();
    PollLoop loop =
        PollLoop.of(
            "test",
            () -> {
              entered.countDown();
              try {
                new CountDownLatch(1).await();
              } finally {
                left.set(true);
              }
              return PassResult.again();
            });
    loop.start();
    entered.await();
    loop.stop();
    assertThat(left).isTrue();
  }

  @Test
  void stop_fromThePassItself_endsTheLoop() {
    AtomicInteger count = new AtomicInteger();
    PollLoop[] loop = new PollLoop[1];
    loop[0] =
        PollLoop.of(
            "test",
            () -> {
              count.incrementAndGet();
              loop[0].stop();
              return PassResult.again();
            });
    loop[0].start();
    await().until(() -> count.get() == 1);
    loop[0].stop();
    assertThat(count).hasValue(1);
  }

  private PollLoop counting() {
    return PollLoop.of(
        "test",
        () -> {
          passes.incrementAndGet();
          return PassResult.waitFor(FOREVER);
        });
  }

  @Test
  void interrupt_byThePass_endsNeitherTheLoopNorItsWaits() {
    try (PollLoop loop =
        PollLoop.of(
            "test",
            () -> {
              switch (passes.incrementAndGet()) {
                case 1 -> Thread.currentThread().interrupt();
                case 2 -> throw new InterruptedException("by the pass itself");
                default -> {
                  return PassResult.waitFor(FOREVER);
                }
              }
              return PassResult.waitFor(Duration.ofMillis(1));
            })) {
      loop.start();
      await().until(() -> passes.get() == 3);
      loop.wake();
      await().until(() -> passes.get() == 4);
    }
  }
}
