// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.executor;

import static org.awaitility.Awaitility.await;

import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.backend.Backend;
import dev.baton.executor.Executor;
import dev.baton.executor.ExecutorListener;
import dev.baton.executor.ExecutorOptions;
import dev.baton.executor.ExecutorPorts;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.Jobs;
import dev.baton.jobservice.JobService;
import dev.baton.plugin.Catalogue;
import dev.baton.service.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Executors on a backend in real time, with a user who is not an administrator. */
final class TestExecutors implements AutoCloseable {

  private static final String USER = "user/alice";

  private final Backend backend;
  private final Catalogue catalogue;
  private final Clock clock;
  private final List<Executor> executors = new ArrayList<>();
  private int started;

  TestExecutors(Backend backend, Catalogue catalogue, Clock clock) {
    this.backend = backend;
    this.catalogue = catalogue;
    this.clock = clock;
  }

  private JobService jobService(Backend view) {
    return new JobService(view.jobs(), catalogue, clock);
  }

  private Jobs jobs() {
    Set<String> claims = Set.of(USER, Principals.USER, Principals.ANONYMOUS);
    return jobService(backend).forCaller(new Caller(USER, USER, claims, null));
  }

  /**
   * @param view the view of the backend that the process of the executor has
   */
  void startExecutor(Backend view, int slots) {
    ExecutorPorts ports =
        new ExecutorPorts(
            view.board(),
            view.jobs(),
            view.log(),
            view.history(),
            view.memberRegistry(),
            view.logbook().orElseThrow());
    ExecutorOptions options =
        ExecutorOptions.named("executor-" + started++)
            .withSlots(slots)
            .withLease(Duration.ofSeconds(30));
    Executor executor =
        Executor.create(
            options,
            ports,
            catalogue,
            view.executorJobService(jobService(view)),
            ExecutorListener.NONE,
            clock);
    executors.add(executor);
    executor.start();
  }

  /** Stops the executors at once, without a grace period. */
  void killExecutors() {
    executors.forEach(Executor::stopNow);
    executors.clear();
  }

  JobId post(String action) {
    return jobs().post(JobSpec.of(action)).id();
  }

  void cancelAndRevert(JobId id) {
    jobs().cancelAndRevert(id);
  }

  void delete(JobId id) {
    jobs().delete(id);
  }

  /** Posts a job that reverts the flow of a final job. */
  JobId revert(JobId id) {
    return jobs().continueFlow(id, null).id();
  }

  Job awaitFinal(JobId id, Duration patience) {
    await().atMost(patience).until(() -> job(id).state().isFinal());
    return job(id);
  }

  Job job(JobId id) {
    return backend.jobs().find(id).orElseThrow();
  }

  List<Job> childrenOf(JobId parent) {
    Filter filter =
        new Filter.Equal(Filter.Path.of("parent-job"), new Filter.Value.Text(parent.toString()));
    return jobs().search(JobQuery.of(filter, 1_000)).jobs();
  }

  @Override
  public void close() {
    killExecutors();
  }
}
