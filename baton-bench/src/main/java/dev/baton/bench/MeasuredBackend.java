// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import dev.baton.access.Acl;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.backend.Backend;
import dev.baton.executor.Executor;
import dev.baton.executor.ExecutorListener;
import dev.baton.executor.ExecutorOptions;
import dev.baton.executor.ExecutorPorts;
import dev.baton.filter.FilterParser;
import dev.baton.jdbc.JdbcBackend;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.jobservice.JobService;
import dev.baton.plugin.Catalogue;
import dev.baton.service.Clock;
import java.util.ArrayList;
import java.util.List;

/** A backend, and the parts that are needed to run jobs of {@link ProbePlugin} on it. */
final class MeasuredBackend implements AutoCloseable {

  private static final int POST_BATCH = 1000;

  final ProbePlugin probe = new ProbePlugin();
  private final Backend backend;
  private final Catalogue catalogue = Catalogue.of(List.of(probe));
  private final JobService jobService;

  MeasuredBackend(MeasuredDatabase measuredDatabase) {
    this(JdbcBackend.open(JdbcBackend.Options.of(measuredDatabase.url()), Clock.system()));
  }

  MeasuredBackend(Backend backend) {
    this.backend = backend;
    this.jobService = new JobService(backend.jobs(), catalogue, Clock.system());
  }

  Backend backend() {
    return backend;
  }

  /** The number of jobs to post so that {@code depth} jobs wait. */
  long missingJobs(int depth) {
    return Math.max(0, depth - count("QUEUED"));
  }

  /** Creates an executor that is not started yet. */
  Executor executor(int slots) {
    return Executor.create(
        ExecutorOptions.named("bench").withSlots(slots),
        new ExecutorPorts(
            backend.board(),
            backend.jobs(),
            backend.log(),
            backend.history(),
            backend.memberRegistry(),
            backend.logbook().orElse(null)),
        catalogue,
        backend.executorJobService(jobService),
        ExecutorListener.NONE,
        Clock.system());
  }

  /** Posts one job as a client does, and returns its id. */
  String post(String action) {
    return post(JobSpec.of(action));
  }

  /** Posts one job as a client does, and returns its id. */
  String post(JobSpec spec) {
    return jobService.forCaller(Caller.internal()).post(spec).id().toString();
  }

  /** The number of jobs in a state. */
  long count(String state) {
    return backend
        .jobs()
        .search(JobQuery.of(FilterParser.parse("state='" + state + "'"), 0))
        .count();
  }

  /** Posts many jobs, 1,000 per request. */
  void postMany(JobSpec spec, int count) {
    Acl acl = Acl.ownedBy(Principals.ADMIN);
    for (int done = 0; done < count; done += POST_BATCH) {
      List<Job> jobs = new ArrayList<>(POST_BATCH);
      for (int i = done; i < Math.min(count, done + POST_BATCH); i++) {
        jobs.add(
            Job.posted(
                JobId.create(Clock.system().now()), spec, acl, Clock.system().now(), "bench"));
      }
      backend.jobs().add(jobs);
    }
  }

  @Override
  public void close() {
    backend.close();
  }
}
