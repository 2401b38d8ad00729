// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import dev.baton.engine.EngineEvent;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The watches of an engine. They share one {@link DockerEventStream} while there are watches. */
final class DockerWatches {

  private static final Logger LOG = LoggerFactory.getLogger(DockerWatches.class);

  private final DockerApi api;
  private final DockerContainers dockerContainers;
  private final Consumer<DockerContainer> seen;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Consumer<EngineEvent>> watches = new CopyOnWriteArrayList<>();
  // Guarded by lock.
  private @Nullable DockerEventStream stream;
  private boolean closed;

  /**
   * @param seen receives each container that is inspected
   */
  DockerWatches(
      DockerApi api,
      DockerContainers dockerContainers,
      Consumer<DockerContainer> seen,
      Clock clock) {
    this.api = api;
    this.dockerContainers = dockerContainers;
    this.seen = seen;
    this.clock = clock;
  }

  /** Implements {@link dev.baton.engine.Engine#watch}. */
  Watch watch(Consumer<EngineEvent> listener) {
    // A new object for each registration, because a listener may be registered twice.
    Consumer<EngineEvent> own = event -> listener.accept(event);
    lock.lock();
    try {
      if (!closed) {
        watches.add(own);
        if (stream == null) {
          stream = new DockerEventStream(api, dockerContainers, seen, this::notifyWatches, clock);
          stream.start();
        }
      }
    } finally {
      lock.unlock();
    }
    return () -> remove(own);
  }

  void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    watches.forEach(this::remove);
  }

  private void notifyWatches(EngineEvent event) {
    for (Consumer<EngineEvent> watch : watches) {
      try {
        watch.accept(event);
      } catch (RuntimeException e) {
        LOG.warn("listener of a watch misses an event: engineJob={}", event.name(), e);
      }
    }
  }

  private void remove(Consumer<EngineEvent> own) {
    DockerEventStream last = null;
    lock.lock();
    try {
      if (watches.remove(own) && watches.isEmpty()) {
        last = stream;
        stream = null;
      }
    } finally {
      lock.unlock();
    }
    if (last != null) {
      last.stop();
    }
  }
}
