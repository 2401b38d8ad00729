// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.builtin.container;

import dev.baton.builtin.EnginesNotReaped;
import dev.baton.engine.Engine;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineLabels;
import dev.baton.engine.Engines;
import dev.baton.error.UnavailableException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobStore;
import dev.baton.plugin.Upkeep;
import dev.baton.service.Clock;
import dev.baton.service.SaturatedTime;
import dev.baton.service.UnreadableEntries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Removes engine jobs that nobody owns: whose job is final, was deleted, or has gone on to another
 * attempt. One whose job is not in the store is removed if it was made for a job of this store, as
 * its label says: other Batons may share the engine. What was not made for a job is never touched.
 */
final class ReapEngineJobs implements Upkeep {

  static final String NAME = "reap_engine_jobs";

  private final Engines engines;
  private final EngineSettings settings;
  private final JobStore jobs;
  private final Clock clock;
  // Both by the name of the engine; touched by the thread of the distribution.
  private final Map<String, UnreadableEntries> unreadable = new ConcurrentHashMap<>();
  private final Map<String, DeleteOrphanedEngineJobs> stuck = new ConcurrentHashMap<>();

  ReapEngineJobs(Engines engines, EngineSettings settings, JobStore jobs, Clock clock) {
    this.engines = engines;
    this.settings = settings;
    this.jobs = jobs;
    this.clock = clock;
  }

  /**
   * Reaps all engines that can be reaped.
   *
   * @throws EnginesNotReaped if an engine could not be reaped; the others were
   */
  @Override
  public long run() throws EnginesNotReaped {
    // Jobs may have gone to others than the usual one, from other processes than this.
    SortedSet<String> names = engines.inUse();
    names.add(settings.engine());
    EnginesNotReaped failed = new EnginesNotReaped();
    long removed = 0;
    for (String name : names) {
      List<EngineJob> all;
      Engine engine;
      try {
        engine = engines.get(name);
        all = engine.list();
      } catch (RuntimeException e) {
        failed.add(name, e);
        continue;
      }
      // If the store is away, nothing can be said of any engine: that is thrown as it is.
      List<String> orphans = orphans(name, all);
      try {
        removed +=
            stuck
                .computeIfAbsent(name, key -> new DeleteOrphanedEngineJobs(key, engine))
                .delete(orphans);
      } catch (RuntimeException e) {
        failed.add(name, e);
      }
    }
    failed.throwIfAny();
    return removed;
  }

  private List<String> orphans(String name, List<EngineJob> all) {
    UnreadableEntries failed =
        unreadable.computeIfAbsent(name, key -> new UnreadableEntries("engine '" + key + "'"));
    List<String> orphans = new ArrayList<>();
    for (EngineJob job : all) {
      try {
        if (!job.deleting() && isOrphan(job)) {
          orphans.add(job.name());
        }
        failed.worked(job.name());
      } catch (UnavailableException e) {
        throw e;
      } catch (RuntimeException e) {
        failed.failed(job.name(), e);
      }
    }
    return orphans;
  }

  private boolean isOrphan(EngineJob engineJob) {
    String uuid = engineJob.labels().get(EngineLabels.JOB);
    if (uuid == null) {
      return false;
    }
    Optional<Job> job = jobs.find(new JobId(uuid));
    if (job.isEmpty()) {
      return isOfThisStore(engineJob) && !isKept(engineJob);
    }
    return !ContainerNames.isWanted(job.get(), engineJob.labels()) && !isKept(engineJob);
  }

  /** Otherwise its job may be stored elsewhere. */
  private boolean isOfThisStore(EngineJob job) {
    String store = job.labels().get(EngineLabels.STORE);
    return store == null ? settings.isInstallationOwn() : store.equals(jobs.identity());
  }

  private boolean isKept(EngineJob job) {
    Duration keep = ContainerNames.keep(job.labels());
    Instant finished = job.status().finished();
    return finished != null && clock.now().isBefore(SaturatedTime.plus(finished, keep));
  }
}
