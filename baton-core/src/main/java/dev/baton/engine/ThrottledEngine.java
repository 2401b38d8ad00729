// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.error.UnavailableException;
import dev.baton.job.Watch;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the number of concurrent calls to an engine. Waiting calls run in the order of their
 * arrival. Without the limit, a thousand jobs that start together would run into the timeouts of
 * the engine. Reading output and pulling images are not limited.
 */
final class ThrottledEngine implements Engine {

  private final Engine engine;
  private final Semaphore turns;

  ThrottledEngine(Engine engine, int atOnce) {
    this.engine = engine;
    this.turns = new Semaphore(atOnce, true);
  }

  private <T> T inTurn(Supplier<T> call) {
    try {
      turns.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while waiting for other calls of the engine", e);
    }
    try {
      return call.get();
    } finally {
      turns.release();
    }
  }

  @Override
  public Optional<String> prepare(EngineSpec spec) {
    return engine.prepare(spec);
  }

  @Override
  public EngineJob create(EngineSpec spec) {
    return inTurn(() -> engine.create(spec));
  }

  @Override
  public Optional<EngineJob> find(String name) {
    return inTurn(() -> engine.find(name));
  }

  @Override
  public void delete(String name) {
    inTurn(() -> {
      engine.delete(name);
      return name;
    });
  }

  /** Not limited, because it may wait for the end of the program. */
  @Override
  public void stop(String name) {
    engine.stop(name);
  }

  /** Not limited, because other calls depend on its answer. */
  @Override
  public EnginePlace place() {
    return engine.place();
  }

  @Override
  public List<EngineJob> list() {
    return inTurn(engine::list);
  }

  @Override
  public void logs(String name, @Nullable String after, LineSink sink) throws InterruptedException {
    engine.logs(name, after, sink);
  }

  @Override
  public Watch watch(Consumer<EngineEvent> listener) {
    return engine.watch(listener);
  }

  @Override
  public EngineCheck check() {
    return engine.check();
  }

  @Override
  public void close() {
    engine.close();
  }
}
