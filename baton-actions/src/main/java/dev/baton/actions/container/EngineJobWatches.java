// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineEvent;
import dev.baton.engine.EngineJobListeners;
import dev.baton.error.BatonException;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.RunWithTimeout;
import dev.baton.service.Service;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports changes of single engine jobs. There is one watch for each engine: opened for the first
 * listener and closed some seconds after the last. An engine that hangs delays only its own jobs.
 */
final class EngineJobWatches implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(EngineJobWatches.class);
  private static final Duration CLOSE_AFTER = Duration.ofSeconds(10);
  private static final Duration CLOSED_WITHIN = Duration.ofSeconds(5);
  private static final Duration IDLE = Duration.ofHours(1);

  private final Clock clock;
  private final Map<String, WatchedEngine> engines = new ConcurrentHashMap<>();
  private final ReentrantLock stopping = new ReentrantLock();
  // Written by stop, read by any thread.
  private volatile boolean stopped;

  EngineJobWatches(Clock clock) {
    this.clock = clock;
  }

  /** The listeners for the engine jobs of one engine, and its watch. */
  private final class WatchedEngine {
    private final Engine engine;
    private final EngineJobListeners<Consumer<EngineEvent>> listeners = new EngineJobListeners<>();
    private final PollLoop loop = PollLoop.of("engine-watches", this::pass);
    // Held while the watch is opened, so that the engine gets only one watch. The engine's code may
    // hang. Therefore an interrupt ends the wait for this lock, and watches are closed without the
    // lock.
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock.
    private @Nullable Watch watch;
    // When the watch is closed; null while there are listeners. Used only by the thread of the poll
    // loop.
    private @Nullable Deadline closeAt;

    WatchedEngine(Engine engine) {
      this.engine = engine;
    }

    Watch add(String name, Consumer<EngineEvent> listener) throws InterruptedException {
      lock.lockInterruptibly();
      try {
        if (stopped) {
          return () -> {};
        }
        if (watch == null) {
          watch = engine.watch(this::notifyListeners);
          loop.start();
          loop.wake();
        }
        return listeners.add(name, listener);
      } finally {
        lock.unlock();
      }
    }

    private void notifyListeners(EngineEvent event) {
      listeners.of(event.name()).forEach(listener -> listener.accept(event));
    }

    /** Closes the watch if the last passes found no listeners for {@link #CLOSE_AFTER}. */
    private PassResult pass() throws InterruptedException {
      Watch left = null;
      boolean open;
      lock.lockInterruptibly();
      try {
        if (watch == null || !listeners.isEmpty()) {
          closeAt = null;
        } else if (closeAt == null) {
          closeAt = Deadline.after(clock.nanos(), CLOSE_AFTER);
        } else if (closeAt.isPast(clock)) {
          left = watch;
          watch = null;
          closeAt = null;
        }
        open = watch != null;
      } finally {
        lock.unlock();
      }
      if (left != null) {
        left.close();
      }
      return PassResult.waitFor(open ? CLOSE_AFTER : IDLE);
    }

    void close() {
      loop.stop();
      RunWithTimeout.run("engine-watches-close", this::closeWatch, CLOSED_WITHIN);
    }

    private void closeWatch() {
      Watch last;
      lock.lock();
      try {
        last = watch;
        watch = null;
      } finally {
        lock.unlock();
      }
      if (last != null) {
        last.close();
      }
    }
  }

  /**
   * Reports changes of an engine job from now on, until the returned watch is closed. After the
   * stop nothing is reported.
   *
   * @param listener called on other threads, perhaps once or twice after the watch was closed; must
   *     not block
   * @throws InterruptedException if interrupted while another caller opens the engine's watch
   */
  Watch watch(String engineName, Engine engine, String name, Consumer<EngineEvent> listener)
      throws InterruptedException {
    return engines
        .computeIfAbsent(engineName, key -> new WatchedEngine(engine))
        // A new wrapper for each call, because the same listener may be registered twice.
        .add(name, event -> notifyListener(listener, event));
  }

  private static void notifyListener(Consumer<EngineEvent> listener, EngineEvent event) {
    try {
      listener.accept(event);
    } catch (BatonException e) {
      // The listener belongs to the run of a job and may throw, for example after a lost claim. The
      // run of the job ends by itself.
      LOG.debug("run of a job refuses an event: engineJob={}", event.name(), e);
    } catch (RuntimeException e) {
      LOG.warn(
          "event of an engine job could not be reported to its job; the job continues, and later"
              + " events are reported: engineJob={}",
          event.name(),
          e);
    }
  }

  /** Does nothing: the first listener starts the work. */
  @Override
  public void start() {}

  /**
   * Closes the watches: within ten seconds for each engine, as {@link PollLoop#stop()}, and five.
   */
  @Override
  public void stop() {
    stopped = true;
    // A second stop waits for the first.
    stopping.lock();
    try {
      engines.values().forEach(WatchedEngine::close);
    } finally {
      stopping.unlock();
    }
  }
}
