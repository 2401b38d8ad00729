// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import static dev.baton.server.remoteexecutor.ClaimedJob.ADMIN;
import static dev.baton.server.remoteexecutor.ClaimedJob.HOLDER;
import static dev.baton.server.remoteexecutor.ClaimedJob.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.baton.access.Acl;
import dev.baton.error.ForbiddenException;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.RunWrite;
import dev.baton.jobservice.JobService;
import dev.baton.member.ActionInfo;
import dev.baton.member.Member;
import dev.baton.protocol.ClaimWriteItem;
import dev.baton.protocol.Messages;
import dev.baton.protocol.Messages.JobOperation;
import dev.baton.protocol.Protocol;
import dev.baton.protocol.ProtocolCalls;
import dev.baton.server.ServerLimits;
import dev.baton.service.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests what a thief can do with an executor's key. */
final class ExecutorConfinementTest {

  private final ClaimedJob fixture = new ClaimedJob();

  @AfterEach
  void close() {
    fixture.close();
  }

  private static String code(JsonNode answer) {
    return answer.at("/error/code").asText();
  }

  private JsonNode postAwaited(JobSpec spec, @Nullable JobId undone, boolean ofAuthor) {
    Messages.PostAwaitedChild request =
        new Messages.PostAwaitedChild(
            fixture.run, "key", undone == null ? spec : null, undone, ofAuthor);
    return fixture.call(HOLDER, ProtocolCalls.POST_AWAITED, request);
  }

  @Test
  void children_getOwnersAndCreatorOfTheirParent() {
    JobSpec forged = JobSpec.builder("work").parent(fixture.post("work", "user/bob").id()).build();
    Messages.PostChildren request =
        new Messages.PostChildren(
            fixture.run, List.of(new Messages.ChildPost("one", forged)), true);
    JsonNode answer = fixture.call(HOLDER, ProtocolCalls.POST_CHILDREN, request);

    Job child = fixture.stored(JobId.parse(answer.at("/ok/answers/0/id").asText()));
    assertThat(child.acl()).isEqualTo(Acl.ownedBy("user/alice"));
    assertThat(child.createdBy()).isEqualTo("user/alice");
    assertThat(child.origin().owner()).isEqualTo("user/alice");
    assertThat(child.spec().parent()).isEqualTo(fixture.job.id());
    JsonNode again = fixture.call(HOLDER, ProtocolCalls.POST_CHILDREN, request);
    assertThat(again.at("/ok/answers/0/isNew").asBoolean(true)).isFalse();
  }

  @Test
  void children_withMoreRightsThanTheirParent_areForbidden() {
    JobSpec spec = JobSpec.of(ClaimedJob.FOR_ADMINS);
    Messages.PostChildren request =
        new Messages.PostChildren(fixture.run, List.of(new Messages.ChildPost("one", spec)), false);

    assertThat(code(fixture.call(HOLDER, ProtocolCalls.POST_CHILDREN, request)))
        .isEqualTo("forbidden");
    assertThat(code(postAwaited(spec, null, false))).isEqualTo("forbidden");
    assertThat(code(postAwaited(spec, null, true))).isEqualTo("forbidden");
    assertThat(fixture.backend.jobs().countUnfinished("user/alice")).isEqualTo(1);
  }

