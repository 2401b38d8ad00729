// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jobrunr.jobs.context.JobContext;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * Runs the free edition of JobRunr with its shortest poll interval. It keeps jobs that have ended;
 * results and log lines go where the free edition keeps them, into the metadata of the job.
 */
final class JobRunrPeer implements Peer {

  static final int CONNECTIONS = 20;
  static final int WORKERS = 64;
  static final String SETTINGS =
      WORKERS + " virtual threads, poll interval 5 s, " + CONNECTIONS + " connections";

  private final JobWork jobWork;
  private final PeerConnectionPool pool;
  private final JsonMapper json = new JacksonJsonMapper();
  private final StorageProvider storage;
  private final JobScheduler jobScheduler;
  private final AtomicLong posted = new AtomicLong();
  private @Nullable BackgroundJobServer server;

  JobRunrPeer(String url, JobWork jobWork, JobProbe jobProbe) {
    JobRunrJobs.use(jobProbe);
    this.jobWork = jobWork;
    pool = new PeerConnectionPool(url, CONNECTIONS);
    storage = new PostgresStorageProvider(pool.dataSource());
    storage.setJobMapper(new JobMapper(json));
    jobScheduler = new JobScheduler(storage);
  }

  @Override
  public void post(int count) {
    var numbers = IntStream.range(0, count).boxed();
    switch (jobWork) {
      case NOOP -> jobScheduler.enqueue(numbers, number -> JobRunrJobs.work());
      case RESULT ->
          jobScheduler.enqueue(numbers, number -> JobRunrJobs.storeResult(JobContext.Null));
      case RESULT_AND_LOG ->
          jobScheduler.enqueue(numbers, number -> JobRunrJobs.storeResultAndLog(JobContext.Null));
    }
  }

  @Override
  public void post() {
    jobScheduler.enqueue(() -> JobRunrJobs.work());
  }

  @Override
  public String postTimed() {
    String key = String.valueOf(posted.incrementAndGet());
    jobScheduler.enqueue(() -> JobRunrJobs.timed(key));
    return key;
  }

  @Override
  public void start() {
    server =
        new BackgroundJobServer(
            storage,
            json,
            null,
            BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                .andWorkerCount(WORKERS)
                .andPollInterval(Duration.ofSeconds(5)));
    server.start();
  }

  @Override
  public void stop() {
    if (server != null) {
      server.stop();
      server = null;
    }
  }

  @Override
  public long unfinished() throws SQLException {
    return pool.number("SELECT count(*) FROM jobrunr_jobs WHERE state <> 'SUCCEEDED'");
  }

  @Override
  public boolean allEnded() throws SQLException {
    return pool.isEmpty("SELECT 1 FROM jobrunr_jobs WHERE state IN ('ENQUEUED', 'PROCESSING')");
  }

  @Override
  public void close() {
    stop();
    storage.close();
    pool.close();
  }
}
