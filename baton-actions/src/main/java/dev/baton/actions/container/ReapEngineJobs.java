// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import dev.baton.actions.ReapFailedException;
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
import dev.baton.service.UnreadableRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Removes orphaned engine jobs: their job is final, was deleted, or continues with another attempt
 * after a failure. If the job is not in the store, the engine job is removed only if its label
 * shows that it was made for a job of this store, because other installations may share the engine.
 * Engine jobs that were not made for a job are never removed.
 */
final class ReapEngineJobs implements Upkeep {

  static final String NAME = "reap_engine_jobs";

  private final Engines engines;
  private final EngineSettings settings;
  private final JobStore jobs;
  private final Clock clock;
  // Both maps have one value for each engine, by its name. Used by the thread of the distribution.
  private final Map<String, UnreadableRecords> unreadable = new ConcurrentHashMap<>();
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
   * @throws ReapFailedException if an engine could not be reaped; the others were reaped
   */
  @Override
  public long run() throws ReapFailedException {
    // All engines that this process has settings for or has opened are included, because other
    // processes may have started engine jobs there.
    SortedSet<String> names = engines.inUse();
    names.add(settings.engine());
    ReapFailedException failed = new ReapFailedException();
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
      // If the job store does not answer, no engine can be checked. Therefore this exception is not
      // caught and ends the method.
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
    UnreadableRecords failed =
        unreadable.computeIfAbsent(name, key -> new UnreadableRecords("engine '" + key + "'"));
    List<String> orphans = new ArrayList<>();
    for (EngineJob job : all) {
      try {
        if (!job.deleting() && isOrphan(job)) {
          orphans.add(job.name());
        }
        failed.readSucceeded(job.name());
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

  /** Whether the engine job was made for this store. Otherwise its job may be in another store. */
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
