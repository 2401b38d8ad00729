// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs the same jobs on db-scheduler, with the settings that its documentation recommends for
 * throughput on PostgreSQL: lock-and-fetch, and a connection pool of the size that its threads
 * allow.
 */
final class DbSchedulerPeer {

  private static final int POOL = 20;
  private static final String TABLE =
      """
      create table if not exists scheduled_tasks (
        task_name text not null, task_instance text not null, task_data bytea,
        execution_time timestamp with time zone not null, picked boolean not null,
        picked_by text, last_success timestamp with time zone,
        last_failure timestamp with time zone, consecutive_failures int,
        last_heartbeat timestamp with time zone, version bigint not null, priority smallint,
        state text,
        primary key (task_name, task_instance));
      create index if not exists execution_time_idx on scheduled_tasks (execution_time);
      create index if not exists last_heartbeat_idx on scheduled_tasks (last_heartbeat);
      """;

  private final String url;
  private final int threads;
  private final AtomicLong ran = new AtomicLong();

  DbSchedulerPeer(String url, int threads) {
    this.url = url;
    this.threads = Math.min(threads, 64);
  }

  void measure(int jobs, int rounds) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(POOL);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      createTable(pool);
      for (int round = 1; round <= rounds; round++) {
        measureOnce(pool, jobs, round);
      }
    }
  }

  private void measureOnce(HikariDataSource pool, int jobs, int round) {
    OneTimeTask<Void> task =
        Tasks.oneTime("noop", Void.class).execute((instance, context) -> ran.incrementAndGet());
    Scheduler scheduler =
        Scheduler.create(pool, task)
            .threads(threads)
            .pollUsingLockAndFetch(0.5, 4.0)
            .pollingInterval(Duration.ofMillis(100))
            .build();
    Stream<TaskInstance<?>> instances =
        IntStream.range(0, jobs).mapToObj(i -> task.instance(round + "-" + i));
    scheduler.scheduleBatch(instances, Instant.now());
    long ranBefore = ran.get();
    long start = System.nanoTime();
    scheduler.start();
    AwaitCondition.until("the end", Duration.ofMinutes(10), () -> ran.get() - ranBefore >= jobs);
    double took = ThroughputCommand.seconds(start);
    scheduler.stop();
    ThroughputCommand.print(
        "db-scheduler (%d threads), round %d: %,.0f jobs/s", threads, round, jobs / took);
  }

  private static void createTable(HikariDataSource pool) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(TABLE);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot create the peer's table", e);
    }
  }
}
