// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineCheck;
import dev.baton.engine.EngineEvent;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EnginePlace;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.LineSink;
import dev.baton.job.Watch;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An engine that passes all calls to another engine. Tests override single methods. */
abstract class DelegatingEngine implements Engine {

  // Set once, before jobs run.
  private @Nullable Engine inner;

  /** Sets the engine that does the work. */
  final Engine on(Engine newInner) {
    inner = newInner;
    return this;
  }

  final Engine inner() {
    if (inner == null) {
      throw new IllegalStateException("not opened");
    }
    return inner;
  }

  @Override
  public EngineCheck check() {
    return inner().check();
  }

  @Override
  public EngineJob create(EngineSpec spec) {
    return inner().create(spec);
  }

  @Override
  public Optional<EngineJob> find(String name) {
    return inner().find(name);
  }

  @Override
  public void delete(String name) {
    inner().delete(name);
  }

  @Override
  public void stop(String name) {
    inner().stop(name);
  }

  @Override
  public EnginePlace place() {
    return inner().place();
  }

  @Override
  public List<EngineJob> list() {
    return inner().list();
  }

  @Override
  public void logs(String name, @Nullable String after, LineSink sink) throws InterruptedException {
    inner().logs(name, after, sink);
  }

  @Override
  public Watch watch(Consumer<EngineEvent> listener) {
    return inner().watch(listener);
  }

  @Override
  public void close() {
    inner().close();
  }
}
