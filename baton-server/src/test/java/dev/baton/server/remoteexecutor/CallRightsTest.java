// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import static dev.baton.server.remoteexecutor.ClaimedJob.ADMIN;
import static dev.baton.server.remoteexecutor.ClaimedJob.HOLDER;
import static dev.baton.server.remoteexecutor.ClaimedJob.OTHER;
import static dev.baton.server.remoteexecutor.ClaimedJob.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.baton.access.Caller;
import dev.baton.election.DistributionState;
import dev.baton.error.ForbiddenException;
import dev.baton.filter.Filter;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.RunWrite;
import dev.baton.protocol.ClaimWriteItem;
import dev.baton.protocol.Messages;
import dev.baton.protocol.ProtocolCall;
import dev.baton.protocol.ProtocolCalls;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests which callers may make which call of the protocol. Each call has a row, which every kind of
 * caller tries.
 */
final class CallRightsTest {

  /** The right of an executor to make a call. */
  private enum Right {
    /** An executor may not make the call. */
    NONE,
    /** Every executor may make the call. */
    FREE,
    /** An executor may make the call only for jobs that its board session holds. */
    HOLDER
  }

  /**
   * A row of the table.
   *
   * @param request creates the request for the job in the name of a board session; null means
   *     without a session
   */
  private record Row(
      Right right, BiFunction<ClaimedJob, Messages.@Nullable SessionRef, Object> request) {}

  private static final Map<String, Row> ROWS = rows();

  private static Map<String, Row> rows() {
    Map<String, Row> rows = new LinkedHashMap<>();
    addJobs(rows);
    addRuns(rows);
    addBoard(rows);
    addCluster(rows);
    return rows;
  }

  private static void put(
      Map<String, Row> rows,
      ProtocolCall<?, ?> protocolCall,
      Right right,
      BiFunction<ClaimedJob, Messages.@Nullable SessionRef, Object> request) {
    assertThat(rows.put(protocolCall.path(), new Row(right, request))).isNull();
  }

  private static void addJobs(Map<String, Row> rows) {
    put(rows, ProtocolCalls.ADD, Right.NONE, (f, s) -> new Messages.AddBatch(List.of()));
    put(rows, ProtocolCalls.FIND, Right.HOLDER, (f, s) -> new Messages.JobRef(f.job.id(), s));
    put(
        rows,
        ProtocolCalls.REPLACE,
        Right.NONE,
        (f, s) -> new Messages.FoundJob(f.stored(f.job.id())));
    put(rows, ProtocolCalls.DELETE, Right.NONE, (f, s) -> new Messages.JobRef(f.job.id(), s));
    put(
        rows,
        ProtocolCalls.DELETE_ALL,
        Right.NONE,
        (f, s) -> new Messages.DeleteAll(new Filter.Any(List.of()), null));
    put(rows, ProtocolCalls.SEARCH, Right.NONE, (f, s) -> new Messages.SearchJobsRequest(query()));
    put(rows, ProtocolCalls.STORE_IDENTITY, Right.FREE, (f, s) -> new Messages.EmptyMessage());
    put(
        rows,
        ProtocolCalls.UNFINISHED,
        Right.NONE,
        (f, s) -> new Messages.TextMessage("user/alice"));
    put(
        rows,
        ProtocolCalls.READ_LOG,
        Right.HOLDER,
        (f, s) -> new Messages.ReadLog(f.job.id(), 0, 10, s));
    put(
        rows,
        ProtocolCalls.LAST_POSITION,
        Right.HOLDER,
        (f, s) -> new Messages.LastMarkRequest(f.job.id(), "m", s));
    put(rows, ProtocolCalls.EVENTS_OF, Right.HOLDER, (f, s) -> new Messages.JobRef(f.job.id(), s));
    put(rows, ProtocolCalls.EVENTS_AFTER, Right.NONE, (f, s) -> new Messages.EventsAfter(0, 10));
    put(rows, ProtocolCalls.LATEST_EVENT, Right.NONE, (f, s) -> new Messages.EmptyMessage());
    put(rows, ProtocolCalls.LOGBOOK, Right.HOLDER, (f, s) -> new Messages.JobRef(f.job.id(), s));
    put(
        rows,
        ProtocolCalls.FLOW_STEPS,
        Right.HOLDER,
        (f, s) -> new Messages.ReadFlowTransitions(f.job.id(), 0, 10, s));
    put(
        rows,
        ProtocolCalls.DELETE_LOGBOOK,
        Right.NONE,
        (f, s) -> new Messages.JobRef(f.job.id(), s));
    put(
        rows,
        ProtocolCalls.CLAIM_WRITES,
        Right.HOLDER,
        (f, s) -> new Messages.ClaimWriteRequests(List.of(report(f, s))));
  }