  @Test
  void jobsOfOthers_cannotBeSeenChangedOrUndone() {
    Job other = fixture.post("work", "user/bob");
    JobId id = other.id();

    JsonNode found =
        fixture.call(HOLDER, ProtocolCalls.FIND_OTHER, new Messages.OtherJobRef(fixture.run, id));
    assertThat(found.path("ok").has("job")).isFalse();
    JsonNode page =
        fixture.call(
            HOLDER,
            ProtocolCalls.SEARCH_OTHERS,
            new Messages.SearchOthers(fixture.run, JobQuery.of(Filter.EVERYTHING, 10)));
    assertThat(page.at("/ok/count").asInt()).isEqualTo(1);
    for (JobOperation jobOperation : JobOperation.values()) {
      String key = jobOperation == JobOperation.RETRY_ONCE ? "key" : null;
      Messages.OperateOnJob request = new Messages.OperateOnJob(fixture.run, id, jobOperation, key);
      assertThat(code(fixture.call(HOLDER, ProtocolCalls.OPERATE, request)))
          .as("%s", jobOperation)
          .isEqualTo("forbidden");
    }
    Messages.EditOther edit = new Messages.EditOther(fixture.run, other);
    assertThat(code(fixture.call(HOLDER, ProtocolCalls.EDIT_OTHER, edit))).isEqualTo("forbidden");
    Messages.OtherJobRef named = new Messages.OtherJobRef(fixture.run, id);
    assertThat(code(fixture.call(HOLDER, ProtocolCalls.DELETE_OTHER, named)))
        .isEqualTo("forbidden");
    assertThat(code(postAwaited(JobSpec.of("work"), id, false))).isEqualTo("not-found");
    JsonNode deleted =
        fixture.call(
            HOLDER,
            ProtocolCalls.DELETE_OTHERS,
            new Messages.DeleteOthers(
                fixture.run,
                new Filter.Equal(Filter.Path.of("id"), new Filter.Value.Text(id.toString()))));
    assertThat(deleted.at("/ok/count").asLong()).isZero();
    assertThat(fixture.stored(id)).isEqualTo(fixture.stored(id).withStatus(other.status()));
  }

  @Test
  void end_underAGuessedToken_isRefused() {
    RunWrite end =
        new RunWrite.End(fixture.job.id(), fixture.token, JobState.FAILED, 1, "x", null, null);
    for (Messages.SessionRef sessionRef : List.of(fixture.otherSession, fixture.session)) {
      for (boolean repeated : List.of(false, true)) {
        Messages.ClaimWriteRequest claimWriteRequest =
            new Messages.ClaimWriteRequest(sessionRef, repeated, new ClaimWriteItem.Write(end));
        JsonNode answer =
            fixture.call(
                OTHER,
                ProtocolCalls.CLAIM_WRITES,
                new Messages.ClaimWriteRequests(List.of(claimWriteRequest)));
        assertThat(answer.at("/ok/outcomes/0/error/code").asText()).isEqualTo("lost-claim");
      }
    }
    assertThat(fixture.stored(fixture.job.id()).state()).isEqualTo(JobState.RUNNING);
  }

  @Test
  void run_thatIsOver_mayOnlyReadItself() {
    RunWrite end =
        new RunWrite.End(fixture.job.id(), fixture.token, JobState.SUCCESS, 0, null, null, null);
    Messages.ClaimWriteRequest claimWriteRequest =
        new Messages.ClaimWriteRequest(fixture.session, false, new ClaimWriteItem.Write(end));
    fixture.call(
        HOLDER,
        ProtocolCalls.CLAIM_WRITES,
        new Messages.ClaimWriteRequests(List.of(claimWriteRequest)));

    Messages.OtherJobRef itself = new Messages.OtherJobRef(fixture.run, fixture.job.id());
    assertThat(fixture.call(HOLDER, ProtocolCalls.FIND_OTHER, itself).at("/ok/job/state").asText())
        .isEqualTo("SUCCESS");
    assertThat(code(postAwaited(JobSpec.of("work"), null, false))).isEqualTo("lost-claim");
    fixture.call(HOLDER, ProtocolCalls.LEAVE, fixture.session);
    assertThat(fixture.call(HOLDER, ProtocolCalls.FIND_OTHER, itself).has("ok")).isTrue();
    assertThat(code(fixture.call(OTHER, ProtocolCalls.FIND_OTHER, itself))).isEqualTo("lost-claim");
  }

