// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.error.UnavailableException;
import dev.baton.job.Watch;
import dev.baton.service.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ThrottledEngineTest {

  private final CountDownLatch answer = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger following = new AtomicInteger();
  private final Engine engine = new ThrottledEngine(new SlowEngine(), 3);

  /** An engine that does not answer until the test lets it. */
  private final class SlowEngine implements Engine {
    @Override
    public EngineJob create(EngineSpec spec) {
      throw new IllegalStateException("not asked in this test");
    }

    @Override
    public Optional<EngineJob> find(String name) {
      asked.incrementAndGet();
      try {
        answer.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return Optional.empty();
    }

    @Override
    public void delete(String name) {
      find(name);
    }

    @Override
    public List<EngineJob> list() {
      find("");
      return List.of();
    }

    @Override
    public void logs(String name, @Nullable String after, LineSink sink)
        throws InterruptedException {
      following.incrementAndGet();
      answer.await();
    }

    @Override
    public Watch watch(Consumer<EngineEvent> listener) {
      return () -> {};
    }

    @Override
    public EngineCheck check() {
      throw new IllegalStateException("not asked in this test");
    }

    @Override
    public void close() {}
  }

  /** A call to the engine. */
  @FunctionalInterface
  private interface EngineCall {
    void run() throws InterruptedException;
  }

  private static Thread started(EngineCall engineCall) {
    Thread thread =
        Threads.virtual(
            "asks",
            () -> {
              try {
                engineCall.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
    return thread;
  }

  @Test
  void calls_moreThanTurns_waitAndAreAllAnswered() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(started(() -> engine.find("a")));
      threads.add(started(() -> engine.delete("a")));
      threads.add(started(engine::list));
    }
    await().until(() -> asked.get() == 3);
    await()
        .until(
            () -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
    assertThat(asked).hasValue(3);
    answer.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(asked).hasValue(12);
  }

  @Test
  void logs_ofAny_takeNoTurn() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      threads.add(started(() -> engine.logs("a", null, line -> {})));
    }
    await().until(() -> following.get() == 10);
    answer.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void interrupt_whileOthersAsk_endsTheCallAndLeavesTheTurnsToThem() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      threads.add(started(() -> engine.find("a")));
    }
    await().until(() -> asked.get() == 3);
    AtomicReference<@Nullable Boolean> interrupted = new AtomicReference<>();
    Thread waiting =
        started(() -> {
          try {
            engine.find("b");
          } catch (UnavailableException e) {
            interrupted.set(Thread.currentThread().isInterrupted());
          }
        });
    await().until(() -> waiting.getState() == Thread.State.WAITING);
    waiting.interrupt();
    waiting.join();
    assertThat(interrupted).hasValue(true);
    answer.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(engine.find("c")).isEmpty();
    assertThat(asked).hasValue(4);
  }
}
