// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineFactory;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.EngineStatus;
import dev.baton.engine.Engines;
import dev.baton.error.UnavailableException;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import dev.baton.service.Threads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests that code of engines and listeners that hangs stalls nobody else. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class EngineLocksTest {

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  @TempDir private Path folder;

  @AfterEach
  void release() {
    end.countDown();
  }

  private void hang() {
    entered.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static <T> CompletableFuture<T> later(Supplier<T> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Threads.platform(
            "later",
            () -> {
              try {
                answer.complete(work.get());
              } catch (Throwable e) {
                answer.completeExceptionally(e);
              }
            })
        .start();
    return answer;
  }

  private Engines engines() {
    Map<String, EngineFactory> factories =
        Map.of(
            "hangs",
            options -> {
              hang();
              return ProcessEngine.open(options);
            },
            "works",
            ProcessEngine::open);
    return new Engines(
        () -> factories, name -> new EngineOptions(name, "test", folder, Map.of(), Clock.system()));
  }

  @Test
  void get_whileAnotherEngineHangsInItsOpening_returns() throws InterruptedException {
    Engines engines = engines();
    CompletableFuture<Engine> hanging = later(() -> engines.get("hangs"));
    entered.await();
    assertThat(engines.get("works")).isSameAs(engines.get("works"));
    assertThat(engines.opened()).containsOnlyKeys("works");
    CompletableFuture<Engine> same = later(() -> engines.get("hangs"));
    end.countDown();
    assertThat(hanging.join()).isSameAs(same.join());
    engines.close();
  }

  @Test
  void get_whileItsEngineHangsInItsOpening_endsOnAnInterrupt() throws InterruptedException {
    Engines engines = engines();
    CompletableFuture<Engine> hanging = later(() -> engines.get("hangs"));
    entered.await();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> engines.get("hangs")).isInstanceOf(UnavailableException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(hanging).isNotDone();
    end.countDown();
    hanging.join();
    engines.close();
  }

  @Test
  void close_whileAnEngineHangsInItsOpening_returns() throws InterruptedException {
    Engines engines = engines();
    CompletableFuture<Engine> hanging = later(() -> engines.get("hangs"));
    entered.await();
    engines.close();
    assertThat(hanging).isNotDone();
    end.countDown();
    assertThatThrownBy(hanging::join).hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void processWatches_whileAListenerHangs_openAndClose() throws InterruptedException {
    EngineJob job = new EngineJob("job", "1", Map.of(), EngineStatus.waiting(null), false);
    ProcessWatches watches = new ProcessWatches(name -> Optional.of(job));
    Watch hanging = watches.add(event -> hang(), List.of());
    CompletableFuture<Boolean> telling =
        later(() -> {
          watches.notifyIfChanged("job");
          return true;
        });
    entered.await();
    Watch other = watches.add(event -> {}, List.of());
    other.close();
    hanging.close();
    assertThat(telling).isNotDone();
    end.countDown();
    assertThat(telling).succeedsWithin(Duration.ofSeconds(20));
  }
}
