// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Acl;
import dev.baton.access.Principals;
import dev.baton.access.Right;
import dev.baton.board.Admission.ActionVersion;
import dev.baton.board.JobBoard;
import dev.baton.election.DistributionState;
import dev.baton.error.ConflictException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.LostClaimException;
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
import dev.baton.job.PostResult;
import dev.baton.job.Priority;
import dev.baton.job.ResourceRef;
import dev.baton.job.RetryPolicy;
import dev.baton.job.RunLocation;
import dev.baton.job.RunWrite;
import dev.baton.member.ActionInfo;
import dev.baton.member.Member;
import dev.baton.member.MemberRegistry;
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

final class ProtocolTest {

  private static final JobId ID = new JobId("0199-a");
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00.123Z");
  private static final Messages.SessionRef SESSION =
      new Messages.SessionRef("s", "e1", Duration.ofSeconds(8));

  /** The JSON texts of the protocol. A change here breaks older releases. */
  @Test
  void forms_areFixed() {
    assertThat(text(new ClaimWriteItem.Write(end(null))))
        .isEqualTo(
            "{\"do\":\"write\",\"run\":{\"write\":\"end\",\"job\":\"job/0199-a\",\"token\":7,"
                + "\"state\":\"SUCCESS\",\"returnCode\":0}}");
    assertThat(text(new ClaimWriteItem.Append(ID, 7, List.of(new LogLine(NOW, 1, "log", "x")))))
        .isEqualTo(
            "{\"do\":\"append\",\"job\":\"job/0199-a\",\"token\":7,\"lines\":[{\"at\":"
                + "\"2026-01-31T12:00:00.123Z\",\"attempt\":1,\"stream\":\"log\",\"text\":\"x\"}]}");
    assertThat(text(new ClaimWriteItem.Consume(SESSION, ID, 7, 999)))
        .isEqualTo(
            "{\"do\":\"consume\",\"session\":{\"secret\":\"s\",\"owner\":\"e1\",\"lease\":\"PT8S\"},"
                + "\"job\":\"job/0199-a\",\"token\":7,\"priority\":999}");
    assertThat(text(new Filter.Equal(Path.of("state"), new Value.Text("QUEUED"))))
        .isEqualTo(
            "{\"test\":\"equal\",\"path\":{\"names\":[\"state\"]},\"value\":{\"type\":\"text\","
                + "\"text\":\"QUEUED\"}}");
    assertThat(text(new PostResult(ID, true))).isEqualTo("{\"id\":\"job/0199-a\",\"isNew\":true}");
    assertThat(text(CallResult.of(() -> new Messages.CountReply(3))))
        .isEqualTo("{\"ok\":{\"count\":3}}");
    assertThat(
            text(
                CallResult.ofRun(() -> {
                  throw new LostClaimException("gone");
                })))
        .isEqualTo("{\"error\":{\"code\":\"lost-claim\",\"message\":\"gone\"}}");
  }

  @ParameterizedTest
  @MethodSource
  void values_comeBackEqual(Object value) {
    Object fromText = Protocol.read(Protocol.toBytes(value), type(value));
    assertThat(fromText).isEqualTo(value);
    Object fromTree = Protocol.read(Protocol.toJson(value), type(value));
    assertThat(fromTree).isEqualTo(value);
  }

  /** Returns the type as which a value is read: for a case of a sealed type, the sealed type. */
  private static Class<?> type(Object value) {
    return switch (value) {
      case RunWrite write -> RunWrite.class;
      case ClaimWriteItem item -> ClaimWriteItem.class;
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
        new ClaimWriteItem.Write(end(json)),
        new ClaimWriteItem.Abandon(SESSION, ID, 7, 3),
        new ClaimWriteItem.AbandonUnstarted(SESSION, ID, 7, 3),
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
        new Messages.SearchJobsRequest(
            new JobQuery(
                Filter.EVERYTHING,
                Set.of("user/1"),
                List.of(new JobQuery.Order(path, true)),
                1,
                20,
                List.of(new JobQuery.Aggregation("terms:state", "terms", Path.of("state"))))),
        new Messages.SearchJobsRequest(JobQuery.of(Filter.EVERYTHING, 5)),
        new Messages.DeleteAll(Filter.EVERYTHING, null),
        new Messages.ClaimWriteRequests(
            List.of(
                new Messages.ClaimWriteRequest(
                    SESSION, true, new ClaimWriteItem.Write(end(json))))),
        new Messages.PostChildren(
            new Messages.RunRef(SESSION, ID, 7),
            List.of(new Messages.ChildPost("n", job().spec())),
            true),
        new Messages.PostAwaitedChild(new Messages.RunRef(SESSION, ID, 7), "k", null, ID, false),
        new Messages.EditOther(new Messages.RunRef(SESSION, ID, 7), job()),
        new Messages.OperateOnJob(
            new Messages.RunRef(SESSION, ID, 7), ID, Messages.JobOperation.RETRY, null),
        new Messages.SignalOther(new Messages.RunRef(SESSION, ID, 7), ID, "s", json),
        new Messages.AddBatch(List.of(List.of(job()), List.of())),
        new Messages.ClaimRequest(
            SESSION,
            3,
            Set.of(new ActionVersion("a", 2)),
            Set.of(),
            Set.of(ID),
            Map.of("job/b", "no kvm")),
        new Messages.ClaimReply(
            List.of(new Messages.GrantedClaim(MaybeReadableJob.of(job()), true)),
            List.of(new ActionVersion("a", 2)),
            List.of(MaybeReadableJob.of(job()))),
        new Messages.BoardPostings(List.of(new JobBoard.Posting(ID, 3, NOW, null))),
        new Messages.ReconcileReply(new JobBoard.Reconciliation(1, 2, 3)),
        new Messages.JobEvents(
            List.of(
                new JobEvent(5, ID, NOW, JobEvent.Kind.ENDED, JobState.CANCELED, 1, "e1", null))),
        new Messages.LongPollRequest(Messages.LongPollTopic.ENDED, Map.of("server", 4L), 100),
        new Messages.StandByRequest(
            Map.of("server", Map.of(Messages.LongPollTopic.POSTINGS, 4L)),
            Set.of("executor/1"),
            100,
            200),
        new Messages.StandByReply(
            "server",
            Map.of(Messages.LongPollTopic.ENDED, 5L),
            Map.of("executor/1", List.of(new MemberRegistry.Question("q", "threads"))),
            Set.of("executor/2")),
        new Messages.TermMessage("o", "c", 9, new Messages.LeaseTrust(8000)),
        new Messages.Leaders(Map.of("o", "c")),
        new Messages.DistributionStates(
            List.of(new DistributionState("d", "every PT30S", NOW, null, 2, "broke", "c", 3, NOW))),
        new Messages.Heartbeat(member(json)),
        new Messages.MomentReply(null),
        new Messages.EmptyMessage());
  }