  @Test
  void member_idOfAnotherUsersMember_namesNobody() {
    Member executor = ClaimedJob.executor("executor/1");
    fixture.call(HOLDER, ProtocolCalls.HEARTBEAT, new Messages.Heartbeat(executor));
    Member shown = member();
    // Another server, or the same server after a restart.
    BackendEndpoint elsewhere =
        new BackendEndpoint(
            fixture.backend,
            new JobService(fixture.backend.jobs(), (spec, caller) -> spec, Clock.system()),
            Clock.system(),
            ServerLimits.DEFAULT.executorsPerKey());
    for (String id : List.of("executor/1", shown.id())) {
      elsewhere.call(
          OTHER,
          ProtocolCalls.LEAVE_MEMBER_REGISTRY.port(),
          ProtocolCalls.LEAVE_MEMBER_REGISTRY.method(),
          Protocol.toJson(new Messages.TextMessage(id)));
      assertThat(member()).isEqualTo(shown);
    }
    elsewhere.call(
        HOLDER,
        ProtocolCalls.LEAVE_MEMBER_REGISTRY.port(),
        ProtocolCalls.LEAVE_MEMBER_REGISTRY.method(),
        Protocol.toJson(new Messages.TextMessage("executor/1")));
    assertThat(fixture.backend.memberRegistry().members(Duration.ofMinutes(1))).isEmpty();
  }

  private Member member() {
    List<Member> members = fixture.backend.memberRegistry().members(Duration.ofMinutes(1));
    assertThat(members).hasSize(1);
    return members.getFirst();
  }

  @Test
  void member_definesAnActionOnlyIfNobodyDid() {
    ActionInfo first = action("deploy", "{}", List.of("has_kvm"));
    fixture.call(
        HOLDER,
        ProtocolCalls.HEARTBEAT,
        new Messages.Heartbeat(ClaimedJob.executor("e/1").withActions(List.of(first))));
    ActionInfo other = action("deploy", "{\"type\":\"array\"}", List.of());
    for (String id : List.of("e/2", "e/3")) {
      fixture.call(
          OTHER,
          ProtocolCalls.HEARTBEAT,
          new Messages.Heartbeat(ClaimedJob.executor(id).withActions(List.of(other))));
      assertThat(fixture.backend.actions().find("deploy").orElseThrow().action())
          .isEqualTo(first.withDefinedBy("user/2"));
    }
    fixture.backend.actions().deleteAction("deploy");
    fixture.call(
        OTHER,
        ProtocolCalls.HEARTBEAT,
        new Messages.Heartbeat(ClaimedJob.executor("e/3").withActions(List.of(other))));
    assertThat(fixture.backend.actions().find("deploy").orElseThrow().action())
        .isEqualTo(other.withDefinedBy("user/3"));
  }

  @Test
  void member_withActionsBeyondTheBounds_isRefused() {
    String large = "{\"description\":\"" + "x".repeat(1 << 16) + "\"}";
    for (List<ActionInfo> actions :
        List.of(
            List.of(action("large", large, List.of())),
            List.of(action("two words", "{}", List.of())),
            Collections.nCopies(1001, action("many", "{}", List.of())))) {
      Member member = ClaimedJob.executor("e/1").withActions(actions);
      assertThat(
              code(fixture.call(HOLDER, ProtocolCalls.HEARTBEAT, new Messages.Heartbeat(member))))
          .isEqualTo("invalid-input");
    }
    assertThat(fixture.backend.actions().all()).isEmpty();
  }

