// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.actions.BuiltinPlugin;
import dev.baton.actions.DummyFlow;
import dev.baton.board.BoardSession;
import dev.baton.filter.FilterParser;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.JobStatus;
import dev.baton.job.Jobs;
import dev.baton.job.PostResult;
import dev.baton.job.ResourceRef;
import dev.baton.jobservice.JobRequest;
import dev.baton.jobservice.JobService;
import dev.baton.memory.InMemoryBackend;
import dev.baton.plugin.BulkAction;
import dev.baton.plugin.BulkOutcome;
import dev.baton.plugin.BulkWork;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.Distribution;
import dev.baton.plugin.JobFailedException;
import dev.baton.plugin.JobSource;
import dev.baton.testkit.clock.ManualClock;
import dev.baton.testkit.job.AdmitEverything;
import dev.baton.testkit.job.RecordingRun;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests bulk jobs from their post to the end of the last monitor; it plays the executor. */
final class BulkJobsTest {
  private static final Caller ALICE =
      new Caller("user/alice", "user/alice", Set.of("user/alice", Principals.USER), null);
  private static final Caller BOB =
      new Caller("user/bob", "user/bob", Set.of("user/bob", Principals.USER), null);
  private static final String EMPTY_BULK = "{\"action\":\"dummy_test_action\",\"elements\":[]}";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ManualClock clock = new ManualClock();
  private final InMemoryBackend backend = new InMemoryBackend(clock);
  private final Catalogue catalogue =
      Catalogue.of(List.of(new BuiltinPlugin(backend.board(), clock)));
  private final JobService jobService = new JobService(backend.jobs(), catalogue, clock);

  private Job stored(JobId id) {
    return backend.jobs().find(id).orElseThrow();
  }

  private List<Job> find(String filter) {
    return jobService
        .forCaller(Caller.internal())
        .search(JobQuery.of(FilterParser.parse(filter), 10_000))
        .jobs();
  }

  private void set(
      JobId id, JobState state, @Nullable String message, @Nullable List<String> tags) {
    jobService
        .forCaller(Caller.internal())
        .edit(
            id,
            job -> {
              JobStatus old = job.status();
              JobStatus status =
                  JobStatus.queued().toBuilder()
                      .state(state)
                      .progress(old.progress())
                      .statusMessage(message == null ? old.statusMessage() : message)
                      .result(old.result())
                      .build();
              JobSpec spec = tags == null ? job.spec() : job.spec().toBuilder().tags(tags).build();
              return job.withSpec(spec).withStatus(status);
            });
  }

  /** Runs the action of the job and stores the result as an executor would. */
  private RecordingRun run(JobId id) throws Exception {
    set(id, JobState.RUNNING, null, null);
    RecordingRun run = RecordingRun.of(stored(id), jobService.forRun(stored(id)));
    catalogue.requireAction(stored(id).spec().action()).run(run);
    if (run.parked() == null) {
      set(id, JobState.SUCCESS, run.lastMessage(), null);
    } else {
      set(id, JobState.RUNNING, run.lastMessage(), run.parked());
    }
    return run;
  }

  private JobId postBulk(int elements, String action) {
    StringBuilder payload = new StringBuilder("{\"action\":\"" + action + "\",\"elements\":[");
    for (int i = 0; i < elements; i++) {
      payload
          .append(i == 0 ? "" : ",")
          .append("{\"target\":\"deployment/" + i + "\",\"payload\":{\"seconds\":" + i + "}}");
    }
    return jobService
        .forCaller(ALICE)
        .post(JobSpec.builder("bulk_post").payload(payload + "]}").build())
        .id();
  }

  private Job monitored(JobId bulk) throws Exception {
    PostResult monitor =
        jobService
            .forCaller(Caller.internal())
            .post(
                JobSpec.builder("monitor_bulk_job")
                    .target(ResourceRef.of(bulk.toString()))
                    .build());
    run(monitor.id());
    return stored(bulk);
  }

  private static JsonNode json(@Nullable String text) throws Exception {
    return JSON.readTree(String.valueOf(text));
  }

