// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Acl;
import dev.baton.access.Principals;
import dev.baton.access.Right;
import dev.baton.board.Admission.Kind;
import dev.baton.board.JobBoard;
import dev.baton.distributor.DistributionState;
import dev.baton.error.ConflictException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.LostClaimException;
import dev.baton.executor.Member;
import dev.baton.filter.Filter;
import dev.baton.filter.Filter.Comparison;
import dev.baton.filter.Filter.Path;
import dev.baton.filter.Filter.Value;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.LogLine;
import dev.baton.job.Posted;
import dev.baton.job.Priority;
import dev.baton.job.ResourceRef;
import dev.baton.job.RetryPolicy;
import dev.baton.job.RunLocation;
import dev.baton.job.RunWrite;
import dev.baton.plugin.ActionInfo;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class WireTest {

  private static final JobId ID = new JobId("0199-a");
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00.123Z");
  private static final Forms.Stay STAY = new Forms.Stay("s", "e1", Duration.ofSeconds(8));

  /** Texts of the protocol as it is spoken: a change here breaks older releases. */
  @Test
  void forms_areFixed() {
    assertThat(text(new WorkItem.Write(end(null))))
        .isEqualTo(
            "{\"do\":\"write\",\"run\":{\"write\":\"end\",\"job\":\"job/0199-a\",\"token\":7,"
                + "\"state\":\"SUCCESS\",\"returnCode\":0}}");
    assertThat(text(new WorkItem.Append(ID, 7, List.of(new LogLine(NOW, 1, "log", "x")))))
        .isEqualTo(
            "{\"do\":\"append\",\"job\":\"job/0199-a\",\"token\":7,\"lines\":[{\"at\":"
                + "\"2026-01-31T12:00:00.123Z\",\"attempt\":1,\"stream\":\"log\",\"text\":\"x\"}]}");
    assertThat(text(new WorkItem.Consume(STAY, ID, 7, 999)))
        .isEqualTo(
            "{\"do\":\"consume\",\"stay\":{\"secret\":\"s\",\"owner\":\"e1\",\"lease\":\"PT8S\"},"
                + "\"job\":\"job/0199-a\",\"token\":7,\"priority\":999}");
    assertThat(text(new Filter.Equal(Path.of("state"), new Value.Text("QUEUED"))))
        .isEqualTo(
            "{\"test\":\"equal\",\"path\":{\"names\":[\"state\"]},\"value\":{\"type\":\"text\","
                + "\"text\":\"QUEUED\"}}");
    assertThat(text(new Posted(ID, true))).isEqualTo("{\"id\":\"job/0199-a\",\"isNew\":true}");
    assertThat(text(Outcome.of(() -> new Forms.Count(3)))).isEqualTo("{\"ok\":{\"count\":3}}");
    assertThat(
            text(
                Outcome.ofRun(() -> {
                  throw new LostClaimException("gone");
                })))
        .isEqualTo("{\"error\":{\"code\":\"lost-claim\",\"message\":\"gone\"}}");
  }

  @ParameterizedTest
  @MethodSource
  void values_comeBackEqual(Object value) {
    Object fromText = Wire.read(Wire.bytes(value), type(value));
    assertThat(fromText).isEqualTo(value);
    Object fromTree = Wire.read(Wire.tree(value), type(value));
    assertThat(fromTree).isEqualTo(value);
  }

  /** Alternatives are read as what they are alternatives of. */
  private static Class<?> type(Object value) {
    return switch (value) {
      case RunWrite write -> RunWrite.class;
      case WorkItem item -> WorkItem.class;
      case Filter filter -> Filter.class;
      default -> value.getClass();
    };
  }

  static Stream<Object> values_comeBackEqual() {
    JsonNode json = JsonNodeFactory.instance.objectNode().put("a", 1);
    Path path = Path.of("target-resource", "href");
    return Stream.of(
        job(),
        end(json),
        end(JsonNodeFactory.instance.nullNode()),
        new RunWrite.Report(ID, 7, 50, "m", List.of(), List.of(ResourceRef.of("a/b")), null, null),
        new RunWrite.Report(ID, 7, null, null, null, null, List.of(ID), null),
        RunWrite.Report.located(ID, 7, new RunLocation("docker", "ABCD", "unix:///s", "c1")),
        RunWrite.Report.located(ID, 7, new RunLocation("docker", "ABCD", "unix:///s", null)),
        new RunWrite.Retry(ID, 7, Duration.ofMillis(1500), true, "m", "e"),
        new RunWrite.Wait(
            ID,
            7,
            Instant.parse("2026-01-02T03:04:05.678Z"),
            new TreeMap<>(Map.of("s", IntNode.valueOf(1))),
            "m"),
        new RunWrite.Park(ID, 7, List.of("t"), null),
        new WorkItem.Write(end(json)),
        new WorkItem.Abandon(STAY, ID, 7, 3),
        new WorkItem.AbandonUnstarted(STAY, ID, 7, 3),
        new Filter.All(
            List.of(
                Filter.EVERYTHING,
                new Filter.Any(List.of()),
                new Filter.NotEqual(path, new Value.Null()),
                new Filter.In(path, List.of(new Value.Number(-1), new Value.Bool(true))),
                new Filter.NotIn(path, List.of(new Value.Text("it's \"so\" \\"))),
                new Filter.Compare(path, Comparison.LESS_OR_EQUAL, new Value.Date("2026-01-01")),
                new Filter.Prefix(path, "p"),
                new Filter.FullText(path, "two words*"))),
        new Forms.Search(
            new JobQuery(
                Filter.EVERYTHING,
                Set.of("user/1"),
                List.of(new JobQuery.Order(path, true)),
                1,
                20,
                List.of(new JobQuery.Aggregation("terms:state", "terms", Path.of("state"))))),
        new Forms.Search(JobQuery.of(Filter.EVERYTHING, 5)),
        new Forms.DeleteAll(Filter.EVERYTHING, null),
        new Forms.WorkBatch(List.of(new Forms.Work(STAY, true, new WorkItem.Write(end(json))))),
        new Forms.PostChildren(
            new Forms.Run(STAY, ID, 7), List.of(new Forms.Child("n", job().spec())), true),
        new Forms.PostAwaited(new Forms.Run(STAY, ID, 7), "k", null, ID, false),
        new Forms.EditOther(new Forms.Run(STAY, ID, 7), job()),
        new Forms.Operate(new Forms.Run(STAY, ID, 7), ID, Forms.Operation.RETRY, null),
        new Forms.SignalOther(new Forms.Run(STAY, ID, 7), ID, "s", json),
        new Forms.AddBatch(List.of(List.of(job()), List.of())),
        new Forms.AskClaims(
            STAY, 3, Set.of(new Kind("a", 2)), Set.of(), Set.of(ID), Map.of("job/b", "no kvm")),
        new Forms.Granted(
            List.of(new Forms.Grant(GivenJob.of(job()), true)),
            List.of(new Kind("a", 2)),
            List.of(GivenJob.of(job()))),
        new Forms.Postings(List.of(new JobBoard.Posting(ID, 3, NOW, null))),
        new Forms.Reconciled(new JobBoard.Reconciliation(1, 2, 3)),
        new Forms.Events(
            List.of(
                new JobEvent(5, ID, NOW, JobEvent.Kind.ENDED, JobState.CANCELED, 1, "e1", null))),
        new Forms.Await(Forms.Topic.ENDED, Map.of("server", 4L), 100),
        new Forms.TermForm("o", "c", 9, new Forms.Trust(8000)),
        new Forms.Leaders(Map.of("o", "c")),
        new Forms.States(
            List.of(new DistributionState("d", "every PT30S", NOW, null, 2, "broke", "c"))),
        new Forms.Beat(member(json)),
        new Forms.Moment(null),
        new Forms.Nothing());
  }

  @Test
  void unknownAttributes_areIgnored() {
    byte[] json = "{\"count\":3,\"later\":{\"release\":true}}".getBytes(StandardCharsets.UTF_8);
    assertThat(Wire.read(json, Forms.Count.class)).isEqualTo(new Forms.Count(3));
  }

  @Test
  void grant_ofAJobThatCannotBeRead_doesNotHideOthers() {
    Forms.Grant grant = new Forms.Grant(GivenJob.of(job()), true);
    JsonNode answer = Wire.tree(new Forms.Granted(List.of(grant, grant), List.of(), List.of()));
    ((ObjectNode) answer.at("/claims/0/job")).put("state", "PAUSED");

    List<Forms.Grant> read = Wire.read(answer, Forms.Granted.class).claims();

    GivenJob unreadable = read.getFirst().job();
    assertThat(unreadable.id()).isEqualTo(job().id());
    assertThat(unreadable.token()).isEqualTo(job().status().token());
    assertThatThrownBy(unreadable::read).isInstanceOf(InvalidInputException.class);
    assertThat(read.getLast()).isEqualTo(grant);
  }

  @Test
  void malformedRequests_areRefused() {
    for (String json : List.of("", "null", "[]", "{", "{\"job\":\"job/UPPER\"}", "{} {}")) {
      assertThatThrownBy(() -> Wire.read(json.getBytes(StandardCharsets.UTF_8), Forms.JobRef.class))
          .as(json)
          .isInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  void outcome_throwsWhatThePortThrew() {
    Outcome outcome =
        Outcome.of(() -> {
          throw new ConflictException("taken");
        });
    Outcome read = Wire.read(Wire.bytes(outcome), Outcome.class);
    assertThatThrownBy(() -> read.value(Forms.Nothing.class))
        .isInstanceOf(ConflictException.class)
        .hasMessage("taken");
  }

  @Test
  void protocol_thatDiffers_isNamed() {
    Wire.checkProtocol("the client", Wire.PROTOCOL);
    assertThatThrownBy(() -> Wire.checkProtocol("the client", null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the client does not name");
  }

  @Test
  void trust_countsFromTheRequest() {
    Clock clock = Clock.system();
    Deadline deadline = Deadline.after(clock.nanos(), Duration.ofSeconds(8));
    Forms.Trust trust = Forms.Trust.of(deadline, clock);
    assertThat(trust.since(0).nanos()).isLessThanOrEqualTo(Duration.ofSeconds(8).toNanos());
  }

  private static String text(Object value) {
    return new String(Wire.bytes(value), StandardCharsets.UTF_8);
  }

  private static RunWrite.End end(@Nullable JsonNode result) {
    return new RunWrite.End(ID, 7, JobState.SUCCESS, 0, null, result, null);
  }

  private static Job job() {
    JobSpec spec =
        JobSpec.builder("a")
            .name("n")
            .tags(List.of("t"))
            .target(ResourceRef.of("deployment/1"))
            .payload("{\"x\":1}")
            .priority(new Priority(3))
            .requires(List.of("kvm"))
            .notBefore(NOW)
            .timeout(Duration.ofSeconds(90))
            .retry(RetryPolicy.times(3))
            .uniqueKey("k")
            .build();
    Acl acl = Acl.ownedBy("user/1").with(Right.VIEW_DATA, Principals.USER);
    return Job.posted(ID, spec, acl, NOW, "user/1");
  }

  private static Member member(JsonNode schema) {
    return new Member(
        "executor/1",
        Member.Kind.EXECUTOR,
        "e1",
        "host",
        12,
        "0.1.0",
        NOW,
        NOW,
        32,
        1,
        false,
        List.of("kvm"),
        List.of(new ActionInfo("a", "p", "d", schema, List.of("kvm"), true, true)));
  }

  @Test
  void read_listsWithAMemberOfALaterRelease_haveTheOthers() throws Exception {
    Job job = job();
    ObjectNode page = (ObjectNode) Wire.tree(new Forms.Page(2, List.of(job, job), Map.of()));
    ((ObjectNode) page.at("/jobs/0")).put("state", "LATER");
    Forms.Page read = Wire.read(page, Forms.Page.class);
    assertThat(read.jobs()).containsExactly(job);
    assertThat(read.count()).isEqualTo(2);
    JobEvent event = new JobEvent(1, ID, NOW, JobEvent.Kind.POSTED, JobState.QUEUED, 0, null, null);
    ObjectNode events = (ObjectNode) Wire.tree(new Forms.Events(List.of(event, event)));
    ((ObjectNode) events.at("/events/1")).put("kind", "LATER");
    assertThat(Wire.read(events, Forms.Events.class).events()).containsExactly(event);
  }
}
