// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineEvent;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineStatus;
import dev.baton.error.BatonException;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports why the program of an engine job does not start at once. After one second, the status is
 * read by one list call for all engine jobs of an engine; later changes come from a watch. Each
 * engine has its own poll loop, so that an engine that hangs delays only its own jobs.
 */
final class ReportPendingContainers implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(ReportPendingContainers.class);

  /**
   * How long after its creation the status of an engine job is read first. Most programs start
   * sooner; the status of such an engine job is never read.
   */
  private static final Duration FIRST = Duration.ofSeconds(1);

  private static final Duration IDLE = Duration.ofHours(1);

  /**
   * A poll loop spends at most one tenth of its time on list calls: after a call it pauses at least
   * ten times as long as the call took.
   */
  private static final int SHARE = 10;

  private final EngineJobWatches watches;
  private final Clock clock;
  private final Map<String, PendingEngineJobs> engines = new ConcurrentHashMap<>();
  // Written by stop, read by any thread.
  private volatile boolean stopped;

  ReportPendingContainers(EngineJobWatches watches, Clock clock) {
    this.watches = watches;
    this.clock = clock;
  }

  /**
   * Reports the status of an engine job until the returned watch is closed. After that, the
   * listener is not called any more. After the stop nothing is reported.
   *
   * @param listener called on other threads; must not block
   */
  Watch add(String engineName, Engine engine, String name, Consumer<EngineStatus> listener) {
    return engines
        .computeIfAbsent(engineName, key -> new PendingEngineJobs(key, engine))
        .add(name, listener);
  }

  /** The containers of one engine whose status has not been read yet. */
  private final class PendingEngineJobs {
    private final String engineName;
    private final Engine engine;
    private final Map<String, PendingContainer> waiting = new ConcurrentHashMap<>();
    private final PollLoop loop = PollLoop.of("pending-containers", this::pass);

    PendingEngineJobs(String engineName, Engine engine) {
      this.engineName = engineName;
      this.engine = engine;
    }

    Watch add(String name, Consumer<EngineStatus> listener) {
      PendingContainer one = new PendingContainer(this, name, listener);
      waiting.put(name, one);
      if (!stopped) {
        loop.start();
        loop.wake();
      }
      return one;
    }

    private PassResult pass() throws InterruptedException {
      long start = clock.nanos();
      List<PendingContainer> due =
          waiting.values().stream().filter(one -> one.due.isPast(clock)).toList();
      if (!due.isEmpty()) {
        listJobs(due);
      }
      Duration took = Duration.ofNanos(clock.nanos() - start).multipliedBy(SHARE);
      Duration pause = waiting.isEmpty() ? IDLE : FIRST;
      return PassResult.waitFor(took.compareTo(pause) > 0 ? took : pause);
    }

    private void listJobs(List<PendingContainer> due) throws InterruptedException {
      try {
        // The watches are opened before the list call. The list contains the present status, and
        // the watch reports all later changes, so no change is lost.
        for (PendingContainer one : due) {
          one.follow();
        }
        Map<String, EngineStatus> now =
            engine.list().stream()
                .collect(
                    Collectors.toMap(
                        EngineJob::name, EngineJob::status, (first, second) -> second));
        for (PendingContainer one : due) {
          waiting.remove(one.name, one);
          EngineStatus status = now.get(one.name);
          if (status != null) {
            one.notifyListener(status);
          }
        }
      } catch (BatonException e) {
        LOG.debug("engine cannot list its jobs yet: engine={}", engineName, e);
      } catch (RuntimeException e) {
        // The code of a plugin may throw anything. The engine is asked again.
        LOG.warn(
            "pending engine jobs cannot be listed, because the code of the engine failed; Baton"
                + " asks again: engine={}",
            engineName,
            e);
      }
    }
  }

  /** A container whose status has not been read yet. */
  private final class PendingContainer implements Watch {
    private final PendingEngineJobs of;
    private final String name;
    private final Consumer<EngineStatus> listener;
    private final Deadline due = Deadline.after(clock.nanos(), FIRST);
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock.
    private @Nullable Watch eventWatch;
    private boolean closed;

    PendingContainer(PendingEngineJobs of, String name, Consumer<EngineStatus> listener) {
      this.of = of;
      this.name = name;
      this.listener = listener;
    }

    /**
     * Opens the watch, unless it is open. Only the thread of the poll loop calls this method. The
     * engine's code may hang, so it is called without the lock: {@link #close} needs the lock, and
     * the end of the run must not hang.
     */
    void follow() throws InterruptedException {
      if (needsWatch()) {
        Watch opened = watches.watch(of.engineName, of.engine, name, this::onEvent);
        if (!keep(opened)) {
          opened.close();
        }
      }
    }

    private boolean needsWatch() {
      lock.lock();
      try {
        return !closed && eventWatch == null;
      } finally {
        lock.unlock();
      }
    }

    /**
     * Stores the opened watch. Returns false if this object was closed before, so that the caller
     * closes the watch.
     */
    private boolean keep(Watch opened) {
      lock.lock();
      try {
        eventWatch = opened;
        return !closed;
      } finally {
        lock.unlock();
      }
    }

    private void onEvent(EngineEvent event) {
      if (event instanceof EngineEvent.Changed changed) {
        onEvent(changed.job().status());
      }
    }

    private void onEvent(EngineStatus status) {
      // The lock is held while the listener runs, so that the listener is not called after {@link
      // #close}. Therefore the listener must not block.
      lock.lock();
      try {
        if (!closed) {
          listener.accept(status);
        }
      } finally {
        lock.unlock();
      }
    }

    /** Reports the status that the list call returned. */
    void notifyListener(EngineStatus status) {
      try {
        onEvent(status);
      } catch (BatonException e) {
        // The listener belongs to the run of a job and may throw, for example after a lost claim.
        // The run of the job ends by itself.
        LOG.debug("run of a job refuses a status: engineJob={}", name, e);
      } catch (RuntimeException e) {
        LOG.warn(
            "status of an engine job could not be reported to its job; the job continues, and later"
                + " changes are reported: engineJob={}",
            name,
            e);
      }
    }

    @Override
    public void close() {
      of.waiting.remove(name, this);
      Watch open;
      lock.lock();
      try {
        closed = true;
        open = eventWatch;
      } finally {
        lock.unlock();
      }
      if (open != null) {
        open.close();
      }
    }
  }

  /** Does nothing: the first listener starts the work. */
  @Override
  public void start() {}

  /** Within ten seconds for each engine, as {@link PollLoop#stop()}. */
  @Override
  public void stop() {
    stopped = true;
    engines.values().forEach(engine -> engine.loop.stop());
  }
}
