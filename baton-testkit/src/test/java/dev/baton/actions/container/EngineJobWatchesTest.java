// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.engine.Engine;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import dev.baton.service.Threads;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that an engine that hangs delays neither other engines nor a run that must end. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class EngineJobWatchesTest {

  // Both names have the same hash code, so they are in the same bin of every hash table.
  private static final String HANGS = "Aa";
  private static final String ANSWERS = "BB";

  private final EngineJobWatches watches = new EngineJobWatches(Clock.system());
  private final GatedEngine hanging = new GatedEngine();

  @AfterEach
  void close() {
    hanging.mayOpen.countDown();
    watches.close();
  }

  @Test
  void watch_whileAnotherEngineHangs_opens() throws InterruptedException {
    assertThat(HANGS.hashCode()).isEqualTo(ANSWERS.hashCode());
    hang();
    GatedEngine answering = GatedEngine.opened();
    watch(ANSWERS, answering).close();
    assertThat(answering.open).hasValue(1);
  }

  @Test
  void close_ofTheLastListener_keepsTheWatchForTheNext() throws InterruptedException {
    GatedEngine engine = GatedEngine.opened();
    watch(ANSWERS, engine).close();
    await().during(Duration.ofMillis(300)).until(() -> engine.open.get() == 1);
  }

  @Test
  void watch_whileItsEngineHangs_endsOnAnInterrupt() throws InterruptedException {
    hang();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> watch(HANGS, hanging)).isInstanceOf(InterruptedException.class);
  }

  @Test
  void close_whileAnEngineHangs_closesTheWatchWhenItOpens() throws InterruptedException {
    hang();
    watches.close();
    hanging.mayOpen.countDown();
    hanging.closed.await();
    assertThat(hanging.open).hasValue(0);
  }

  /** Lets another thread open the watch of the hanging engine. */
  private void hang() throws InterruptedException {
    AtomicReference<@Nullable Watch> opened = new AtomicReference<>();
    Threads.virtual(
            "test-hang",
            () -> {
              try {
                opened.set(watch(HANGS, hanging));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            })
        .start();
    hanging.entered.await();
  }

  private Watch watch(String name, Engine engine) throws InterruptedException {
    return watches.watch(name, engine, GatedEngine.JOB, event -> {});
  }
}
