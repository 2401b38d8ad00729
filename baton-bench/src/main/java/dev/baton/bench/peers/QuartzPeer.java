// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;

/**
 * Runs Quartz with its clustered JDBC store. A post is a trigger that fires once; all triggers
 * belong to one job, which is the cheapest form. Quartz deletes a trigger that will not fire again,
 * and has neither results nor a log.
 */
final class QuartzPeer implements Peer {

  static final int THREADS = 20;
  static final String SETTINGS =
      "clustered JDBC store, %d threads, batches of %d, %d connections"
          .formatted(THREADS, THREADS, THREADS + 5);

  private static final String DATA_SOURCE = "peer";
  private static final String PROBE = "probe";
  private static final int POST_BATCH = 1000;

  private final PeerConnectionPool pool;
  private final Scheduler scheduler;
  private final JobDetail work =
      JobBuilder.newJob(CountRuns.class).withIdentity("work").storeDurably().build();
  private final JobDetail timed =
      JobBuilder.newJob(RecordStart.class).withIdentity("timed").storeDurably().build();
  private final AtomicLong posted = new AtomicLong();

  QuartzPeer(String url, JobProbe jobProbe) throws SQLException, IOException, SchedulerException {
    pool = new PeerConnectionPool(url, THREADS + 5);
    pool.createTables(
        "qrtz_triggers",
        PeerConnectionPool.script(PostgreSQLDelegate.class, "tables_postgres.sql"));
    DBConnectionManager.getInstance().addConnectionProvider(DATA_SOURCE, new PoolProvider(pool));
    scheduler = new StdSchedulerFactory(settings()).getScheduler();
    scheduler.getContext().put(PROBE, jobProbe);
    scheduler.addJob(work, true);
    scheduler.addJob(timed, true);
  }

  private static Properties settings() {
    Properties settings = new Properties();
    settings.putAll(
        Map.of(
            "org.quartz.scheduler.instanceName",
            "peer",
            "org.quartz.scheduler.instanceId",
            "peer-" + ProcessHandle.current().pid(),
            "org.quartz.scheduler.batchTriggerAcquisitionMaxCount",
            String.valueOf(THREADS),
            "org.quartz.threadPool.class",
            "org.quartz.simpl.SimpleThreadPool",
            "org.quartz.threadPool.threadCount",
            String.valueOf(THREADS)));
    settings.putAll(
        Map.of(
            "org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX",
            "org.quartz.jobStore.driverDelegateClass", PostgreSQLDelegate.class.getName(),
            "org.quartz.jobStore.dataSource", DATA_SOURCE,
            "org.quartz.jobStore.isClustered", "true",
            // Quartz requires the lock for batches.
            "org.quartz.jobStore.acquireTriggersWithinLock", "true",
            // Jobs that wait for long are a backlog, not misfires.
            "org.quartz.jobStore.misfireThreshold", "86400000"));
    return settings;
  }

  @Override
  public void post(int count) throws SchedulerException {
    for (int done = 0; done < count; done += POST_BATCH) {
      Set<Trigger> triggers = new HashSet<>();
      for (int i = done; i < Math.min(count, done + POST_BATCH); i++) {
        triggers.add(trigger(work));
      }
      scheduler.scheduleJobs(Map.of(work, triggers), true);
    }
  }

  @Override
  public void post() throws SchedulerException {
    scheduler.scheduleJob(trigger(work));
  }

  @Override
  public String postTimed() throws SchedulerException {
    Trigger trigger = trigger(timed);
    scheduler.scheduleJob(trigger);
    return trigger.getKey().getName();
  }

  private Trigger trigger(JobDetail job) {
    return TriggerBuilder.newTrigger()
        .withIdentity(String.valueOf(posted.incrementAndGet()))
        .forJob(job)
        .startNow()
        .build();
  }

  @Override
  public void start() throws SchedulerException {
    scheduler.start();
  }

  @Override
  public void stop() throws SchedulerException {
    scheduler.standby();
  }

  @Override
  public long unfinished() throws SQLException {
    return pool.number(
        "SELECT (SELECT count(*) FROM qrtz_triggers) + (SELECT count(*) FROM qrtz_fired_triggers)");
  }

  @Override
  public boolean allEnded() throws SQLException {
    return pool.isEmpty("SELECT 1 FROM qrtz_triggers")
        && pool.isEmpty("SELECT 1 FROM qrtz_fired_triggers");
  }

  @Override
  public void close() {
    try {
      scheduler.shutdown(true);
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz cannot be shut down", e);
    } finally {
      pool.close();
    }
  }

  private static JobProbe probe(JobExecutionContext context) {
    try {
      return (JobProbe) Objects.requireNonNull(context.getScheduler().getContext().get(PROBE));
    } catch (SchedulerException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The job that does nothing. Quartz creates it, so it is public. */
  public static final class CountRuns implements Job {
    @Override
    public void execute(JobExecutionContext context) {
      probe(context).ran();
    }
  }

  /** The job that records its start. Quartz creates it, so it is public. */
  public static final class RecordStart implements Job {
    @Override
    public void execute(JobExecutionContext context) {
      probe(context).started(context.getTrigger().getKey().getName());
    }
  }

  /** Gives Quartz the connections of the pool. */
  private record PoolProvider(PeerConnectionPool pool) implements ConnectionProvider {
    @Override
    public Connection getConnection() throws SQLException {
      return pool.dataSource().getConnection();
    }

    @Override
    public void initialize() {}

    @Override
    public void shutdown() {}
  }
}
