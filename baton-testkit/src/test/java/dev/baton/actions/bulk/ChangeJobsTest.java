// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.actions.BuiltinPlugin;
import dev.baton.filter.FilterParser;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.jobservice.BulkOperation;
import dev.baton.jobservice.BulkRequest;
import dev.baton.jobservice.JobService;
import dev.baton.memory.InMemoryBackend;
import dev.baton.plugin.BulkResult;
import dev.baton.plugin.Catalogue;
import dev.baton.testkit.clock.ManualClock;
import dev.baton.testkit.job.RecordingRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests bulk jobs that change other jobs. */
final class ChangeJobsTest {

  private static final Caller ALICE =
      new Caller("user/alice", "user/alice", Set.of("user/alice", Principals.USER), null);
  private static final Caller BOB =
      new Caller("user/bob", "user/bob", Set.of("user/bob", Principals.USER), null);

  private final ManualClock clock = new ManualClock();
  private final InMemoryBackend backend = new InMemoryBackend(clock);
  private final Catalogue catalogue =
      Catalogue.of(List.of(new BuiltinPlugin(backend.board(), clock)));
  private final JobService jobService = new JobService(backend.jobs(), catalogue, clock);

  @Test
  void retry_thatIsRunAgainAfterAnInterrupt_postsNoJobTwice() throws Exception {
    JobId cancelled = post(ALICE);
    jobService.forCaller(ALICE).cancel(cancelled);
    for (int i = 1; i < 5; i++) {
      jobService.forCaller(ALICE).cancel(post(ALICE));
    }
    clock.advance(Duration.ofSeconds(1));
    JobId bulk = bulk("bulk_retry_job", "{\"filter\":\"action='dummy_test_action'\"}");

    run(bulk);
    RecordingRun second = run(bulk);

    assertThat(count("action='dummy_test_action' and state='QUEUED'")).isEqualTo(5);
    assertThat(count("action='dummy_test_action'")).isEqualTo(10);
    jobService.forCaller(ALICE).retry(cancelled);
    assertThat(count("origin/retry-of!=null")).isEqualTo(6);
    assertThat(count("origin/retried-by='" + bulk + "'")).isEqualTo(5);
    assertThat(second.lastMessage()).isEqualTo("5 of 5 jobs posted again, 0 failed, 0 skipped");
  }

  @Test
  void retry_reportsItsCountsWhileItPostsThePage() throws Exception {
    for (int i = 0; i < 50; i++) {
      jobService.forCaller(ALICE).cancel(post(ALICE));
    }
    clock.advance(Duration.ofSeconds(1));
    Job bulk = stored(bulk("bulk_retry_job", "{\"filter\":\"action='dummy_test_action'\"}"));
    BulkRequest request =
        new BulkRequest(
            BulkOperation.RETRY, "action='dummy_test_action'", Set.of(), 100, null, Set.of(), null);
    List<Long> counts = new ArrayList<>();

    boolean isDone =
        JobService.bulk(bulk, jobService.forRun(bulk), request)
            .run(
                new BulkResult(50),
                soFar -> {
                  counts.add(soFar.succeeded());
                  return soFar.succeeded() < 40;
                });

    assertThat(counts).containsExactly(0L, 20L, 40L);
    assertThat(isDone).isFalse();
  }

  @Test
  void cancel_actsWithTheRightsOfTheOwnerOfTheBulkJob() throws Exception {
    JobId own = post(ALICE);
    JobId other = post(BOB);
    JobId bulk = bulk("bulk_cancel_job", "{\"filter\":\"action='dummy_test_action'\"}");

    RecordingRun run = run(bulk);

    assertThat(stored(own).state()).isEqualTo(JobState.CANCELED);
    assertThat(stored(other).state()).isEqualTo(JobState.QUEUED);
    assertThat(run.lastMessage()).isEqualTo("1 of 1 jobs cancelled, 0 failed, 0 skipped");
  }

  @Test
  void progress_isReadAsItWasWritten() {
    BulkResult result = new BulkResult(10);
    result.addSuccess(List.of(), 4);
    result.addErrors(BulkResult.Category.FAILED, "x", 2);
    result.addErrors(BulkResult.Category.SKIPPED, "y", 1);
    BulkChangeProgress progress = BulkChangeProgress.of(result);

    assertThat(progress).isEqualTo(new BulkChangeProgress(10, 4, 2, 1));
    for (BulkOperation operation : BulkOperation.values()) {
      assertThat(BulkChangeProgress.parse(progress.text(operation))).contains(progress);
    }
    assertThat(BulkChangeProgress.parse("something else")).isEmpty();
    assertThat(BulkChangeProgress.parse(null)).isEmpty();
  }

  private JobId post(Caller caller) {
    return jobService.forCaller(caller).post(JobSpec.of("dummy_test_action")).id();
  }

  private JobId bulk(String action, String payload) {
    return jobService.forCaller(ALICE).post(JobSpec.builder(action).payload(payload).build()).id();
  }

  private RecordingRun run(JobId id) throws Exception {
    RecordingRun run = RecordingRun.of(stored(id), jobService.forRun(stored(id)));
    catalogue.requireAction(stored(id).spec().action()).run(run);
    return run;
  }

  private Job stored(JobId id) {
    return backend.jobs().find(id).orElseThrow();
  }

  private long count(String filter) {
    return jobService
        .forCaller(Caller.internal())
        .search(JobQuery.of(FilterParser.parse(filter), 100))
        .count();
  }
}
