// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.service.Threads;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** Tests that the exit of a process is noticed although every thread of the common pool is busy. */
@Isolated("blocks the common pool")
@Timeout(120)
final class ProcessExitTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private static void withBlockedCommonPool(Body body) throws IOException, InterruptedException {
    int threads = ForkJoinPool.getCommonPoolParallelism();
    CountDownLatch blocked = new CountDownLatch(threads);
    CountDownLatch end = new CountDownLatch(1);
    for (int i = 0; i < threads; i++) {
      ForkJoinPool.commonPool()
          .execute(() -> {
            blocked.countDown();
            awaitUninterrupted(end);
          });
    }
    try {
      assertThat(blocked.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
      body.run();
    } finally {
      end.countDown();
    }
  }

  private static void awaitUninterrupted(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @FunctionalInterface
  private interface Body {
    void run() throws IOException, InterruptedException;
  }

  @Test
  void exit_whileTheCommonPoolIsBlocked_isNoticed() throws IOException, InterruptedException {
    withBlockedCommonPool(() -> {
      Process process = new ProcessBuilder("sh", "-c", "read -r go").start();
      ProcessExit exit = ProcessExit.of(process);
      CountDownLatch told = new CountDownLatch(1);
      exit.whenExited(told::countDown);
      assertThat(exit.within(Duration.ofMillis(1))).isFalse();
      assertThat(exit.surelyWithin(Duration.ofMillis(1))).isFalse();
      process.getOutputStream().close();
      assertThat(exit.within(LONG)).isTrue();
      assertThat(exit.surelyWithin(Duration.ZERO)).isTrue();
      assertThat(told.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    });
  }

  @Test
  void exit_whileAnotherProcessHasThePipe_isNoticed() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sh", "-c", "sleep 321 & echo $!; read -r go").start();
    try (var output = process.inputReader()) {
      ProcessHandle other = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
      // Waits in the pipe until the other process has ended.
      Threads.platform("pipe-reader", () -> output.lines().forEach(line -> {})).start();
      ProcessExit exit = ProcessExit.of(process);
      process.getOutputStream().close();
      assertThat(exit.within(LONG)).isTrue();
      assertThat(other.isAlive()).isTrue();
      other.destroyForcibly();
    }
  }
}
