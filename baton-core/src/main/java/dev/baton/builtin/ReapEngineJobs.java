// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.builtin;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineLabels;
import dev.baton.engine.Engines;
import dev.baton.error.BatonException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes engine jobs that nobody owns: whose job is final, was deleted, or has gone on to another
 * attempt. One whose job is not in the store is removed if it was made for a job of this store, as
 * its label says: other Batons may share the engine. What was not made for a job is never touched.
 */
final class ReapEngineJobs implements Upkeep {

  static final String NAME = "reap_engine_jobs";

  private static final Logger LOG = LoggerFactory.getLogger(ReapEngineJobs.class);

  private final Engines engines;
  private final EngineSettings settings;
  private final JobStore jobs;
  private final Clock clock;
  // Both by the name of the engine; touched by the thread of the distribution.
  private final Map<String, UnreadableEntries> unreadable = new ConcurrentHashMap<>();
  private final Map<String, StuckEngineJobs> stuck = new ConcurrentHashMap<>();

  ReapEngineJobs(Engines engines, EngineSettings settings, JobStore jobs, Clock clock) {
    this.engines = engines;
    this.settings = settings;
    this.jobs = jobs;
    this.clock = clock;
  }

  @Override
  public long run() {
    // Jobs may have gone to others than the usual one, from other processes than this.
    SortedSet<String> names = engines.inUse();
    names.add(settings.engine());
    long removed = 0;
    for (String name : names) {
      try {
        removed += reap(name, engines.get(name));
      } catch (BatonException e) {
        LOG.debug("engine={} cannot be reaped now", name, e);
      } catch (RuntimeException e) {
        // The code of a plugin may throw anything: the other engines are reaped all the same.
        LOG.warn("engine={} failed when it was reaped", name, e);
      }
    }
    return removed;
  }

  private long reap(String name, Engine engine) {
    List<EngineJob> all = engine.list();
    UnreadableEntries failed =
        unreadable.computeIfAbsent(name, key -> new UnreadableEntries("engine '" + key + "'"));
    List<EngineJob> orphans = new ArrayList<>();
    for (EngineJob job : all) {
      try {
        if (!job.deleting() && isOrphan(job)) {
          orphans.add(job);
        }
        failed.worked(job.name());
      } catch (UnavailableException e) {
        // The store is away: nothing can be said of the others either.
        throw e;
      } catch (RuntimeException e) {
        failed.failed(job.name(), e);
      }
    }
    return stuck
        .computeIfAbsent(name, key -> new StuckEngineJobs(key, engine))
        .delete(orphans.stream().map(EngineJob::name).toList());
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