  @Test
  void bulkPost_labels_areThoseOfEachChildAndNotOfTheBulkJob() throws Exception {
    String payload =
        "{\"action\":\"dummy_test_action\",\"elements\":[{},{}],\"labels\":{\"team\":\"a\"}}";
    JobSpec bulk =
        JobSpec.builder("bulk_post")
            .payload(payload)
            .labels(new TreeMap<>(Map.of("team", "b")))
            .build();
    run(jobService.forCaller(ALICE).post(bulk).id());
    assertThat(find("labels/team='a'")).hasSize(2);
    assertThat(find("labels/team='b'")).hasSize(1);
  }

  @Test
  void bulkPost_postsAChildPerElement_andWaitsForThem() throws Exception {
    JobId bulk = postBulk(3, "dummy_test_action");
    RecordingRun run = run(bulk);

    List<Job> children = find("parent-job='" + bulk + "'");
    assertThat(children)
        .extracting(job -> job.spec().payload())
        .containsExactlyInAnyOrder("{\"seconds\":0}", "{\"seconds\":1}", "{\"seconds\":2}");
    assertThat(children).extracting(Job::createdBy).containsOnly("user/alice");
    assertThat(run.parked()).containsExactly("monitor");
    assertThat(json(run.lastMessage()))
        .isEqualTo(
            json(
                """
                {"total_actions":3,"failed_count":0,"skipped_count":0,"success":[],
                 "success_count":0,"queued_count":3,"running_count":0,"running":[],
                 "queued":["deployment/0","deployment/1","deployment/2"],"jobs_count":3,
                 "error_reasons":[]}
                """));
  }

  @Test
  void bulkPost_resumed_postsNoChildTwice() throws Exception {
    JobId bulk = postBulk(300, "dummy_test_action");
    RecordingRun first = run(bulk);
    // Deletes the last ten child jobs, as if the attempt had been interrupted before it posted
    // them.
    find("parent-job='" + bulk + "'").stream()
        .skip(290)
        .forEach(child -> backend.jobs().delete(child.id()));

    RecordingRun second = first.resume();
    catalogue.requireAction("bulk_post").run(second);

    assertThat(find("parent-job='" + bulk + "'")).hasSize(300);
    assertThat(json(second.lastMessage()).path("queued_count").asInt()).isEqualTo(300);
  }

  @Test
  void bulkPost_ofWhatTheOwnerMayNotPost_fails() throws Exception {
    JobId bulk = postBulk(2, "cleanup_jobs");
    RecordingRun run = run(bulk);

    assertThat(run.parked()).isNull();
    JsonNode result = json(run.lastMessage());
    assertThat(result.path("failed_count").asInt()).isEqualTo(2);
    assertThat(result.path("error_reasons").path(0).path("reason").asText())
        .isEqualTo("Not posted");
    assertThat(find("parent-job='" + bulk + "'")).isEmpty();
  }

  @Test
  void monitor_countsChildren_withoutCreeping_andEndsWithTheLast() throws Exception {
    JobId bulk = postBulk(4, "dummy_test_action");
    run(bulk);
    List<Job> children =
        find("parent-job='" + bulk + "'").stream()
            .sorted((a, b) -> target(a).compareTo(target(b)))
            .toList();
    set(children.get(0).id(), JobState.RUNNING, null, null);
    set(children.get(1).id(), JobState.SUCCESS, null, null);
    set(children.get(2).id(), JobState.FAILED, "boom", null);

    for (int i = 0; i < 3; i++) {
      Job monitored = monitored(bulk);
      assertThat(monitored.state()).isEqualTo(JobState.RUNNING);
      assertThat(monitored.status().progress()).isEqualTo(50);
      assertThat(json(monitored.status().statusMessage()))
          .isEqualTo(
              json(
                  """
                  {"total_actions":4,"failed_count":1,"skipped_count":0,
                   "success":["deployment/1"],"success_count":1,"queued_count":1,
                   "running_count":1,"running":["%s"],"queued":["%s"],"jobs_count":4,
                   "error_reasons":[{"reason":"Job failed","count":1,"category":"failed",
                     "data":[{"id":"deployment/2","count":1,"name":"2","message":"boom"}]}]}
                  """
                      .formatted(children.get(0).id(), children.get(3).id())));
    }

    set(children.get(0).id(), JobState.SUCCESS, null, null);
    jobService.forCaller(ALICE).cancel(children.get(3).id());
    Job ended = monitored(bulk);

    assertThat(ended.state()).isEqualTo(JobState.SUCCESS);
    assertThat(ended.status().progress()).isEqualTo(100);
    assertThat(ended.status().returnCode()).isZero();
    assertThat(json(ended.status().statusMessage()).path("failed_count").asInt()).isEqualTo(2);
    assertThat(ended.status().result()).hasToString(ended.status().statusMessage());
  }

