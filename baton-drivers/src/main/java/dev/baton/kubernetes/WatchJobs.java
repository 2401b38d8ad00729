// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.engine.EngineEvent;
import dev.baton.engine.EngineJob;
import dev.baton.job.Watch;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shares one watch of jobs and pods among all who want to be told; with nobody there is none. */
final class WatchJobs implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WatchJobs.class);

  /** Is told of a change. */
  interface Listener {
    /**
     * A job or one of its pods changed.
     *
     * @param known it and its pods as the watch has them; null if it is gone
     */
    void changed(String name, @Nullable Known known);
  }

  /**
   * A job as a watch has it.
   *
   * @param isNews whether it stands otherwise than when it was last told
   */
  record Known(Job job, List<Pod> pods, EngineJob described, boolean isNews) {}

  private final Supplier<Informed> start;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  // Guarded by lock.
  private @Nullable Informed informed;
  private boolean closed;

  WatchJobs(Cluster cluster, ReadJobs read, JudgeJob judge, Hopeless hopeless) {
    this.start = () -> new Informed(cluster, read, judge, hopeless, this::tell);
  }

  Watch events(Consumer<EngineEvent> consumer) {
    return add((name, known) -> {
      if (known == null) {
        consumer.accept(new EngineEvent.Gone(name));
      } else if (known.isNews()) {
        consumer.accept(new EngineEvent.Changed(known.described()));
      }
    });
  }

  Watch add(Listener listener) {
    Listener own = (name, known) -> listener.changed(name, known);
    lock.lock();
    try {
      listeners.add(own);
      if (informed == null && !closed) {
        informed = start.get();
        informed.start();
      }
    } finally {
      lock.unlock();
    }
    return () -> remove(own);
  }

  private void remove(Listener listener) {
    List<Informed> ended = new ArrayList<>();
    lock.lock();
    try {
      listeners.remove(listener);
      if (listeners.isEmpty() && informed != null) {
        ended.add(informed);
        informed = null;
      }
    } finally {
      lock.unlock();
    }
    ended.forEach(Informed::stop);
  }

  private void tell(String name, @Nullable Known known) {
    for (Listener listener : listeners) {
      try {
        listener.changed(name, known);
      } catch (RuntimeException e) {
        LOG.warn("a listener failed, engineJob={}", name, e);
      }
    }
  }

  @Override
  public void close() {
    List<Informed> ended = new ArrayList<>();
    lock.lock();
    try {
      closed = true;
      if (informed != null) {
        ended.add(informed);
        informed = null;
      }
    } finally {
      lock.unlock();
    }
    ended.forEach(Informed::stop);
  }
}
