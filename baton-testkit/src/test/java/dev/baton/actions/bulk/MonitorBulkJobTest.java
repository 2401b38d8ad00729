// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.access.Caller;
import dev.baton.actions.BuiltinPlugin;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.Jobs;
import dev.baton.job.PostResult;
import dev.baton.job.ResourceRef;
import dev.baton.jobservice.JobService;
import dev.baton.memory.InMemoryBackend;
import dev.baton.plugin.Catalogue;
import dev.baton.testkit.clock.ManualClock;
import dev.baton.testkit.job.RecordingRun;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Tests a monitor whose bulk job is ended by another caller while the monitor reads the child jobs.
 */
final class MonitorBulkJobTest {

  private final ManualClock clock = new ManualClock();
  private final InMemoryBackend backend = new InMemoryBackend(clock);
  private final Catalogue catalogue =
      Catalogue.of(List.of(new BuiltinPlugin(backend.board(), clock)));
  private final JobService jobService = new JobService(backend.jobs(), catalogue, clock);
  private final Jobs internal = jobService.forCaller(Caller.internal());

  /** Ends the job right before each edit. */
  private record JobsThatEndFirst(Jobs jobs) implements Jobs {
    @Override
    public Job edit(JobId id, UnaryOperator<Job> edit) {
      end(jobs, id);
      return jobs.edit(id, edit);
    }

    @Override
    public List<PostResult> post(List<JobSpec> specs) {
      return jobs.post(specs);
    }

    @Override
    public Optional<Job> find(JobId id) {
      return jobs.find(id);
    }

    @Override
    public JobPage search(JobQuery query) {
      return jobs.search(query);
    }

    @Override
    public Job cancel(JobId id) {
      return jobs.cancel(id);
    }

    @Override
    public Job cancelAndRevert(JobId id) {
      return jobs.cancelAndRevert(id);
    }

    @Override
    public Job continueFlow(JobId id, @Nullable String from) {
      return jobs.continueFlow(id, from);
    }

    @Override
    public Job retry(JobId id) {
      return jobs.retry(id);
    }

    @Override
    public Job retryOnce(JobId id, String key) {
      return jobs.retryOnce(id, key);
    }

    @Override
    public Job signal(JobId id, String name, JsonNode value) {
      return jobs.signal(id, name, value);
    }

    @Override
    public void delete(JobId id) {
      jobs.delete(id);
    }

    @Override
    public long deleteAll(Filter filter) {
      return jobs.deleteAll(filter);
    }
  }

  private static void end(Jobs jobs, JobId id) {
    setState(jobs, id, JobState.SUCCESS, "ended by another monitor");
  }

  private static void setState(Jobs jobs, JobId id, JobState state, String message) {
    jobs.edit(
        id,
        job ->
            job.withStatus(job.status().toBuilder().state(state).statusMessage(message).build()));
  }

  @Test
  void bulkJob_thatAnotherMonitorEndsFirst_isLeftAsItIs() throws Exception {
    String payload = "{\"action\":\"dummy_test_action\",\"elements\":[]}";
    JobId bulk = internal.post(JobSpec.builder("bulk_post").payload(payload).build()).id();
    setState(internal, bulk, JobState.RUNNING, "{}");
    JobSpec spec =
        JobSpec.builder("monitor_bulk_job").target(ResourceRef.of(bulk.toString())).build();
    Job monitor = internal.find(internal.post(spec).id()).orElseThrow();
    RecordingRun run = RecordingRun.of(monitor, new JobsThatEndFirst(internal));

    catalogue.requireAction("monitor_bulk_job").run(run);

    assertThat(run.lastMessage()).isEqualTo(bulk + " has ended in the meantime");
    assertThat(internal.find(bulk).orElseThrow().status().statusMessage())
        .isEqualTo("ended by another monitor");
  }
}
