// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.builtin.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineCheck;
import dev.baton.engine.EngineEvent;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.LineSink;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that an engine that hangs does not stall the runs of its jobs. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ReportPendingContainersTest {

  /** An engine whose watch does not open until the test allows it. */
  private static final class HangingEngine implements Engine {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch mayOpen = new CountDownLatch(1);
    private final AtomicInteger open = new AtomicInteger();

    @Override
    public Watch watch(Consumer<EngineEvent> listener) {
      entered.countDown();
      try {
        mayOpen.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      open.incrementAndGet();
      return open::decrementAndGet;
    }

    @Override
    public List<EngineJob> list() {
      return List.of();
    }

    @Override
    public EngineJob create(EngineSpec spec) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<EngineJob> find(String name) {
      return Optional.empty();
    }

    @Override
    public void delete(String name) {}

    @Override
    public void logs(String name, @Nullable String after, LineSink sink) {}

    @Override
    public EngineCheck check() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  @Test
  void close_whileTheEngineHangs_returnsAndLeavesNoWatch() throws InterruptedException {
    HangingEngine engine = new HangingEngine();
    EngineJobWatches news = new EngineJobWatches();
    ReportPendingContainers pending = new ReportPendingContainers(news, Clock.system());
    AtomicInteger told = new AtomicInteger();
    Watch watch = pending.add("hangs", engine, "job", status -> told.incrementAndGet());
    engine.entered.await();
    watch.close();
    engine.mayOpen.countDown();
    await().until(() -> engine.open.get() == 1);
    pending.close();
    news.close();
    assertThat(engine.open).hasValue(0);
    assertThat(told).hasValue(0);
  }
}
