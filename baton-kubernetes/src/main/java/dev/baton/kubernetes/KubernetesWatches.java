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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
   * @param isChanged whether its description differs from the description in the last report
   */
  record WatchedJob(Job job, List<Pod> pods, EngineJob described, boolean isChanged) {}

  private final Supplier<JobInformer> start;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  // The listeners by the name of the Kubernetes job, so that a change wakes only the followers of
  // that job.
  private final Map<String, Set<Listener>> byName = new ConcurrentHashMap<>();
  // Guarded by lock.
  private @Nullable JobInformer jobInformer;
  private boolean closed;

  KubernetesWatches(
      NamespaceClient namespaceClient,
      ReadKubernetesJobs read,
      ReadKubernetesJobStatus judge,
      DetectStuckJobs detectStuckJobs) {
    this.start = () -> new JobInformer(namespaceClient, read, judge, detectStuckJobs, this::report);
  }

  Watch events(Consumer<EngineEvent> consumer) {
    return add((name, watchedJob) -> {
      if (watchedJob == null) {
        consumer.accept(new EngineEvent.Gone(name));
      } else if (watchedJob.isChanged()) {
        consumer.accept(new EngineEvent.Changed(watchedJob.described()));
      }
    });
  }

  /** Reports changes of the Kubernetes job with that name. */
  Watch follow(String jobName, Listener listener) {
    Listener own = (name, watchedJob) -> listener.changed(name, watchedJob);
    return open(
        () -> byName.computeIfAbsent(jobName, key -> ConcurrentHashMap.newKeySet()).add(own),
        () -> byName.computeIfPresent(jobName, (key, all) -> without(all, own)));
  }

  private static @Nullable Set<Listener> without(Set<Listener> all, Listener one) {
    all.remove(one);
    return all.isEmpty() ? null : all;
  }

  private Watch add(Listener listener) {
    return open(() -> listeners.add(listener), () -> listeners.remove(listener));
  }

  private Watch open(Runnable add, Runnable remove) {
    lock.lock();
    try {
      add.run();
      if (jobInformer == null && !closed) {
        jobInformer = start.get();
        jobInformer.start();
      }
    } finally {
      lock.unlock();
    }
    return () -> close(remove);
  }

  private void close(Runnable remove) {
    List<JobInformer> ended = new ArrayList<>();
    lock.lock();
    try {
      remove.run();
      if (listeners.isEmpty() && byName.isEmpty() && jobInformer != null) {
        ended.add(jobInformer);
        jobInformer = null;
      }
    } finally {
      lock.unlock();
    }
    ended.forEach(JobInformer::stop);
  }

  private void report(String name, @Nullable WatchedJob watchedJob) {
    listeners.forEach(listener -> report(listener, name, watchedJob));
    byName.getOrDefault(name, Set.of()).forEach(listener -> report(listener, name, watchedJob));
  }

  private static void report(Listener listener, String name, @Nullable WatchedJob watchedJob) {
    try {
      listener.changed(name, watchedJob);
    } catch (RuntimeException e) {
      LOG.warn("the listener of a watch failed and misses one event: engineJob={}", name, e);
    }
  }

  @Override
  public void close() {
    List<JobInformer> ended = new ArrayList<>();
    lock.lock();
    try {
      closed = true;
      if (jobInformer != null) {
        ended.add(jobInformer);
        jobInformer = null;
      }
    } finally {
      lock.unlock();
    }
    ended.forEach(JobInformer::stop);
  }
}
