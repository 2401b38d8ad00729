// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.builtin.container;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineEvent;
import dev.baton.error.BatonException;
import dev.baton.job.Watch;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports changes of single engine jobs. There is one watch for each engine: opened for the first
 * listener and closed some seconds after the last.
 */
final class EngineJobWatches implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EngineJobWatches.class);
  private static final Duration CLOSE_AFTER = Duration.ofSeconds(10);
  private static final Duration IDLE = Duration.ofHours(1);

  private final Map<String, WatchedEngine> states = new ConcurrentHashMap<>();
  private final PollLoop loop = PollLoop.of("engine-watches", this::pass);

  /** The listeners for the engine jobs of one engine. */
  private static final class WatchedEngine {
    private final Map<String, Set<Consumer<EngineEvent>>> listeners = new ConcurrentHashMap<>();
    private final Watch watch;
    // Used only by the thread of the poll loop.
    private boolean idle;

    WatchedEngine(Engine engine) {
      watch = engine.watch(this::notifyListener);
    }

    private void notifyListener(EngineEvent event) {
      listeners.getOrDefault(event.name(), Set.of()).forEach(listener -> listener.accept(event));
    }

    /** Whether there were no listeners at this pass and at the previous pass of the poll loop. */
    boolean isLeft() {
      boolean left = idle && listeners.isEmpty();
      idle = listeners.isEmpty();
      return left;
    }
  }

  /**
   * Reports changes of an engine job from now on, until the returned watch is closed.
   *
   * @param listener called on other threads, perhaps once or twice after the watch was closed; must
   *     not block
   */
  Watch watch(String engineName, Engine engine, String name, Consumer<EngineEvent> listener) {
    // A new wrapper for each call, because the same listener may be registered twice.
    Consumer<EngineEvent> own = event -> notifyListener(listener, event);
    states.compute(
        engineName,
        (key, there) -> {
          WatchedEngine watchedEngine = there == null ? opened(engine) : there;
          watchedEngine
              .listeners
              .computeIfAbsent(name, none -> new CopyOnWriteArraySet<>())
              .add(own);
          return watchedEngine;
        });
    loop.start();
    return () ->
        states.computeIfPresent(
            engineName, (key, watchedEngine) -> without(watchedEngine, name, own));
  }

  private WatchedEngine opened(Engine engine) {
    loop.wake();
    return new WatchedEngine(engine);
  }

  private static void notifyListener(Consumer<EngineEvent> listener, EngineEvent event) {
    try {
      listener.accept(event);
    } catch (BatonException e) {
      // The listener belongs to the run of a job and may throw, for example after a lost claim. The
      // run of the job ends by itself.
      LOG.debug("the run of engine job '{}' refused an event", event.name(), e);
    } catch (RuntimeException e) {
      LOG.warn("the run of engine job '{}' failed on an event", event.name(), e);
    }
  }

  private static WatchedEngine without(
      WatchedEngine watchedEngine, String name, Consumer<EngineEvent> listener) {
    watchedEngine.listeners.computeIfPresent(
        name,
        (key, all) -> {
          all.remove(listener);
          return all.isEmpty() ? null : all;
        });
    return watchedEngine;
  }

  /** Closes the watches that had no listeners for a while. */
  private PassResult pass() {
    for (String name : states.keySet()) {
      states.computeIfPresent(name, (key, watchedEngine) -> kept(watchedEngine));
    }
    return PassResult.waitFor(states.isEmpty() ? IDLE : CLOSE_AFTER);
  }

  private static @Nullable WatchedEngine kept(WatchedEngine watchedEngine) {
    if (!watchedEngine.isLeft()) {
      return watchedEngine;
    }
    watchedEngine.watch.close();
    return null;
  }

  @Override
  public void close() {
    loop.stop();
    states.values().forEach(watchedEngine -> watchedEngine.watch.close());
  }
}
