// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.job;

import static dev.baton.testkit.assertion.BatonAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.baton.access.Acl;
import dev.baton.access.Right;
import dev.baton.error.ConflictException;
import dev.baton.error.NotFoundException;
import dev.baton.job.ExecutionMode;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobOrigin;
import dev.baton.job.JobState;
import dev.baton.job.JobStatus;
import dev.baton.job.JobTransitions;
import dev.baton.job.PostResult;
import dev.baton.job.Priority;
import dev.baton.job.ResourceRef;
import dev.baton.job.RetryPolicy;
import dev.baton.service.Backoff;
import dev.baton.testkit.backend.BackendTestSetup;
import dev.baton.testkit.job.FillSpec;
import dev.baton.testkit.job.JobBuilder;
import dev.baton.testkit.service.ConcurrentCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of a {@link dev.baton.job.JobStore} for posts and edits. */
public abstract class JobStoreContract extends BackendTestSetup {

  private static final String ODD_TEXT = "quote ' \" back \\ percent % _ tab \t line \n ü 漢 😀";

  @Test
  protected void add_newJob_isFoundAsPosted() {
    Job posted = post(job());
    assertThat(unstamped(find(posted.id()))).isEqualTo(posted);
  }

  @Test
  protected void add_everyAttribute_isFoundAsPosted() {
    Job posted = post(jobWithEverything());
    assertThat(unstamped(find(posted.id()))).isEqualTo(posted);
  }

  private JobBuilder jobWithEverything() {
    JobId parent = post(job()).id();
    Instant moment = now().plusSeconds(3600);
    Acl acl =
        Acl.ownedBy("user/alice", "group/owners")
            .with(Right.MANAGE, "user/bob")
            .with(Right.EDIT_DATA, "group/editors");
    return job()
        .acl(acl)
        .createdBy("user/carol")
        .spec(
            new FillSpec(() -> ODD_TEXT, () -> List.of("b", "a", ODD_TEXT), () -> 7, () -> moment)
                ::fill)
        .spec(spec ->
            spec.action("resize_image")
                .description("d".repeat(10_000))
                .target(new ResourceRef("image/1-2", Map.of("size", TextNode.valueOf("big"))))
                .affected(List.of(ResourceRef.of("image/1-2"), ResourceRef.of("disk/ü")))
                .payload("{\"text\": \"" + "😀".repeat(50_000) + "\"}")
                .priority(new Priority(0))
                .mode(ExecutionMode.MIXED)
                .parent(parent)
                .timeout(Duration.ofMillis(90_001))
                .retry(
                    new RetryPolicy(
                        9, new Backoff(Duration.ofMillis(1), Duration.ofHours(7), 1.25, 0.375)))
                .uniqueKey(ODD_TEXT)
                .expiry(moment.plusMillis(1))
                .traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .tracestate("vendor=" + "x".repeat(505)));
  }

  @Test
  protected void add_longestPayload_isFoundAsPosted() {
    String payload = "漢".repeat(1 << 20);
    Job posted = post(job().spec(spec -> spec.payload(payload)));
    assertThat(find(posted.id()).spec().payload()).isEqualTo(payload);
  }

  @Test
  protected void add_severalJobs_areAnsweredInOrder() {
    List<Job> jobs = IntStream.range(0, 500).mapToObj(i -> job().name("n" + i).build()).toList();
    assertThat(backend().jobs().add(jobs))
        .isEqualTo(jobs.stream().map(job -> new PostResult(job.id(), true)).toList());
    assertThat(fixture().otherProcessView().jobs().find(jobs.getLast().id()))
        .map(BackendTestSetup::unstamped)
        .contains(jobs.getLast());
  }

  @Test
  protected void add_noJobs_answersNone() {
    assertThat(backend().jobs().add(List.of())).isEmpty();
  }

  @Test
  protected void add_takenId_addsNoneOfTheList() {
    Job first = post(job().name("first"));
    Job fresh = job().build();
    Job again = job().id(first.id()).name("again").build();
    assertThatThrownBy(() -> backend().jobs().add(List.of(fresh, again)))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining(first.id().toString());
    assertThat(backend().jobs().find(fresh.id())).isEmpty();
    assertThat(find(first.id()).spec().name()).isEqualTo("first");
  }

  @Test
  protected void add_sameIdTwiceInOneList_addsNone() {
    Job fresh = job().build();
    assertThatThrownBy(() -> backend().jobs().add(List.of(fresh, fresh)))
        .isInstanceOf(ConflictException.class);
    assertThat(backend().jobs().find(fresh.id())).isEmpty();
  }

