// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

import dev.baton.access.Caller;
import dev.baton.backend.Backend;
import dev.baton.executor.Executor;
import dev.baton.executor.ExecutorListener;
import dev.baton.executor.ExecutorOptions;
import dev.baton.executor.ExecutorPorts;
import dev.baton.filter.FilterParser;
import dev.baton.jdbc.JdbcBackend;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.Jobs;
import dev.baton.jobservice.JobService;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.JobRun;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import dev.baton.service.Clock;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs Baton as an application embeds it: with the core and the driver for databases. */
final class BatonPeer implements Peer {

  static final String SETTINGS = "1,024 slots, otherwise as set by default; history is kept";
  static final String TRACED_SETTINGS =
      "as baton; every span of every job is sent to a receiver in the same process";

  private static final int SLOTS = 1024;
  private static final int POST_BATCH = 1000;
  private static final JobSpec JOB = JobSpec.of("work");
  private static final JobSpec TIMED = JobSpec.of("timed");

  record NoInput() {}

  /** A result that differs from job to job. */
  record JobNumber(long number) {}

  private record WorkPlugin(JobWork jobWork, JobProbe jobProbe) implements Plugin {
    @Override
    public void register(Registry registry) {
      registry.action("work", NoInput.class, (run, noInput) -> work(run));
      registry.action(
          "timed", NoInput.class, (run, noInput) -> jobProbe.started(run.job().id().toString()));
    }

    private void work(JobRun run) {
      long number = jobProbe.ran();
      if (jobWork.hasResult()) {
        run.result(new JobNumber(number));
      }
      if (jobWork.hasLog()) {
        run.log("this is job " + number);
      }
    }
  }

  private final Backend backend;
  private final Catalogue catalogue;
  private final JobService jobService;
  private final Jobs jobs;
  private final TraceJobs traceJobs;
  private @Nullable Executor executor;

  BatonPeer(String url, JobWork jobWork, JobProbe jobProbe) {
    this(url, jobWork, jobProbe, TraceJobs.off());
  }

  private BatonPeer(String url, JobWork jobWork, JobProbe jobProbe, TraceJobs traceJobs) {
    this.traceJobs = traceJobs;
    this.backend = JdbcBackend.open(JdbcBackend.Options.of(url), Clock.system());
    this.catalogue = Catalogue.of(List.of(new WorkPlugin(jobWork, jobProbe)));
    if (!catalogue.problems().isEmpty()) {
      throw new IllegalStateException("the actions are refused: " + catalogue.problems());
    }
    this.jobService =
        new JobService(backend.jobs(), catalogue, Clock.system()).withTracer(traceJobs.tracer());
    this.jobs = jobService.forCaller(Caller.internal());
  }

  /** Opens Baton with traces. */
  static BatonPeer traced(String url, JobWork jobWork, JobProbe jobProbe) throws IOException {
    return new BatonPeer(url, jobWork, jobProbe, TraceJobs.start());
  }

  /** All jobs, with the rights of the application. */
  Jobs jobs() {
    return jobs;
  }

  Backend backend() {
    return backend;
  }

  @Override
  public void post(int count) {
    for (int done = 0; done < count; done += POST_BATCH) {
      jobs.post(Collections.nCopies(Math.min(POST_BATCH, count - done), JOB));
    }
  }

  @Override
  public void post() {
    jobs.post(JOB);
  }

  @Override
  public String postTimed() {
    return jobs.post(TIMED).id().toString();
  }

  @Override
  public void start() {
    executor =
        Executor.create(
            ExecutorOptions.named("peer").withSlots(SLOTS),
            new ExecutorPorts(
                backend.board(),
                backend.jobs(),
                backend.log(),
                backend.history(),
                backend.memberRegistry(),
                backend.logbook().orElse(null)),
            catalogue,
            jobService,
            ExecutorListener.NONE,
            traceJobs.tracer(),
            Clock.system());
    executor.start();
  }

  @Override
  public void stop() {
    if (executor != null) {
      executor.stop();
      executor = null;
    }
  }

  @Override
  public long unfinished() {
    return count("state!='SUCCESS'");
  }

  @Override
  public boolean allEnded() {
    return count("state='QUEUED' or state='RUNNING'") == 0;
  }

  private long count(String filter) {
    return jobs.search(JobQuery.of(FilterParser.parse(filter), 0)).count();
  }

  @Override
  public void close() {
    stop();
    backend.close();
    traceJobs.close();
  }
}