  private static String target(Job job) {
    ResourceRef target = job.spec().target();
    return target == null ? "" : target.href();
  }

  @Test
  void monitor_whenChildrenWereDeleted_stillEnds() throws Exception {
    JobId bulk = postBulk(2, "dummy_test_action");
    run(bulk);
    find("parent-job='" + bulk + "'").forEach(child -> backend.jobs().delete(child.id()));

    Job ended = monitored(bulk);
    assertThat(ended.state()).isEqualTo(JobState.SUCCESS);
    assertThat(json(ended.status().statusMessage()).path("failed_count").asInt()).isEqualTo(2);
  }

  @Test
  void monitor_afterAnHour_cancelsTheJobAndItsChildren() throws Exception {
    JobId bulk = postBulk(2, "dummy_test_action");
    run(bulk);
    clock.advance(Duration.ofMinutes(61));

    assertThat(monitored(bulk).state()).isEqualTo(JobState.CANCELED);
    run(find("action='cancel_children_jobs'").getFirst().id());
    assertThat(find("parent-job='" + bulk + "'"))
        .extracting(Job::state)
        .containsExactly(JobState.CANCELED, JobState.CANCELED);
  }

  @Test
  void monitor_ofAJobThatWasPostedAsStartedLongAgo_continues() throws Exception {
    Instant lastYear = clock.now().minus(Duration.ofDays(400));
    JobSpec spec = stored(postBulk(2, "dummy_test_action")).spec();
    JobStatus status = JobStatus.queued().toBuilder().started(lastYear).build();
    JobRequest request = JobRequest.of(spec).withStatus(status);
    JobId bulk = jobService.post(ALICE, List.of(request)).getFirst().id();
    run(bulk);
    assertThat(stored(bulk).status().started()).isEqualTo(lastYear);

    assertThat(monitored(bulk).state()).isEqualTo(JobState.RUNNING);
  }

  @Test
  void monitor_withoutTarget_failsWithoutRetry() {
    JobId id = jobService.forCaller(ALICE).post(JobSpec.of("monitor_bulk_job")).id();
    assertThatExceptionOfType(JobFailedException.class)
        .isThrownBy(() -> run(id))
        .satisfies(e -> assertThat(e.isRetryable()).isFalse());
  }

  @Test
  void distribution_postsOneMonitorPerWaitingJob() throws Exception {
    JobId bulk = postBulk(1, "dummy_test_action");
    run(bulk);
    postBulk(1, "dummy_test_action");
    Distribution distribution =
        catalogue.distributions().stream()
            .filter(each -> each.name().equals("monitor_bulk_jobs"))
            .findFirst()
            .orElseThrow();

    for (int i = 0; i < 2; i++) {
      List<JobSpec> specs =
          ((JobSource) distribution.distributionTask())
              .jobs(clock.now(), jobService.forCaller(Caller.internal()));
      assertThat(specs).hasSize(1);
      jobService.forCaller(Caller.internal()).post(specs);
    }

    assertThat(find("action='monitor_bulk_job'")).hasSize(1);
    assertThat(distribution.election()).isEqualTo("monitor_bulk_job");
  }