  @Test
  protected void add_uniqueKeyOfALiveJob_answersThatJob() {
    Job first = post(job().uniqueKey("k"));
    Job second = job().uniqueKey("k").build();
    Job other = job().uniqueKey("K").build();
    assertThat(backend().jobs().add(List.of(second, other)))
        .containsExactly(new PostResult(first.id(), false), new PostResult(other.id(), true));
    assertThat(backend().jobs().find(second.id())).isEmpty();
  }

  @Test
  protected void add_uniqueKeyOfAnEarlierJobInTheList_answersThatJob() {
    Job first = job().uniqueKey("k").build();
    Job second = job().uniqueKey("k").build();
    assertThat(backend().jobs().add(List.of(first, second)))
        .containsExactly(new PostResult(first.id(), true), new PostResult(first.id(), false));
  }

  @Test
  protected void add_uniqueKeyOfAFinalJob_addsAnother() {
    Job first = post(job().uniqueKey("k"));
    editState(first.id(), JobState.CANCELED);
    Job second = job().uniqueKey("k").build();
    assertThat(backend().jobs().add(List.of(second)))
        .containsExactly(new PostResult(second.id(), true));
    assertThat(post(job().uniqueKey("other")).id()).isNotEqualTo(second.id());
  }

  @Test
  protected void add_uniqueKeyOfADeletedJob_addsAnother() {
    Job first = post(job().uniqueKey("k"));
    backend().jobs().delete(first.id());
    Job second = job().uniqueKey("k").build();
    assertThat(backend().jobs().add(List.of(second)))
        .containsExactly(new PostResult(second.id(), true));
  }

  @Test
  protected void add_oneUniqueKeyFromManyThreads_addsOneJob() {
    for (int round = 0; round < 10; round++) {
      String key = "round-" + round;
      List<PostResult> answers =
          ConcurrentCalls.run(
              8,
              i -> {
                var store = (i % 2 == 0 ? backend() : fixture().otherProcessView()).jobs();
                Job job = job().uniqueKey(key).build();
                return () -> store.add(List.of(job)).getFirst();
              });
      Set<JobId> ids = answers.stream().map(PostResult::id).collect(Collectors.toSet());
      assertThat(ids).hasSize(1);
      assertThat(answers.stream().filter(PostResult::isNew)).hasSize(1);
      assertThat(find(ids.iterator().next()).spec().uniqueKey()).isEqualTo(key);
    }
  }

  @Test
  protected void find_unknownId_isEmpty() {
    assertThat(backend().jobs().find(JobId.named("nobody"))).isEmpty();
  }

  @Test
  protected void replace_everyAttribute_isStored() {
    Job posted = post(job());
    Job template = jobWithEverything().build();
    Job edited =
        edit(
            posted.id(),
            job ->
                new Job(
                    job.id(),
                    template.spec(),
                    everyStatus(job.status()),
                    template.acl(),
                    JobOrigin.of("user/mallory").postedBy("nightly"),
                    template.created().plusSeconds(9),
                    "user/mallory",
                    job.updated(),
                    "user/dave",
                    job.revision()));
    Job found = find(posted.id());
    assertThat(found).isEqualTo(edited);
    assertThat(found.spec()).isEqualTo(template.spec());
    assertThat(found.acl()).isEqualTo(template.acl());
    assertThat(found.created()).isEqualTo(posted.created());
    assertThat(found.createdBy()).isEqualTo("user/alice");
    assertThat(found.updatedBy()).isEqualTo("user/dave");
    assertThat(found.status().timeOfStatusChange()).isEqualTo(found.updated());
    assertThat(found.status().toBuilder().timeOfStatusChange(null).build())
        .isEqualTo(everyStatus(posted.status()));
  }

