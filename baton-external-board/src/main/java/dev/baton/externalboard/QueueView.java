// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.externalboard;

import dev.baton.board.Admission;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.Watch;
import dev.baton.job.Watchers;
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

/**
 * The state of the queue as this process knows it: the entries, their jobs, and which entries are
 * free, that is without a lock. The driver changes the view; the code that claims and posts reads
 * it.
 */
public final class QueueView {

  /** The attributes of a job that decide which executors may run it. */
  record JobTraits(Admission.ActionVersion kind, boolean hasRequirements) {
    static JobTraits of(Job job) {
      return new JobTraits(Admission.ActionVersion.of(job), !job.spec().requires().isEmpty());
    }
  }

  /**
   * An entry whose job is known.
   *
   * @param sinceNanos when the view got to know the job of the entry, by the monotonic clock
   */
  private record Entry(JobId job, long sinceNanos) {}

  private final Clock clock;
  // The entries whose jobs are known and that have no lock, in the order of the board.
  private final NavigableSet<String> free = new ConcurrentSkipListSet<>();
  private final Map<JobId, JobTraits> traits = new ConcurrentHashMap<>();
  private final Watchers watchers = new Watchers();
  // Callbacks of the window feeder. Written before the queue starts.
  private volatile Runnable onFeederGone = () -> {};
  private volatile Runnable onFeederHint = () -> {};
  // Guarded by the lock of this object, like the fields below.
  private final Set<String> names = new HashSet<>();
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Entry> entries = new HashMap<>();
  private final Map<JobId, Set<String>> byJob = new HashMap<>();

  public QueueView(Clock clock) {
    this.clock = clock;
  }

  /**
   * Returns the free entries, the most urgent first. Other threads may change the set during an
   * iteration.
   */
  NavigableSet<String> free() {
    return free;
  }

  /** Returns the number of entries. */
  public synchronized int size() {
    return names.size();
  }

  /**
   * Returns the number of free entries. A job whose entry has a lock does not wait: it is running
   * or about to start.
   */
  synchronized int waiting() {
    return Math.max(0, names.size() - taken.size());
  }

  /** Counts the free entries up to the limit, by an iteration. */
  int countFree(int limit) {
    return (int) free.stream().limit(limit).count();
  }

  /**
   * Counts the entries that are not locked and have this priority or a more urgent one, at most up
   * to the limit. Reads the entries one by one.
   */
  int countAtLeastAsUrgent(int priority, int limit) {
    return (int) free.headSet(EntryQueue.prefix(priority + 1), false).stream().limit(limit).count();
  }

  /** Returns the job of an entry; null if the view does not know the entry or its job. */
  public synchronized @Nullable JobId job(String name) {
    Entry entry = entries.get(name);
    return entry == null ? null : entry.job();
  }

  /**
   * Returns when the view got to know the job of the entry; the present time if the job is unknown.
   */
  synchronized long knownSinceNanos(String name) {
    Entry entry = entries.get(name);
    return entry == null ? clock.nanos() : entry.sinceNanos();
  }

  /** Returns the entries of a job, in the order of the board. */
  synchronized List<String> namesOf(JobId job) {
    return byJob.getOrDefault(job, Set.of()).stream().sorted().toList();
  }

  /** Returns the free entries of a job, in the order of the board. */
  synchronized List<String> freeOf(JobId job) {
    return namesOf(job).stream().filter(name -> !isTaken(name)).toList();
  }

  synchronized boolean isTaken(String name) {
    return taken.contains(name);
  }

  synchronized boolean hasJob(JobId job) {
    return byJob.containsKey(job);
  }

  /** Returns all entries whose jobs are known, with their jobs. */
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
    return watchers.add(onFree);
  }

  /**
   * Sets the callbacks of this process's window feeder.
   *
   * @param onGone called when the role of the feeder may be vacant
   * @param onHint called when a process has notified the feeder
   */
  void watchFeeder(Runnable onGone, Runnable onHint) {
    onFeederGone = onGone;
    onFeederHint = onHint;
  }

  /**
   * Reports that the role of the feeder may be vacant: the feeder has ended, or this process has
   * lost its connection and may have lost the role.
   */
  public void feederRemoved() {
    onFeederGone.run();
  }

  /** Reports that a process has notified the feeder. Only the feeder reacts to it. */
  public void feederNotice() {
    onFeederHint.run();
  }

  /**
   * Reports a new entry. Returns true if the view did not know the entry; then the driver must read
   * its job and call {@link #setJob}.
   */
  public synchronized boolean add(String name) {
    return names.add(name);
  }

  /** Reports that an entry was removed. */
  public void remove(String name) {
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

  /**
   * Reports the job of an entry that the driver has read after {@link #add} or {@link
   * #replaceNames}.
   */
  public void setJob(String name, JobId job) {
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

  /**
   * Called by the driver when any session has locked an entry. The view then no longer offers the
   * entry for a claim.
   */
  public synchronized void take(String name) {
    taken.add(name);
    free.remove(name);
  }

  /** Reports that an entry has no lock any more. */
  public void release(String name) {
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
   * Forgets all entries. Called at the start of a new session, because ZooKeeper may have been
   * restored in the meantime, and the same names may then belong to other jobs.
   */
  public void clear() {
    synchronized (this) {
      names.clear();
      taken.clear();
      free.clear();
      entries.clear();
      byJob.clear();
    }
    traits.clear();
  }

  /**
   * Replaces the known entries by a complete listing. Returns the entries whose jobs the driver
   * must read.
   */
  public List<String> replaceNames(Collection<String> listed) {
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

  /** Replaces the known locks by a complete listing of the entries that have a lock. */
  public void replaceTaken(Collection<String> listed) {
    Set<String> now = new HashSet<>(listed);
    List<String> gone;
    synchronized (this) {
      gone = taken.stream().filter(name -> !now.contains(name)).toList();
    }
    now.forEach(this::take);
    gone.forEach(this::release);
  }

  /** Notifies the watchers that a job may be ready to be claimed. */
  public void notifyWatchers() {
    watchers.notifyWatchers();
  }
}
