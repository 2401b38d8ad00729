// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.builtin;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineLabels;
import dev.baton.engine.Engines;
import dev.baton.error.BatonException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobStore;
import dev.baton.plugin.Upkeep;
import dev.baton.service.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes engine jobs that nobody owns: whose job is final, or has gone on to another attempt. One
 * whose job is not stored is removed only where the installation has a name of its own: otherwise
 * it may be another Baton's. What was not made for a job is never touched.
 */
final class ReapEngineJobs implements Upkeep {

  static final String NAME = "reap_engine_jobs";

  private static final Logger LOG = LoggerFactory.getLogger(ReapEngineJobs.class);

  private final Engines engines;
  private final EngineSettings settings;
  private final JobStore jobs;
  private final Clock clock;

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
      }
    }
    return removed;
  }

  private long reap(String name, Engine engine) {
    long removed = 0;
    for (EngineJob job : engine.list()) {
      if (!job.deleting() && isOrphan(job)) {
        engine.delete(job.name());
        LOG.info("engine={} had '{}', whose job is over; it is deleted", name, job.name());
        removed++;
      }
    }
    return removed;
  }

  private boolean isOrphan(EngineJob engineJob) {
    String uuid = engineJob.labels().get(EngineLabels.JOB);
    if (uuid == null) {
      return false;
    }
    Optional<Job> job = jobs.find(new JobId(uuid));
    if (job.isEmpty()) {
      return settings.isInstallationOwn() && !isKept(engineJob);
    }
    return !ContainerNames.isWanted(job.get(), engineJob.labels()) && !isKept(engineJob);
  }

  private boolean isKept(EngineJob job) {
    String seconds = job.labels().get(ContainerNames.KEEP);
    Instant finished = job.status().finished();
    return seconds != null
        && finished != null
        && clock.now().isBefore(finished.plus(Duration.ofSeconds(Long.parseLong(seconds))));
  }
}