  private static JobStatus everyStatus(JobStatus status) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("text", ODD_TEXT).put("number", 12.5).putArray("list").add(1).addNull();
    return status.toBuilder()
        .progress(42)
        .statusMessage(ODD_TEXT)
        .returnCode(3)
        .result(result)
        .lastError("SomeError: " + ODD_TEXT)
        .output("out")
        .nestedJobs(List.of(JobId.named("b"), JobId.named("a")))
        .signals(new TreeMap<>(Map.of("go", IntNode.valueOf(1))))
        .build();
  }

  @Test
  protected void identity_ofAStore_isTheSameForAll() {
    String identity = backend().jobs().identity();
    assertThat(identity).matches("[A-Za-z0-9-]{1,36}");
    assertThat(fixture().otherProcessView().jobs().identity()).isEqualTo(identity);
    assertThat(backend().jobs().identity()).isEqualTo(identity);
  }

  @Test
  protected void replace_everyWrite_raisesTheRevision() {
    Job posted = post(job());
    Job before = find(posted.id());
    Job once = edit(posted.id(), job -> job);
    Job twice = edit(posted.id(), job -> job);
    assertThat(once.revision()).isGreaterThan(before.revision());
    assertThat(twice.revision()).isGreaterThan(once.revision());
  }

  @Test
  protected void replace_staleRevision_isAConflictAndChangesNothing() {
    Job stale = find(post(job()).id());
    Job current = edit(stale.id(), job -> job.withSpec(job.spec().toBuilder().name("x").build()));
    assertThatThrownBy(() -> backend().jobs().replace(inState(stale, JobState.CANCELED)))
        .isInstanceOf(ConflictException.class);
    assertThat(find(stale.id())).isEqualTo(current);
  }

  @Test
  protected void replace_oneRevisionFromManyThreads_succeedsOnce() {
    Job start = find(post(job()).id());
    List<Boolean> won =
        ConcurrentCalls.run(
            8,
            i -> {
              var store = (i % 2 == 0 ? backend() : fixture().otherProcessView()).jobs();
              Job edited = start.withSpec(start.spec().toBuilder().name("by " + i).build());
              return () -> {
                try {
                  store.replace(edited);
                  return true;
                } catch (ConflictException e) {
                  return false;
                }
              };
            });
    assertThat(won).containsOnlyOnce(true);
    assertThat(find(start.id()).spec().name()).isEqualTo("by " + won.indexOf(true));
  }

  @Test
  protected void replace_unknownJob_isNotFound() {
    assertThatThrownBy(() -> backend().jobs().replace(job().build()))
        .isInstanceOf(NotFoundException.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"SUCCESS", "FAILED", "CANCELED"})
  protected void replace_finalJob_isAConflictForEveryState(JobState end) {
    Job ended = editState(post(job()).id(), end);
    for (JobState to : JobState.values()) {
      assertThatThrownBy(() -> backend().jobs().replace(inState(ended, to)))
          .as("%s to %s", end, to)
          .isInstanceOf(ConflictException.class);
    }
    assertThat(find(ended.id())).isEqualTo(ended);
  }

  @Test
  protected void replace_allowedTransition_isStored() {
    List<String> wrong = new ArrayList<>();
    for (JobTransitions.AllowedTransition step : JobTransitions.all()) {
      JobId id = post(job()).id();
      editState(id, step.from());
      editState(id, step.to());
      if (find(id).state() != step.to()) {
        wrong.add(step.toString());
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  protected void replace_toRunning_setsTheStartOnce() {
    JobId id = post(job()).id();
    Instant started = editState(id, JobState.RUNNING).status().started();
    assertThat(started).isNotNull().isBetween(find(id).created(), now());
    fixture().passTime(Duration.ofMillis(20));
    editState(id, JobState.QUEUED);
    assertThat(editState(id, JobState.RUNNING).status().started()).isEqualTo(started);
  }

  @ParameterizedTest
  @EnumSource(names = {"SUCCESS", "FAILED", "CANCELED"})
  protected void replace_toFinal_setsEndAndFullProgress(JobState end) {
    JobId id = post(job()).id();
    Job ended = editState(id, end);
    assertThat(ended).isFinal().hasState(end).hasAttempt(0);
    assertThat(ended.status().ended()).isEqualTo(ended.updated());
    assertThat(find(id)).isEqualTo(ended);
  }

  @Test
  protected void replace_claimAttributes_staysAsTheStoreHasThem() {
    JobId id = post(job()).id();
    Job edited =
        edit(
            id,
            job ->
                job.withStatus(
                    job.status().toBuilder().attempt(9).failures(8).owner("x").token(7).build()));
    assertThat(edited).hasAttempt(0).hasFailures(0).hasOwner(null);
    assertThat(edited.status().token()).isZero();
  }

  @Test
  protected void replace_messageTooLong_losesItsMiddle() {
    String message = "a".repeat(60_000) + "b".repeat(60_000);
    JobId id = post(job()).id();
    edit(id, job -> job.withStatus(job.status().toBuilder().statusMessage(message).build()));
    assertThat(find(id)).hasStatusMessage("a".repeat(50_000) + "\n...\n" + "b".repeat(50_000));
  }

  @Test
  protected void replace_uniqueKeyOfALiveJob_isAConflict() {
    post(job().uniqueKey("k"));
    JobId id = post(job()).id();
    assertThatThrownBy(
            () -> edit(id, job -> job.withSpec(job.spec().toBuilder().uniqueKey("k").build())))
        .isInstanceOf(ConflictException.class);
    assertThat(find(id).spec().uniqueKey()).isNull();
  }
}
