// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineCheck;
import dev.baton.engine.EngineEvent;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.EngineStatus;
import dev.baton.engine.LineSink;
import dev.baton.job.Watch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An engine whose watch does not open until the test allows it, as if the engine hung. It has one
 * engine job, which waits.
 */
final class GatedEngine implements Engine {

  /** The name of the only engine job. */
  static final String JOB = "job";

  final CountDownLatch entered = new CountDownLatch(1);
  final CountDownLatch mayOpen = new CountDownLatch(1);
  final CountDownLatch closed = new CountDownLatch(1);
  final AtomicInteger open = new AtomicInteger();
  final AtomicInteger deleted = new AtomicInteger();

  /** An engine whose watch opens at once. */
  static GatedEngine opened() {
    GatedEngine engine = new GatedEngine();
    engine.mayOpen.countDown();
    return engine;
  }

  @Override
  public Watch watch(Consumer<EngineEvent> listener) {
    entered.countDown();
    // An engine that hangs in a library may ignore interrupts.
    boolean interrupted = false;
    while (mayOpen.getCount() > 0) {
      try {
        mayOpen.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    open.incrementAndGet();
    return () -> {
      open.decrementAndGet();
      closed.countDown();
    };
  }

  @Override
  public List<EngineJob> list() {
    return List.of(new EngineJob(JOB, "uid", Map.of(), EngineStatus.waiting("no node"), false));
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
  public void delete(String name) {
    deleted.incrementAndGet();
  }

  @Override
  public void logs(String name, @Nullable String after, LineSink sink) {}

  @Override
  public EngineCheck check() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
