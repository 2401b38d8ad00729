// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package com.example.embedded;

import dev.baton.access.Caller;
import dev.baton.backend.Backend;
import dev.baton.executor.Executor;
import dev.baton.executor.ExecutorListener;
import dev.baton.executor.ExecutorOptions;
import dev.baton.executor.ExecutorPorts;
import dev.baton.jdbc.JdbcBackend;
import dev.baton.job.Jobs;
import dev.baton.jobservice.JobService;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.Plugin;
import dev.baton.service.Clock;
import java.util.List;
import javax.sql.DataSource;

/** Keeps jobs in a database and runs them in the process of the application. */
public final class EmbeddedJobs implements AutoCloseable {

  private final Backend backend;
  private final JobService jobService;
  private final Executor executor;

  private EmbeddedJobs(Backend backend, Catalogue catalogue) {
    this.backend = backend;
    this.jobService = new JobService(backend.jobs(), catalogue, Clock.system());
    this.executor =
        Executor.create(
            ExecutorOptions.named("application"),
            new ExecutorPorts(
                backend.board(),
                backend.jobs(),
                backend.log(),
                backend.history(),
                backend.memberRegistry(),
                backend.logbook().orElseThrow()),
            catalogue,
            jobService,
            ExecutorListener.NONE,
            Clock.system());
  }

  /**
   * Opens the database and starts an executor of the plugin's actions and flows.
   *
   * @param url such as {@code jdbc:h2:file:/folder/name} or {@code jdbc:postgresql://host/database}
   */
  public static EmbeddedJobs start(String url, Plugin plugin) {
    return start(JdbcBackend.Options.of(url), plugin);
  }

  /**
   * Keeps the jobs in the database of the application, in tables that begin with {@code jobs_}, on
   * at most two connections of its pool and a third that waits for notifications. The application
   * closes the pool after this object.
   */
  public static EmbeddedJobs start(DataSource dataSource, Plugin plugin) {
    return start(
        JdbcBackend.Options.of(dataSource).withPoolSize(2).withTablePrefix("jobs_"), plugin);
  }

  private static EmbeddedJobs start(JdbcBackend.Options options, Plugin plugin) {
    Backend backend = JdbcBackend.open(options, Clock.system());
    EmbeddedJobs jobs = new EmbeddedJobs(backend, Catalogue.of(List.of(plugin)));
    jobs.executor.start();
    return jobs;
  }

  /** Returns the jobs as the application itself sees them: all of them. */
  public Jobs jobs() {
    return jobService.forCaller(Caller.internal());
  }

  /** Ends the running jobs within the grace period, or hands them to the next executor. */
  @Override
  public void close() {
    executor.stop();
    backend.close();
  }
}
