// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.access.Caller;
import dev.baton.actions.BuiltinPlugin;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.JobStatus;
import dev.baton.job.Jobs;
import dev.baton.job.ResourceRef;
import dev.baton.jobservice.JobService;
import dev.baton.plugin.BulkResult;
import dev.baton.plugin.Catalogue;
import dev.baton.service.Clock;
import dev.baton.testkit.job.RecordingRun;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests bulk jobs with a child job that this release cannot read. */
final class UnreadableChildTest {

  private final Clock clock = Clock.system();
  private final String url = "jdbc:h2:mem:" + UUID.randomUUID();
  private final JdbcBackend backend =
      JdbcBackend.open(new JdbcBackend.Options(url, null, null, 4), clock);
  private final Catalogue catalogue =
      Catalogue.of(List.of(new BuiltinPlugin(backend.board(), clock)));
  private final JobService jobService = new JobService(backend.jobs(), catalogue, clock);
  private final Jobs jobs = jobService.forCaller(Caller.internal());

  @AfterEach
  void close() {
    backend.close();
  }

  private Job stored(JobId id) {
    return backend.jobs().find(id).orElseThrow();
  }

  /** Posts a bulk job with two child jobs, one of which has succeeded. */
  private JobId bulk() {
    String payload = "{\"action\":\"dummy_test_action\",\"elements\":[]}";
    JobId bulk = jobs.post(JobSpec.builder("bulk_post").payload(payload).build()).id();
    inState(bulk, JobState.RUNNING);
    JobSpec child = JobSpec.of("dummy_test_action");
    jobService.postChildren(stored(bulk), Map.of("good", child, "bad", child), true);
    inState(child(bulk, "good"), JobState.SUCCESS);
    return bulk;
  }

  private static JobId child(JobId bulk, String key) {
    return JobId.ofChild(bulk, key);
  }

  private void inState(JobId id, JobState state) {
    jobs.edit(id, job -> job.withStatus(job.status().toBuilder().state(state).build()));
  }

  private void set(JobId job, String column, String value) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      new JobColumn(column).set(connection, job, "?", value);
    }
  }

  private JobStatus monitored(JobId bulk) throws Exception {
    ResourceRef target = ResourceRef.of(bulk.toString());
    JobId monitor = jobs.post(JobSpec.builder("monitor_bulk_job").target(target).build()).id();
    catalogue
        .requireAction("monitor_bulk_job")
        .run(RecordingRun.of(stored(monitor), jobService.forRun(stored(monitor))));
    return stored(bulk).status();
  }

  @Test
  void childInAStateThatIsNotKnown_isNotOver() throws Exception {
    JobId bulk = bulk();
    set(child(bulk, "bad"), "state", "UNHEARD");

    JobStatus status = monitored(bulk);

    assertThat(status.state()).isEqualTo(JobState.RUNNING);
    assertThat(status.progress()).isEqualTo(50);
    assertThat(status.statusMessage())
        .contains("\"success_count\":1", "\"running_count\":1", "\"jobs_count\":2");
  }

  @Test
  void childThatFailedAndCannotBeRead_isCounted() throws Exception {
    JobId bulk = bulk();
    inState(child(bulk, "bad"), JobState.FAILED);
    set(child(bulk, "bad"), "timeout", "not a duration");

    JobStatus status = monitored(bulk);

    assertThat(status.state()).isEqualTo(JobState.SUCCESS);
    BulkResult result = BulkResult.withoutChildren(status.statusMessage()).orElseThrow();
    assertThat(result.errors(BulkResult.Category.FAILED)).isEqualTo(1);
    assertThat(result.succeeded()).isEqualTo(1);
  }
}
