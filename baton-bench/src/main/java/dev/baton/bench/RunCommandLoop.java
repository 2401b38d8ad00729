// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import dev.baton.access.Acl;
import dev.baton.access.Principals;
import dev.baton.actions.BuiltinPlugin;
import dev.baton.executor.Executor;
import dev.baton.executor.ExecutorListener;
import dev.baton.executor.ExecutorOptions;
import dev.baton.executor.ExecutorPorts;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.jobservice.JobService;
import dev.baton.memory.InMemoryBackend;
import dev.baton.plugin.Catalogue;
import dev.baton.service.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs programs as jobs of the action {@code run_command}, by an executor with the backend in
 * memory, so that the speed of a database does not count.
 */
final class RunCommandLoop implements ProgramLoop {

  private static final Duration BOUND = Duration.ofMinutes(30);

  private final int threads;
  private final Clock clock = Clock.system();
  private final AtomicInteger succeeded = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();

  RunCommandLoop(int threads) {
    this.threads = threads;
  }

  @Override
  public String name() {
    return "run_command";
  }

  @Override
  public void run(int programs) {
    succeeded.set(0);
    failed.set(0);
    try (InMemoryBackend backend = new InMemoryBackend(clock);
        BuiltinPlugin plugin = new BuiltinPlugin(backend.board(), clock)) {
      Catalogue catalogue = Catalogue.of(List.of(plugin));
      try (Executor executor = executor(backend, catalogue)) {
        executor.start();
        post(backend, programs);
        AwaitCondition.until(
            "the end of all jobs", BOUND, () -> succeeded.get() + failed.get() >= programs);
      }
    }
    if (failed.get() > 0) {
      throw new IllegalStateException(failed + " jobs failed");
    }
  }

  private Executor executor(InMemoryBackend backend, Catalogue catalogue) {
    return Executor.create(
        ExecutorOptions.named("bench").withSlots(threads),
        new ExecutorPorts(
            backend.board(),
            backend.jobs(),
            backend.log(),
            backend.history(),
            backend.memberRegistry(),
            null),
        catalogue,
        new JobService(backend.jobs(), catalogue, clock),
        new CountEnds(),
        clock);
  }

  private void post(InMemoryBackend backend, int programs) {
    JobSpec spec = JobSpec.builder("run_command").payload("{\"command\":[\"true\"]}").build();
    Acl acl = Acl.ownedBy(Principals.ADMIN);
    List<Job> jobs = new ArrayList<>(programs);
    for (int i = 0; i < programs; i++) {
      jobs.add(Job.posted(JobId.create(clock.now()), spec, acl, clock.now(), "bench"));
    }
    backend.jobs().add(jobs);
  }

  private final class CountEnds implements ExecutorListener {
    @Override
    public void ended(Job job, JobState state, Duration ran) {
      (state == JobState.SUCCESS ? succeeded : failed).incrementAndGet();
    }
  }
}