  private static Messages.ClaimWriteRequest report(
      ClaimedJob f, Messages.@Nullable SessionRef sessionRef) {
    RunWrite report = new RunWrite.Report(f.job.id(), f.token, 7, "seven", null, null, null, null);
    return new Messages.ClaimWriteRequest(sessionRef, false, new ClaimWriteItem.Write(report));
  }

  private static JobQuery query() {
    return JobQuery.of(Filter.EVERYTHING, 10);
  }

  private static Messages.RunRef run(ClaimedJob f, Messages.@Nullable SessionRef sessionRef) {
    return new Messages.RunRef(
        sessionRef == null ? f.otherSession : sessionRef, f.job.id(), f.token);
  }

  private static void addRuns(Map<String, Row> rows) {
    put(
        rows,
        ProtocolCalls.POST_CHILDREN,
        Right.HOLDER,
        (f, s) ->
            new Messages.PostChildren(
                run(f, s), List.of(new Messages.ChildPost("one", JobSpec.of("work"))), true));
    put(
        rows,
        ProtocolCalls.POST_AWAITED,
        Right.HOLDER,
        (f, s) -> new Messages.PostAwaitedChild(run(f, s), "key", JobSpec.of("work"), null, false));
    put(
        rows,
        ProtocolCalls.FIND_OTHER,
        Right.HOLDER,
        (f, s) -> new Messages.OtherJobRef(run(f, s), f.job.id()));
    put(
        rows,
        ProtocolCalls.SEARCH_OTHERS,
        Right.HOLDER,
        (f, s) -> new Messages.SearchOthers(run(f, s), query()));
    put(
        rows,
        ProtocolCalls.EDIT_OTHER,
        Right.HOLDER,
        (f, s) -> new Messages.EditOther(run(f, s), f.stored(f.job.id())));
    put(
        rows,
        ProtocolCalls.OPERATE,
        Right.HOLDER,
        (f, s) ->
            new Messages.OperateOnJob(run(f, s), child(f), Messages.JobOperation.CANCEL, null));
    put(
        rows,
        ProtocolCalls.SIGNAL_OTHER,
        Right.HOLDER,
        (f, s) -> new Messages.SignalOther(run(f, s), f.job.id(), "go", IntNode.valueOf(1)));
    put(
        rows,
        ProtocolCalls.DELETE_OTHER,
        Right.HOLDER,
        (f, s) -> new Messages.OtherJobRef(run(f, s), child(f)));
    put(
        rows,
        ProtocolCalls.DELETE_OTHERS,
        Right.HOLDER,
        (f, s) -> new Messages.DeleteOthers(run(f, s), new Filter.Any(List.of())));
    put(
        rows,
        ProtocolCalls.FLOW_OF_OTHER,
        Right.HOLDER,
        (f, s) -> new Messages.OtherJobRef(run(f, s), f.job.id()));
    put(rows, ProtocolCalls.NOTIFY_PARENT, Right.FREE, (f, s) -> new Messages.JobRef(f.job.id()));
  }

  private static JobId child(ClaimedJob f) {
    return f.post("work", "user/alice").id();
  }