  @Test
  void member_withASchemaThatBatonsParametersNeverHave_isRefused() {
    String deep = "{\"items\":".repeat(60) + "{}" + "}".repeat(60);
    for (String schema :
        List.of(
            "null",
            "\"x\"",
            "{\"$ref\":\"http://127.0.0.1:1/x\"}",
            "{\"$ref\":\"#\"}",
            "{\"$schema\":\"http://127.0.0.1:1/x\"}",
            "{\"properties\":{\"a\":{\"pattern\":\"((\"}}}",
            "{\"properties\":{\"a\":{\"pattern\":\"(.*a){20}b\"}}}",
            "{\"patternProperties\":{\"(.*a){20}b\":{}}}",
            "{\"type\":\"nonsense\"}",
            "{\"minimum\":\"x\"}",
            deep)) {
      Member member =
          ClaimedJob.executor("e/1").withActions(List.of(action("bad", schema, List.of())));
      JsonNode answer =
          fixture.call(HOLDER, ProtocolCalls.HEARTBEAT, new Messages.Heartbeat(member));
      assertThat(code(answer)).as(schema).isEqualTo("invalid-input");
      assertThat(answer.at("/error/message").asText()).contains("action 'bad'", "allowed");
    }
    assertThat(fixture.backend.actions().all()).isEmpty();
  }

  private static ActionInfo action(String name, String schema, List<String> requires) {
    try {
      return new ActionInfo(
          name, "p", "d", new ObjectMapper().readTree(schema), requires, false, false);
    } catch (JsonProcessingException e) {
      throw new AssertionError(schema, e);
    }
  }

  @Test
  void member_ofAnotherKind_isForbidden() {
    Member server = ClaimedJob.executor("server/1").toBuilder().kind(Member.Kind.SERVER).build();
    assertThat(code(fixture.call(OTHER, ProtocolCalls.HEARTBEAT, new Messages.Heartbeat(server))))
        .isEqualTo("forbidden");
  }

  @Test
  void members_askedWithAnExecutorsKey_areToldWithPlacesAndWithoutActions() {
    JsonNode schema = JsonNodeFactory.instance.objectNode();
    ActionInfo action = new ActionInfo("work", "p", "d", schema, List.of(), false, false);
    Member member =
        ClaimedJob.executor("executor/1").toBuilder()
            .actions(List.of(action))
            .places(List.of("uid=1; namespace=a"))
            .build();
    fixture.call(HOLDER, ProtocolCalls.HEARTBEAT, new Messages.Heartbeat(member));
    Messages.MembersRequest within = new Messages.MembersRequest(Duration.ofMinutes(1));
    JsonNode seen = fixture.call(OTHER, ProtocolCalls.MEMBERS, within).at("/ok/members/0");
    assertThat(seen.at("/places/0").asText()).isEqualTo("uid=1; namespace=a");
    assertThat(seen.path("actions")).isEmpty();
    JsonNode whole = fixture.call(ADMIN, ProtocolCalls.MEMBERS, within).at("/ok/members/0");
    assertThat(whole.at("/actions/0/name").asText()).isEqualTo("work");
  }

  @Test
  void member_cannotOpenAnActionOfAdministratorsToAll() {
    JsonNode schema = JsonNodeFactory.instance.objectNode();
    ActionInfo closed = new ActionInfo("wipe", "p", "d", schema, List.of(), true, false);
    ActionInfo open = new ActionInfo("wipe", "p", "d", schema, List.of(), false, false);
    fixture.call(
        ADMIN,
        ProtocolCalls.PROVIDE_ACTIONS,
        new Messages.ProvideActions("admin", List.of(closed)));

    Member member = ClaimedJob.executor("executor/1").withActions(List.of(open));
    fixture.call(HOLDER, ProtocolCalls.HEARTBEAT, new Messages.Heartbeat(member));

    assertThat(fixture.backend.actions().find("wipe").orElseThrow().action().adminOnly()).isTrue();
    assertThat(fixture.backend.memberRegistry().members(Duration.ofMinutes(1)).getFirst())
        .matches(seen -> seen.actions().getFirst().adminOnly());
  }

  @Test
  void post_ofAJobInTheNameOfAdministrators_isForbidden() {
    Job job = fixture.post("work", "group/nuvla-admin");
    assertThatThrownBy(() ->
            fixture.call(HOLDER, ProtocolCalls.ADD, new Messages.AddBatch(List.of(List.of(job)))))
        .isInstanceOf(ForbiddenException.class);
  }
}
