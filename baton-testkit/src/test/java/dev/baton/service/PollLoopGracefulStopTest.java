// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Tests how a loop stops during a pass, and how it survives errors that nobody can log. */
final class PollLoopGracefulStopTest {

  private final CountDownLatch inPass = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicBoolean interrupted = new AtomicBoolean();

  private PollLoop loop(Duration patience) {
    return PollLoop.onPlatformThread(
        "patient",
        () -> {
          inPass.countDown();
          try {
            end.await();
          } catch (InterruptedException e) {
            interrupted.set(true);
            throw e;
          }
          return PassResult.waitFor(Duration.ofHours(1));
        },
        patience);
  }

  @Test
  void stop_duringAPassThatEnds_doesNotInterruptIt() throws InterruptedException {
    PollLoop loop = loop(Duration.ofSeconds(10));
    loop.start();
    inPass.await();
    Thread stopper = Threads.virtual("stopper", loop::stop);
    stopper.start();
    await().until(() -> stopper.getState() == Thread.State.TIMED_WAITING);
    end.countDown();
    Threads.join(stopper);
    assertThat(interrupted).isFalse();
  }

  @Test
  void stop_duringALongPass_interruptsItAfterThePatience() throws InterruptedException {
    PollLoop loop = loop(Duration.ofMillis(50));
    loop.start();
    inPass.await();
    loop.stop();
    assertThat(interrupted).isTrue();
  }

  @Test
  void stop_betweenPasses_returnsAtOnce() throws InterruptedException {
    PollLoop loop = loop(Duration.ofHours(1));
    end.countDown();
    loop.start();
    inPass.await();
    loop.stop();
    assertThat(interrupted).isFalse();
  }

  @Test
  void stop_duringAPassThatSwallowsTheInterrupt_returns() throws InterruptedException {
    PollLoop loop =
        PollLoop.of(
            "swallows",
            () -> {
              inPass.countDown();
              try {
                end.await();
              } catch (InterruptedException e) {
                interrupted.set(true);
              }
              return PassResult.waitFor(Duration.ofHours(1));
            });
    loop.start();
    inPass.await();
    loop.stop();
    assertThat(interrupted).isTrue();
  }

  @Test
  void stop_duringAPassThatDoesNotEnd_returnsAfterTheLimit() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    PollLoop loop =
        PollLoop.of(
            "deaf",
            () -> {
              inPass.countDown();
              awaitEndUninterruptibly();
              ended.countDown();
              return PassResult.again();
            });
    loop.start();
    inPass.await();
    Thread stopper = Threads.virtual("stopper", () -> loop.stop(Duration.ofMillis(50)));
    stopper.start();
    assertThat(Threads.join(stopper, Duration.ofSeconds(20))).isTrue();
    assertThat(ended.getCount()).isOne();
    end.countDown();
    // The loop ends after its pass, although nobody waits for it.
    loop.stop();
    assertThat(ended.getCount()).isZero();
  }

  private void awaitEndUninterruptibly() {
    boolean open = false;
    while (!open) {
      try {
        end.await();
        open = true;
      } catch (InterruptedException e) {
        interrupted.set(true);
      }
    }
  }

  /** An exception that cannot be logged, as if no memory were left for the message. */
  private static final class UnloggableException extends Exception {
    @Override
    public String getMessage() {
      throw new OutOfMemoryError("no memory for a message");
    }
  }

  @Test
  void pass_failureCannotBeLogged_isTriedAgain() {
    AtomicInteger passes = new AtomicInteger();
    PollLoop loop =
        PollLoop.of(
            "no-memory",
            () -> {
              if (passes.incrementAndGet() == 1) {
                throw new UnloggableException();
              }
              return PassResult.waitFor(Duration.ofHours(1));
            });
    loop.start();
    await().until(() -> passes.get() == 2);
    loop.stop();
  }
}