  private static void addBoard(Map<String, Row> rows) {
    put(
        rows,
        ProtocolCalls.JOIN,
        Right.FREE,
        (f, s) -> new Messages.SessionRef("c".repeat(64), "e", LEASE));
    put(rows, ProtocolCalls.RENEW, Right.HOLDER, (f, s) -> s == null ? f.session : s);
    put(
        rows,
        ProtocolCalls.CLAIM,
        Right.HOLDER,
        (f, s) ->
            new Messages.ClaimRequest(
                s == null ? f.session : s, 1, Set.of(), Set.of(), Set.of(), Map.of()));
    put(rows, ProtocolCalls.HELD_CLAIMS, Right.HOLDER, (f, s) -> s == null ? f.session : s);
    // Leaving a session that does not exist is not an error, and has no effect.
    put(
        rows,
        ProtocolCalls.LEAVE,
        Right.FREE,
        (f, s) -> new Messages.SessionRef("d".repeat(64), "e", LEASE));
    // The same holds for the end of a dead session.
    put(
        rows,
        ProtocolCalls.END_DEAD_SESSION,
        Right.FREE,
        (f, s) -> new Messages.SessionRef("d".repeat(64), "e", LEASE));
    put(rows, ProtocolCalls.NEXT_DUE, Right.FREE, (f, s) -> new Messages.EmptyMessage());
    put(rows, ProtocolCalls.POSTINGS, Right.NONE, (f, s) -> new Messages.PageRequest(0, 10));
    put(rows, ProtocolCalls.RECONCILE, Right.NONE, (f, s) -> new Messages.EmptyMessage());
    put(
        rows,
        ProtocolCalls.LONG_POLL,
        Right.FREE,
        (f, s) -> new Messages.LongPollRequest(Messages.LongPollTopic.ENDED, Map.of(), 0));
    put(
        rows,
        ProtocolCalls.STAND_BY,
        Right.FREE,
        (f, s) -> new Messages.StandByRequest(Map.of(), Set.of("executor/1"), 0, 1_000));
  }

  private static final Duration LEASE = Duration.ofMinutes(1);

  private static void addCluster(Map<String, Row> rows) {
    put(
        rows,
        ProtocolCalls.CONTEND,
        Right.NONE,
        (f, s) -> new Messages.Contend(List.of("o"), "me", LEASE));
    put(
        rows,
        ProtocolCalls.RESIGN,
        Right.NONE,
        (f, s) -> new Messages.TermMessage("o", "me", 1, new Messages.LeaseTrust(1)));
    put(
        rows,
        ProtocolCalls.LEADERS,
        Right.NONE,
        (f, s) -> new Messages.ElectionNames(List.of("o")));
    put(rows, ProtocolCalls.DISTRIBUTIONS, Right.NONE, (f, s) -> new Messages.EmptyMessage());
    put(
        rows,
        ProtocolCalls.SAVE_DISTRIBUTION,
        Right.NONE,
        (f, s) ->
            new Messages.SaveDistributionState(
                new DistributionState("d", "every PT1M", null, null, 0, null, "me", 0, null),
                new Messages.TermMessage("d", "me", 1, new Messages.LeaseTrust(1))));
    put(
        rows,
        ProtocolCalls.HEARTBEAT,
        Right.FREE,
        (f, s) -> new Messages.Heartbeat(ClaimedJob.executor("executor/1")));
    put(
        rows,
        ProtocolCalls.LEAVE_MEMBER_REGISTRY,
        Right.FREE,
        (f, s) -> new Messages.TextMessage("executor/1"));
    put(rows, ProtocolCalls.MEMBERS, Right.FREE, (f, s) -> new Messages.MembersRequest(LEASE));
    put(
        rows,
        ProtocolCalls.POST_QUESTION,
        Right.NONE,
        (f, s) -> new Messages.PostQuestion("executor/1", "threads"));
    put(
        rows,
        ProtocolCalls.ANSWER,
        Right.FREE,
        (f, s) -> new Messages.AnswerQuestion("no such question", "text"));
    put(rows, ProtocolCalls.ANSWER_TO, Right.NONE, (f, s) -> new Messages.TextMessage("question"));
    put(rows, ProtocolCalls.KNOWN_ACTIONS, Right.FREE, (f, s) -> new Messages.EmptyMessage());
    put(
        rows,
        ProtocolCalls.PROVIDE_ACTIONS,
        Right.NONE,
        (f, s) -> new Messages.ProvideActions("me", List.of()));
    put(rows, ProtocolCalls.DELETE_ACTION, Right.NONE, (f, s) -> new Messages.TextMessage("work"));
    put(rows, ProtocolCalls.CHECK, Right.FREE, (f, s) -> new Messages.EmptyMessage());
  }

