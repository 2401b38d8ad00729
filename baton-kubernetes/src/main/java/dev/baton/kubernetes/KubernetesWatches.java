// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.engine.EngineEvent;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineJobListeners;
import dev.baton.job.Watch;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares one watch of Kubernetes jobs and pods among all listeners. Without listeners there is no
 * watch.
 */
final class KubernetesWatches implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KubernetesWatches.class);

  interface Listener {
    /**
     * Called when a Kubernetes job or one of its pods has changed.
     *
     * @param watchedJob the Kubernetes job with its pods as the watch knows them, or null if the
     *     job is gone
     */
    void changed(String name, @Nullable WatchedJob watchedJob);
  }

  /**
   * A Kubernetes job as the watch knows it.
   *
   * @param described the same Kubernetes job as an engine job
   * @param isChanged whether {@code described} differs from the last report
   */
  record WatchedJob(Job job, List<Pod> pods, EngineJob described, boolean isChanged) {}

  private final Supplier<KubernetesJobInformer> start;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  // The listeners by the name of the Kubernetes job, so that a change wakes only the followers of
  // that job.
  private final EngineJobListeners<Listener> byName = new EngineJobListeners<>();
  // Guarded by lock.
  private @Nullable KubernetesJobInformer jobInformer;
  private boolean closed;

  KubernetesWatches(
      NamespaceClient namespaceClient,
      ReadKubernetesJobs read,
      ReadKubernetesJobStatus judge,
      DetectStuckKubernetesJobs detectStuckJobs) {
    this.start =
        () ->
            new KubernetesJobInformer(namespaceClient, read, judge, detectStuckJobs, this::report);
  }

  Watch events(Consumer<EngineEvent> consumer) {
    Listener own =
        (name, watchedJob) -> {
          if (watchedJob == null) {
            consumer.accept(new EngineEvent.Gone(name));
          } else if (watchedJob.isChanged()) {
            consumer.accept(new EngineEvent.Changed(watchedJob.described()));
          }
        };
    return open(() -> {
      listeners.add(own);
      return () -> listeners.remove(own);
    });
  }

  /** Reports changes of the Kubernetes job with that name. */
  Watch follow(String jobName, Listener listener) {
    Listener own = (name, watchedJob) -> listener.changed(name, watchedJob);
    return open(() -> byName.add(jobName, own));
  }

  private Watch open(Supplier<Watch> add) {
    lock.lock();
    try {
      Watch added = add.get();
      if (jobInformer == null && !closed) {
        jobInformer = start.get();
        jobInformer.start();
      }
      return () -> close(added);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    close(() -> closed = true);
  }

  /** Closes under the lock, and stops the informer if nobody needs it any more. */
  private void close(Watch closing) {
    KubernetesJobInformer last = null;
    lock.lock();
    try {
      closing.close();
      if (closed || (listeners.isEmpty() && byName.isEmpty())) {
        last = jobInformer;
        jobInformer = null;
      }
    } finally {
      lock.unlock();
    }
    if (last != null) {
      last.stop();
    }
  }

  private void report(String name, @Nullable WatchedJob watchedJob) {
    listeners.forEach(listener -> report(listener, name, watchedJob));
    byName.of(name).forEach(listener -> report(listener, name, watchedJob));
  }

  private static void report(Listener listener, String name, @Nullable WatchedJob watchedJob) {
    try {
      listener.changed(name, watchedJob);
    } catch (RuntimeException e) {
      LOG.warn("listener of a watch misses an event: engineJob={}", name, e);
    }
  }
}
