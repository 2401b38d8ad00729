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
  private final List<OpenWatch> watches = new CopyOnWriteArrayList<>();
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
    OpenWatch watch = new OpenWatch(listener);
    lock.lock();
    try {
      if (!closed) {
        watches.add(watch);
        if (stream == null) {
          stream = new DockerEventStream(api, dockerContainers, seen, this::notifyWatches, clock);
          stream.start();
        }
      }
    } finally {
      lock.unlock();
    }
    return watch;
  }

  void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    watches.forEach(OpenWatch::close);
  }

  private void notifyWatches(EngineEvent event) {
    for (OpenWatch watch : watches) {
      try {
        watch.listener.accept(event);
      } catch (RuntimeException e) {
        LOG.warn(
            "the listener of a watch failed and misses one event: engineJob={}", event.name(), e);
      }
    }
  }

  private final class OpenWatch implements Watch {
    private final Consumer<EngineEvent> listener;

    OpenWatch(Consumer<EngineEvent> listener) {
      this.listener = listener;
    }

    @Override
    public void close() {
      DockerEventStream last = null;
      lock.lock();
      try {
        if (watches.remove(this) && watches.isEmpty()) {
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
}
