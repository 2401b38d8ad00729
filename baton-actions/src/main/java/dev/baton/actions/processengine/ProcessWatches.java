// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import dev.baton.engine.EngineEvent;
import dev.baton.engine.EngineJob;
import dev.baton.job.Watch;
import dev.baton.service.FailureLog;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports changes of engine jobs to listeners. */
final class ProcessWatches {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessWatches.class);

  private final Reader reader;
  private final FailureLog failures =
      new FailureLog(
          LOG, "change of an engine job cannot be reported; Baton tries again: engineJob={}");
  // Held while the status of an engine job is read and passed to the listeners, so that each
  // listener receives the changes in their order. Only the threads that notify listeners take this
  // lock, so a listener that hangs delays other listeners, but no call of the engine.
  private final ReentrantLock telling = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  // Changed under the lock.
  private final Set<Consumer<EngineEvent>> listeners = ConcurrentHashMap.newKeySet();
  // The last reported state of each engine job, by name. Changed under the lock.
  private final Map<String, EngineJob> reported = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** Reads the state of an engine job. */
  @FunctionalInterface
  interface Reader {
    Optional<EngineJob> read(String name) throws IOException;
  }

  ProcessWatches(Reader reader) {
    this.reader = reader;
  }

  /**
   * Registers a listener that gets the changes from now on.
   *
   * @param now all present engine jobs; they are not reported until they change
   */
  Watch add(Consumer<EngineEvent> listener, List<EngineJob> now) {
    // A separate object, because the same listener may be registered twice.
    Consumer<EngineEvent> own = event -> listener.accept(event);
    lock.lock();
    try {
      now.forEach(job -> reported.putIfAbsent(job.name(), job));
      listeners.add(own);
    } finally {
      lock.unlock();
    }
    return () -> remove(own);
  }

  private void remove(Consumer<EngineEvent> own) {
    lock.lock();
    try {
      listeners.remove(own);
      if (listeners.isEmpty()) {
        // The next listener must not get the changes that happened before its registration.
        reported.clear();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Compares the present and the previously reported engine jobs with their files, and reports all
   * changes.
   */
  void compareAll(List<EngineJob> now) {
    if (!listeners.isEmpty()) {
      now.forEach(job -> notifyIfChanged(job.name()));
      reported.keySet().forEach(this::notifyIfChanged);
    }
  }

  /** Reads an engine job and reports it if it has changed. */
  void notifyIfChanged(String name) {
    telling.lock();
    try {
      if (closed || listeners.isEmpty()) {
        return;
      }
      Optional<EngineJob> job = reader.read(name);
      EngineJob before = replaceTold(name, job);
      if (job.isPresent() && !job.get().equals(before)) {
        listeners.forEach(listener -> listener.accept(new EngineEvent.Changed(job.get())));
      } else if (job.isEmpty() && before != null) {
        listeners.forEach(listener -> listener.accept(new EngineEvent.Gone(name)));
      }
      failures.succeeded(name);
    } catch (IOException | RuntimeException e) {
      failures.failed(name, e);
    } finally {
      telling.unlock();
    }
  }

  /** Stores the new state of an engine job. Returns the state that was reported before, or null. */
  private @Nullable EngineJob replaceTold(String name, Optional<EngineJob> job) {
    lock.lock();
    try {
      return job.isPresent() && !listeners.isEmpty()
          ? reported.put(name, job.get())
          : reported.remove(name);
    } finally {
      lock.unlock();
    }
  }

  void close() {
    closed = true;
    listeners.clear();
  }
}
