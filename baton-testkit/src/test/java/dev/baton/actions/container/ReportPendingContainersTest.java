// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.job.Watch;
import dev.baton.service.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that an engine that hangs stalls neither the runs of its jobs nor the other engines. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ReportPendingContainersTest {

  @Test
  void close_whileTheEngineHangs_returnsAndLeavesNoWatch() throws InterruptedException {
    GatedEngine engine = new GatedEngine();
    EngineJobWatches news = new EngineJobWatches(Clock.system());
    ReportPendingContainers pending = new ReportPendingContainers(news, Clock.system());
    AtomicInteger told = new AtomicInteger();
    Watch watch = pending.add("hangs", engine, GatedEngine.JOB, status -> told.incrementAndGet());
    engine.entered.await();
    watch.close();
    engine.mayOpen.countDown();
    await().until(() -> engine.open.get() == 1);
    pending.close();
    news.close();
    assertThat(engine.open).hasValue(0);
    assertThat(told).hasValue(0);
  }

  @Test
  void add_whileAnotherEngineHangs_reportsTheStatus() throws InterruptedException {
    GatedEngine hanging = new GatedEngine();
    EngineJobWatches news = new EngineJobWatches(Clock.system());
    ReportPendingContainers pending = new ReportPendingContainers(news, Clock.system());
    CountDownLatch told = new CountDownLatch(1);
    try (Watch first = pending.add("hangs", hanging, GatedEngine.JOB, status -> {})) {
      hanging.entered.await();
      GatedEngine answering = GatedEngine.opened();
      try (Watch second =
          pending.add("answers", answering, GatedEngine.JOB, status -> told.countDown())) {
        told.await();
      }
    } finally {
      hanging.mayOpen.countDown();
      pending.close();
      news.close();
    }
  }
}
