// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.board.Admission;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue as this process sees it: which entries there are, which job each is for, and which are
 * free. Changed by what {@link FollowQueue} learns; read by all who claim and post.
 */
final class QueueView {

  private static final Logger LOG = LoggerFactory.getLogger(QueueView.class);

  /** What decides, for all jobs alike, who may run a job. */
  record JobTraits(Admission.ActionVersion kind, boolean hasRequirements) {
    static JobTraits of(Job job) {
      return new JobTraits(
          new Admission.ActionVersion(job.spec().action(), job.spec().version()),
          !job.spec().requires().isEmpty());
    }
  }

  /** An entry whose job is known; since when it is, by the monotonic clock. */
  private record Entry(JobId job, long sinceNanos) {}

  private final Clock clock;
  // In the order of the board; an entry is in it when its job is known and it has no lock.
  private final NavigableSet<String> free = new ConcurrentSkipListSet<>();
  private final Map<JobId, JobTraits> traits = new ConcurrentHashMap<>();
  private final Map<Object, Runnable> watchers = new ConcurrentHashMap<>();
  // All below guarded by this.
  private final Set<String> names = new HashSet<>();
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Entry> entries = new HashMap<>();
  private final Map<JobId, Set<String>> byJob = new HashMap<>();

  QueueView(Clock clock) {
    this.clock = clock;
  }

  /** Free entries, the most urgent first; may change while it is walked. */
  NavigableSet<String> free() {
    return free;
  }

  /** How many entries there are. */
  synchronized int size() {
    return names.size();
  }

  /** How many entries wait: those with a lock run, and do not count. */
  synchronized int waiting() {
    return Math.max(0, names.size() - taken.size());
  }

  /** How many entries are free; walks them, up to the limit. */
  int countFree(int limit) {
    return (int) free.stream().limit(limit).count();
  }

  /** How many free entries are as urgent as this priority or more; walks them, up to the limit. */
  int countAtLeastAsUrgent(int priority, int limit) {
    return (int)
        free.headSet(ZooKeeperPaths.prefix(priority + 1), false).stream().limit(limit).count();
  }

  synchronized @Nullable JobId job(String name) {
    Entry entry = entries.get(name);
    return entry == null ? null : entry.job();
  }

  /** Since when the entry is known; now, if it is not. */
  synchronized long knownSinceNanos(String name) {
    Entry entry = entries.get(name);
    return entry == null ? clock.nanos() : entry.sinceNanos();
  }

  /** The entries of a job, in their order. */
  synchronized List<String> namesOf(JobId job) {
    return byJob.getOrDefault(job, Set.of()).stream().sorted().toList();
  }

  synchronized boolean isTaken(String name) {
    return taken.contains(name);
  }

  synchronized boolean hasJob(JobId job) {
    return byJob.containsKey(job);
  }

  /** All entries whose jobs are known. */
  synchronized Map<String, JobId> jobs() {
    Map<String, JobId> all = new HashMap<>();
    entries.forEach((name, entry) -> all.put(name, entry.job()));
    return all;
  }

  @Nullable JobTraits traits(JobId job) {
    return traits.get(job);
  }

  void setTraits(JobId job, JobTraits known) {
    traits.put(job, known);
    if (!hasJob(job)) {
      traits.remove(job);
    }
  }

  Watch watch(Runnable onFree) {
    Object key = new Object();
    watchers.put(key, onFree);
    return () -> watchers.remove(key);
  }

  /** True if the entry was not known, so that its job must be read. */
  synchronized boolean add(String name) {
    return names.add(name);
  }

  void remove(String name) {
    JobId gone = null;
    synchronized (this) {
      names.remove(name);
      free.remove(name);
      Entry entry = entries.remove(name);
      if (entry != null) {
        Set<String> left =
            byJob.computeIfPresent(
                entry.job(),
                (job, ofJob) -> {
                  ofJob.remove(name);
                  return ofJob.isEmpty() ? null : ofJob;
                });
        gone = left == null ? entry.job() : null;
      }
    }
    if (gone != null) {
      traits.remove(gone);
    }
  }

  void setJob(String name, JobId job) {
    boolean isFree;
    synchronized (this) {
      if (!names.contains(name) || entries.containsKey(name)) {
        return;
      }
      entries.put(name, new Entry(job, clock.nanos()));
      byJob.computeIfAbsent(job, any -> new HashSet<>(2)).add(name);
      isFree = !taken.contains(name) && free.add(name);
    }
    if (isFree) {
      notifyWatchers();
    }
  }

  synchronized void take(String name) {
    taken.add(name);
    free.remove(name);
  }

  void release(String name) {
    boolean isFree;
    synchronized (this) {
      taken.remove(name);
      isFree = entries.containsKey(name) && free.add(name);
    }
    if (isFree) {
      notifyWatchers();
    }
  }

  /**
   * Forgets everything: in a new session the tree may be another one, with the same names for other
   * jobs.
   */
  void clear() {
    synchronized (this) {
      names.clear();
      taken.clear();
      free.clear();
      entries.clear();
      byJob.clear();
    }
    traits.clear();
  }

  /** Replaces what is known by a listing; answers the entries whose jobs must be read. */
  List<String> replaceNames(Collection<String> listed) {
    Set<String> now = new HashSet<>(listed);
    List<String> gone;
    List<String> fresh = new ArrayList<>();
    synchronized (this) {
      gone = names.stream().filter(name -> !now.contains(name)).toList();
      for (String name : now) {
        if (!entries.containsKey(name)) {
          names.add(name);
          fresh.add(name);
        }
      }
    }
    gone.forEach(this::remove);
    return fresh;
  }

  void replaceTaken(Collection<String> listed) {
    Set<String> now = new HashSet<>(listed);
    List<String> gone;
    synchronized (this) {
      gone = taken.stream().filter(name -> !now.contains(name)).toList();
    }
    now.forEach(this::take);
    gone.forEach(this::release);
  }

  /** Something may be to claim. */
  void notifyWatchers() {
    for (Runnable watcher : watchers.values()) {
      try {
        watcher.run();
      } catch (RuntimeException e) {
        LOG.warn("a watcher failed; others are told all the same", e);
      }
    }
  }
}