  @Test
  void unknownAttributes_areIgnored() {
    byte[] json = "{\"count\":3,\"later\":{\"release\":true}}".getBytes(StandardCharsets.UTF_8);
    assertThat(Protocol.read(json, Messages.CountReply.class))
        .isEqualTo(new Messages.CountReply(3));
  }

  @Test
  void grant_ofAJobThatCannotBeRead_doesNotHideOthers() {
    Messages.GrantedClaim grantedClaim =
        new Messages.GrantedClaim(MaybeReadableJob.of(job()), true);
    JsonNode answer =
        Protocol.toJson(
            new Messages.ClaimReply(List.of(grantedClaim, grantedClaim), List.of(), List.of()));
    ((ObjectNode) answer.at("/claims/0/job")).put("state", "PAUSED");

    List<Messages.GrantedClaim> read = Protocol.read(answer, Messages.ClaimReply.class).claims();

    MaybeReadableJob unreadable = read.getFirst().job();
    assertThat(unreadable.id()).isEqualTo(job().id());
    assertThat(unreadable.token()).isEqualTo(job().status().token());
    assertThatThrownBy(unreadable::read).isInstanceOf(InvalidInputException.class);
    assertThat(read.getLast()).isEqualTo(grantedClaim);
  }

  @Test
  void malformedRequests_areRefused() {
    for (String json : List.of("", "null", "[]", "{", "{\"job\":\"job/UPPER\"}", "{} {}")) {
      assertThatThrownBy(
              () -> Protocol.read(json.getBytes(StandardCharsets.UTF_8), Messages.JobRef.class))
          .as(json)
          .isInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  void outcome_throwsWhatThePortThrew() {
    CallResult callResult =
        CallResult.of(() -> {
          throw new ConflictException("taken");
        });
    CallResult read = Protocol.read(Protocol.toBytes(callResult), CallResult.class);
    assertThatThrownBy(() -> read.value(Messages.EmptyMessage.class))
        .isInstanceOf(ConflictException.class)
        .hasMessage("taken");
  }

  @Test
  void protocol_thatDiffers_isNamed() {
    Protocol.checkVersion("the client", Protocol.VERSION);
    assertThatThrownBy(() -> Protocol.checkVersion("the client", null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the client does not name");
  }

  @Test
  void trust_countsFromTheRequest() {
    Clock clock = Clock.system();
    Deadline deadline = Deadline.after(clock.nanos(), Duration.ofSeconds(8));
    Messages.LeaseTrust leaseTrust = Messages.LeaseTrust.of(deadline, clock);
    assertThat(leaseTrust.since(0).nanos()).isLessThanOrEqualTo(Duration.ofSeconds(8).toNanos());
  }

  private static String text(Object value) {
    return new String(Protocol.toBytes(value), StandardCharsets.UTF_8);
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
    return Member.builder("executor/1", Member.Kind.EXECUTOR, "e1", NOW)
        .host("host")
        .pid(12)
        .version("0.1.0")
        .slots(32)
        .running(1)
        .capabilities(List.of("kvm"))
        .actions(List.of(new ActionInfo("a", "p", "d", schema, List.of("kvm"), true, true)))
        .build();
  }

  @Test
  void read_listsWithAMemberOfALaterRelease_haveTheOthers() throws Exception {
    Job job = job();
    ObjectNode page =
        (ObjectNode)
            Protocol.toJson(new Messages.SearchReply(2, List.of(job, job), Map.of(), true));
    ((ObjectNode) page.at("/jobs/0")).put("state", "LATER");
    Messages.SearchReply read = Protocol.read(page, Messages.SearchReply.class);
    assertThat(read.jobs()).containsExactly(job);
    assertThat(read.count()).isEqualTo(2);
    JobEvent event = new JobEvent(1, ID, NOW, JobEvent.Kind.POSTED, JobState.QUEUED, 0, null, null);
    ObjectNode events = (ObjectNode) Protocol.toJson(new Messages.JobEvents(List.of(event, event)));
    ((ObjectNode) events.at("/events/1")).put("kind", "LATER");
    assertThat(Protocol.read(events, Messages.JobEvents.class).events()).containsExactly(event);
  }
}
