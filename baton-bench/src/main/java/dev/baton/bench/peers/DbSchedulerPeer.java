// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs db-scheduler with the settings that its documentation recommends for throughput
 * (lock-and-fetch) and for latency (immediate execution). It deletes a task that has ended, and has
 * neither results nor a log.
 */
final class DbSchedulerPeer implements Peer {

  static final int CONNECTIONS = 20;
  static final String SETTINGS =
      "lock-and-fetch (0.5, 4.0), immediate execution, " + CONNECTIONS + " connections";

  private static final String TABLES =
      """
      CREATE TABLE scheduled_tasks (
        task_name text NOT NULL, task_instance text NOT NULL, task_data bytea,
        execution_time timestamptz NOT NULL, picked boolean NOT NULL, picked_by text,
        last_success timestamptz, last_failure timestamptz, consecutive_failures int,
        last_heartbeat timestamptz, version bigint NOT NULL, priority smallint, state text,
        PRIMARY KEY (task_name, task_instance));
      CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time);
      CREATE INDEX last_heartbeat_idx ON scheduled_tasks (last_heartbeat);
      """;

  private final PeerConnectionPool pool;
  private final int threads;
  private final OneTimeTask<Void> work;
  private final OneTimeTask<Void> timed;
  private final AtomicLong posted = new AtomicLong();
  private Scheduler scheduler;

  DbSchedulerPeer(String url, int threads, JobProbe jobProbe) throws SQLException {
    this.pool = new PeerConnectionPool(url, CONNECTIONS);
    this.threads = threads;
    pool.createTables("scheduled_tasks", TABLES);
    work = Tasks.oneTime("work", Void.class).execute((instance, context) -> jobProbe.ran());
    timed =
        Tasks.oneTime("timed", Void.class)
            .execute((instance, context) -> jobProbe.started(instance.getId()));
    scheduler = create();
  }

  private Scheduler create() {
    return Scheduler.create(pool.dataSource(), work, timed)
        .threads(threads)
        .pollUsingLockAndFetch(0.5, 4.0)
        .pollingInterval(Duration.ofMillis(100))
        .enableImmediateExecution()
        .build();
  }

  @Override
  public void post(int count) {
    long first = posted.getAndAdd(count);
    Stream<TaskInstance<?>> instances =
        IntStream.range(0, count).mapToObj(i -> work.instance(String.valueOf(first + i)));
    scheduler.scheduleBatch(instances, Instant.now());
  }

  @Override
  public void post() {
    scheduler.schedule(work.instance(String.valueOf(posted.getAndIncrement())), Instant.now());
  }

  @Override
  public String postTimed() {
    String id = String.valueOf(posted.getAndIncrement());
    scheduler.schedule(timed.instance(id), Instant.now());
    return id;
  }

  @Override
  public void start() {
    scheduler.start();
  }

  @Override
  public void stop() {
    scheduler.stop();
    // A scheduler cannot be started again.
    scheduler = create();
  }

  @Override
  public long unfinished() throws SQLException {
    return pool.number("SELECT count(*) FROM scheduled_tasks");
  }

  @Override
  public boolean allEnded() throws SQLException {
    return pool.isEmpty("SELECT 1 FROM scheduled_tasks");
  }

  @Override
  public void close() {
    scheduler.stop();
    pool.close();
  }
}