  private static List<ProtocolCall<?, ?>> calls() throws IllegalAccessException {
    List<ProtocolCall<?, ?>> calls = new ArrayList<>();
    for (Field field : ProtocolCalls.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers())
          && field.get(null) instanceof ProtocolCall<?, ?> protocolCall) {
        calls.add(protocolCall);
      }
    }
    return calls;
  }

  static Stream<ProtocolCall<?, ?>> everyCall() throws IllegalAccessException {
    return calls().stream();
  }

  @Test
  void table_hasARowForEveryCall() throws Exception {
    List<String> paths = calls().stream().<String>map(ProtocolCall::path).toList();
    assertThat(paths).hasSizeGreaterThan(40);
    assertThat(ROWS.keySet())
        .as("a call without a row: say in the table who may make it")
        .containsExactlyInAnyOrderElementsOf(paths);
  }

  @ParameterizedTest
  @MethodSource("everyCall")
  void call_byAUserWithoutTheClaim_isForbidden(ProtocolCall<?, ?> protocolCall) {
    try (ClaimedJob fixture = new ClaimedJob()) {
      assertForbidden(fixture, PLAIN, protocolCall, fixture.session);
    }
  }

  @ParameterizedTest
  @MethodSource("everyCall")
  void call_byAnAdministrator_isAllowed(ProtocolCall<?, ?> protocolCall) {
    try (ClaimedJob fixture = new ClaimedJob()) {
      JsonNode answer = fixture.call(ADMIN, protocolCall, request(fixture, protocolCall, null));
      assertThat(answer.at("/error/code").asText()).isNotEqualTo("forbidden");
    }
  }

  @ParameterizedTest
  @MethodSource("everyCall")
  void call_byTheExecutorThatHoldsTheJob_isAllowedAsTheTableSays(ProtocolCall<?, ?> protocolCall) {
    try (ClaimedJob fixture = new ClaimedJob()) {
      if (row(protocolCall).right() == Right.NONE) {
        assertForbidden(fixture, HOLDER, protocolCall, fixture.session);
      } else {
        JsonNode answer =
            fixture.call(HOLDER, protocolCall, request(fixture, protocolCall, fixture.session));
        assertThat(answer.has("ok")).as("%s", answer).isTrue();
        assertThat(answer.toString()).doesNotContain("\"error\"");
      }
    }
  }

  /**
   * The other executor also tries the session reference of the holder, which is of no use to
   * another caller.
   */
  @ParameterizedTest
  @MethodSource("everyCall")
  void call_byAnotherExecutor_changesAndTellsNothing(ProtocolCall<?, ?> protocolCall) {
    try (ClaimedJob fixture = new ClaimedJob()) {
      switch (row(protocolCall).right()) {
        case NONE -> assertForbidden(fixture, OTHER, protocolCall, fixture.otherSession);
        case FREE -> {
          JsonNode answer =
              fixture.call(
                  OTHER, protocolCall, request(fixture, protocolCall, fixture.otherSession));
          assertThat(answer.has("ok")).as("%s", answer).isTrue();
        }
        case HOLDER -> {
          var before = fixture.stored(fixture.job.id());
          assertRefused(
              fixture.call(OTHER, protocolCall, request(fixture, protocolCall, fixture.session)));
          if (isAboutTheJob(protocolCall)) {
            assertRefused(
                fixture.call(
                    OTHER, protocolCall, request(fixture, protocolCall, fixture.otherSession)));
            assertRefused(fixture.call(OTHER, protocolCall, request(fixture, protocolCall, null)));
          }
          assertThat(fixture.stored(fixture.job.id())).isEqualTo(before);
        }
      }
    }
  }

  /** The calls of a board session do not name a job. */
  private static boolean isAboutTheJob(ProtocolCall<?, ?> protocolCall) {
    return !protocolCall.port().equals("board");
  }

  private static void assertRefused(JsonNode answer) {
    String code =
        answer.path("ok").has("outcomes")
            ? answer.at("/ok/outcomes/0/error/code").asText()
            : answer.at("/error/code").asText();
    assertThat(code).as("%s", answer).isIn("lost-claim", "forbidden");
  }

  private static void assertForbidden(
      ClaimedJob fixture,
      Caller caller,
      ProtocolCall<?, ?> protocolCall,
      Messages.SessionRef sessionRef) {
    assertThatThrownBy(
            () -> fixture.call(caller, protocolCall, request(fixture, protocolCall, sessionRef)))
        .isInstanceOf(ForbiddenException.class);
  }

  private static Row row(ProtocolCall<?, ?> protocolCall) {
    Row row = ROWS.get(protocolCall.path());
    assertThat(row).as("the row of %s", protocolCall.path()).isNotNull();
    return row;
  }

  private static Object request(
      ClaimedJob fixture,
      ProtocolCall<?, ?> protocolCall,
      Messages.@Nullable SessionRef sessionRef) {
    return row(protocolCall).request().apply(fixture, sessionRef);
  }
}