  @Test
  void distribution_ignoresKeysAndTagsOfUsers() throws Exception {
    JobId bulk = postBulk(1, "dummy_test_action");
    run(bulk);
    jobService
        .forCaller(BOB)
        .post(
            JobSpec.builder("dummy_test_action")
                .uniqueKey("monitor_bulk_job/" + bulk.uuid())
                .build());
    JobId tagged =
        jobService
            .forCaller(BOB)
            .post(JobSpec.builder("bulk_post").payload(EMPTY_BULK).build())
            .id();
    set(tagged, JobState.RUNNING, null, null);
    jobService
        .forCaller(BOB)
        .edit(
            tagged,
            job -> job.withSpec(job.spec().toBuilder().tags(List.of(JobSpec.MONITOR_TAG)).build()));

    List<JobSpec> monitors =
        new MonitorBulkJobSource().jobs(clock.now(), jobService.forCaller(Caller.internal()));

    assertThat(monitors).extracting(JobSpec::target).containsExactly(ResourceRef.of("" + bulk));
    JobRequest own = JobRequest.of(monitors.getFirst()).postedBy("monitor_bulk_jobs");
    assertThat(jobService.post(Caller.internal(), List.of(own)).getFirst().isNew()).isTrue();
  }

  @Test
  void distribution_withMoreJobsThanItLooksAtATime_getsToAllOfThem() throws Exception {
    Set<JobId> bulk = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      JobId id = postBulk(1, "dummy_test_action");
      run(id);
      bulk.add(id);
    }
    MonitorBulkJobSource monitors = new MonitorBulkJobSource(2);
    for (int round = 0; round < 2; round++) {
      Set<String> monitored = new HashSet<>();
      for (int i = 0; i < 3; i++) {
        monitors
            .jobs(clock.now(), jobService.forCaller(Caller.internal()))
            .forEach(spec -> monitored.add(Objects.requireNonNull(spec.target()).href()));
      }
      assertThat(monitored)
          .containsExactlyInAnyOrderElementsOf(bulk.stream().map(JobId::toString).toList());
    }
  }

  @Test
  void cancelChildren_leavesWhatIsFinal() throws Exception {
    JobId bulk = postBulk(3, "dummy_test_action");
    run(bulk);
    set(find("parent-job='" + bulk + "'").getFirst().id(), JobState.SUCCESS, null, null);
    jobService.forCaller(ALICE).cancel(bulk);

    RecordingRun run = run(find("action='cancel_children_jobs'").getFirst().id());

    assertThat(run.lastMessage()).isEqualTo("Cancelled 2 child jobs");
    assertThat(find("parent-job='" + bulk + "' and state='SUCCESS'")).hasSize(1);
    assertThat(find("parent-job='" + bulk + "' and state='CANCELED'")).hasSize(2);
  }

  @Test
  void cancelChildren_thatRunAFlow_areToldToRevertIt() throws Exception {
    JobId bulk = postBulk(2, DummyFlow.NAME);
    run(bulk);
    BoardSession session = backend.board().join("e1", Duration.ofHours(1));
    JobId begun = session.claim(1, new AdmitEverything()).getFirst().job().id();
    jobService.forCaller(ALICE).cancel(bulk);

    RecordingRun run = run(find("action='cancel_children_jobs'").getFirst().id());

    assertThat(run.lastMessage()).isEqualTo("Cancelled 2 child jobs");
    assertThat(stored(begun).state()).isEqualTo(JobState.RUNNING);
    assertThat(stored(begun).status().signals()).containsOnlyKeys(Jobs.CANCEL_SIGNAL);
    assertThat(find("parent-job='" + bulk + "' and state='CANCELED'")).hasSize(1);
  }

  @Test
  void cleanup_removesWhatIsFinalAndOld() throws Exception {
    JobId old = jobService.forCaller(ALICE).post(JobSpec.of("dummy_test_action")).id();
    JobId waiting = jobService.forCaller(ALICE).post(JobSpec.of("dummy_test_action")).id();
    jobService.forCaller(ALICE).cancel(old);
    clock.advance(Duration.ofDays(6));
    JobId young = jobService.forCaller(ALICE).post(JobSpec.of("dummy_test_action")).id();
    jobService.forCaller(ALICE).cancel(young);
    clock.advance(Duration.ofDays(2));

    RecordingRun run =
        run(jobService.forCaller(Caller.internal()).post(JobSpec.of("cleanup_jobs")).id());

    assertThat(run.lastMessage()).isEqualTo("Removed 1 job");
    assertThat(find("action='dummy_test_action'"))
        .extracting(Job::id)
        .containsExactlyInAnyOrder(waiting, young);
  }

  @Test
  void bulkWork_ofItsOwn_isCountedByReason() throws Exception {
    record None() {}
    BulkWork<None, Integer> work =
        new BulkWork<>() {
          @Override
          public List<Integer> elements(dev.baton.plugin.JobRun run, None parameters) {
            return List.of(0, 1, 2, 3, 4);
          }

          @Override
          public String resource(Integer element) {
            return "thing/" + element;
          }

          @Override
          public BulkOutcome apply(dev.baton.plugin.JobRun run, None parameters, Integer element) {
            return switch (element) {
              case 0 -> BulkOutcome.success();
              case 1 -> BulkOutcome.success("made/1");
              case 2 -> BulkOutcome.skipped("Up to date", null);
              case 3 -> BulkOutcome.failed("Too large", "9 > 8");
              default -> throw new IllegalStateException("broken");
            };
          }
        };
    JobId id = jobService.forCaller(ALICE).post(JobSpec.of("dummy_test_action")).id();
    RecordingRun run = RecordingRun.of(stored(id), jobService.forRun(stored(id)));
    BulkAction.of(work).run(run, new None());

    assertThat(run.parked()).isNull();
    assertThat(run.progresses()).containsExactly(20, 40, 60, 80, 99, 99);
    JsonNode result = json(run.lastMessage());
    assertThat(result.path("success")).isEqualTo(json("[\"thing/0\",\"made/1\"]"));
    assertThat(result.path("failed_count").asInt()).isEqualTo(2);
    assertThat(result.path("skipped_count").asInt()).isEqualTo(1);
    assertThat(result.path("error_reasons").findValuesAsText("reason"))
        .containsExactlyInAnyOrder("Up to date", "Too large", "IllegalStateException");
  }

  @Test
  void bulkWork_thatIsInterruptedFromElsewhere_failsForThatElementAlone() throws Exception {
    record None() {}
    BulkWork<None, Integer> work =
        new BulkWork<>() {
          @Override
          public List<Integer> elements(dev.baton.plugin.JobRun run, None parameters) {
            return List.of(0, 1, 2);
          }

          @Override
          public String resource(Integer element) {
            return "thing/" + element;
          }

          @Override
          public BulkOutcome apply(dev.baton.plugin.JobRun run, None parameters, Integer element)
              throws InterruptedException {
            if (element == 0) {
              throw new InterruptedException("x");
            }
            if (element == 1) {
              Thread.currentThread().interrupt();
            }
            return BulkOutcome.success();
          }
        };
    JobId id = jobService.forCaller(ALICE).post(JobSpec.of("dummy_test_action")).id();
    RecordingRun run = RecordingRun.of(stored(id), jobService.forRun(stored(id)));
    BulkAction.of(work).run(run, new None());

    JsonNode result = json(run.lastMessage());
    assertThat(result.path("success")).isEqualTo(json("[\"thing/2\"]"));
    assertThat(result.path("failed_count").asInt()).isEqualTo(2);
  }

  @Test
  void everyBuiltin_registers() {
    assertThat(catalogue.problems()).isEmpty();
    assertThat(catalogue.actions())
        .extracting(info -> info.name())
        .containsExactly(
            "bulk_cancel_job",
            "bulk_delete_job",
            "bulk_post",
            "bulk_priority_job",
            "bulk_retry_job",
            "cancel_children_jobs",
            "cleanup_jobs",
            "dummy_test_action",
            "dummy_test_flow",
            "monitor_bulk_job",
            "run_command",
            "simple_http_webserver");
    assertThat(catalogue.distributions())
        .extracting(Distribution::name)
        .containsExactly("jobs_cleanup", "monitor_bulk_jobs", "reconcile_board");
  }
}
