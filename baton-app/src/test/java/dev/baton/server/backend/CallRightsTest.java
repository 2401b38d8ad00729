// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

import static dev.baton.server.backend.ClaimedJob.ADMIN;
import static dev.baton.server.backend.ClaimedJob.HOLDER;
import static dev.baton.server.backend.ClaimedJob.OTHER;
import static dev.baton.server.backend.ClaimedJob.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.baton.access.Caller;
import dev.baton.distributor.DistributionState;
import dev.baton.error.ForbiddenException;
import dev.baton.filter.Filter;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.RunWrite;
import dev.baton.wire.Call;
import dev.baton.wire.Calls;
import dev.baton.wire.Forms;
import dev.baton.wire.WorkItem;
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

/** Who may make which call of the protocol: a row for each, tried by every kind of caller. */
final class CallRightsTest {

  /** What an executor may do by a call. */
  private enum Right {
    /** Nothing. */
    NONE,
    /** The same as every other executor. */
    FREE,
    /** With jobs, only as far as its stay at the board holds them. */
    HOLDER
  }

  /**
   * A row.
   *
   * @param request for the job, in the name of a stay; null stay is none
   */
  private record Row(Right right, BiFunction<ClaimedJob, Forms.@Nullable Stay, Object> request) {}

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
      Call<?, ?> call,
      Right right,
      BiFunction<ClaimedJob, Forms.@Nullable Stay, Object> request) {
    assertThat(rows.put(call.path(), new Row(right, request))).isNull();
  }

  private static void addJobs(Map<String, Row> rows) {
    put(rows, Calls.ADD, Right.NONE, (f, s) -> new Forms.AddBatch(List.of()));
    put(rows, Calls.FIND, Right.HOLDER, (f, s) -> new Forms.JobRef(f.job.id(), s));
    put(rows, Calls.REPLACE, Right.NONE, (f, s) -> new Forms.FoundJob(f.stored(f.job.id())));
    put(rows, Calls.DELETE, Right.NONE, (f, s) -> new Forms.JobRef(f.job.id(), s));
    put(
        rows,
        Calls.DELETE_ALL,
        Right.NONE,
        (f, s) -> new Forms.DeleteAll(new Filter.Any(List.of()), null));
    put(rows, Calls.SEARCH, Right.NONE, (f, s) -> new Forms.Search(query()));
    put(rows, Calls.STORE_IDENTITY, Right.FREE, (f, s) -> new Forms.Nothing());
    put(rows, Calls.UNFINISHED, Right.NONE, (f, s) -> new Forms.Text("user/alice"));
    put(rows, Calls.READ_LOG, Right.HOLDER, (f, s) -> new Forms.ReadLog(f.job.id(), 0, 10, s));
    put(rows, Calls.LAST_MARK, Right.HOLDER, (f, s) -> new Forms.MarkedLine(f.job.id(), "m", s));
    put(rows, Calls.EVENTS_OF, Right.HOLDER, (f, s) -> new Forms.JobRef(f.job.id(), s));
    put(rows, Calls.EVENTS_AFTER, Right.NONE, (f, s) -> new Forms.EventsAfter(0, 10));
    put(rows, Calls.LATEST_EVENT, Right.NONE, (f, s) -> new Forms.Nothing());
    put(rows, Calls.LOGBOOK, Right.HOLDER, (f, s) -> new Forms.JobRef(f.job.id(), s));
    put(rows, Calls.FLOW_STEPS, Right.HOLDER, (f, s) -> new Forms.ReadSteps(f.job.id(), 0, 10, s));
    put(rows, Calls.DELETE_LOGBOOK, Right.NONE, (f, s) -> new Forms.JobRef(f.job.id(), s));
    put(rows, Calls.WORK, Right.HOLDER, (f, s) -> new Forms.WorkBatch(List.of(report(f, s))));
  }

  private static Forms.Work report(ClaimedJob f, Forms.@Nullable Stay stay) {
    RunWrite report = new RunWrite.Report(f.job.id(), f.token, 7, "seven", null, null, null, null);
    return new Forms.Work(stay, false, new WorkItem.Write(report));
  }

  private static JobQuery query() {
    return JobQuery.of(Filter.EVERYTHING, 10);
  }

  private static Forms.Run run(ClaimedJob f, Forms.@Nullable Stay stay) {
    return new Forms.Run(stay == null ? f.otherStay : stay, f.job.id(), f.token);
  }

  private static void addRuns(Map<String, Row> rows) {
    put(
        rows,
        Calls.POST_CHILDREN,
        Right.HOLDER,
        (f, s) ->
            new Forms.PostChildren(
                run(f, s), List.of(new Forms.Child("one", JobSpec.of("work"))), true));
    put(
        rows,
        Calls.POST_AWAITED,
        Right.HOLDER,
        (f, s) -> new Forms.PostAwaited(run(f, s), "key", JobSpec.of("work"), null, false));
    put(rows, Calls.FIND_OTHER, Right.HOLDER, (f, s) -> new Forms.OtherJob(run(f, s), f.job.id()));
    put(
        rows,
        Calls.SEARCH_OTHERS,
        Right.HOLDER,
        (f, s) -> new Forms.SearchOthers(run(f, s), query()));
    put(
        rows,
        Calls.EDIT_OTHER,
        Right.HOLDER,
        (f, s) -> new Forms.EditOther(run(f, s), f.stored(f.job.id())));
    put(
        rows,
        Calls.OPERATE,
        Right.HOLDER,
        (f, s) -> new Forms.Operate(run(f, s), child(f), Forms.Operation.CANCEL, null));
    put(
        rows,
        Calls.SIGNAL_OTHER,
        Right.HOLDER,
        (f, s) -> new Forms.SignalOther(run(f, s), f.job.id(), "go", IntNode.valueOf(1)));
    put(rows, Calls.DELETE_OTHER, Right.HOLDER, (f, s) -> new Forms.OtherJob(run(f, s), child(f)));
    put(
        rows,
        Calls.DELETE_OTHERS,
        Right.HOLDER,
        (f, s) -> new Forms.DeleteOthers(run(f, s), new Filter.Any(List.of())));
    put(
        rows,
        Calls.FLOW_OF_OTHER,
        Right.HOLDER,
        (f, s) -> new Forms.OtherJob(run(f, s), f.job.id()));
    put(rows, Calls.TELL_PARENT, Right.FREE, (f, s) -> new Forms.JobRef(f.job.id()));
  }

  private static JobId child(ClaimedJob f) {
    return f.post("work", "user/alice").id();
  }

  private static void addBoard(Map<String, Row> rows) {
    put(rows, Calls.JOIN, Right.FREE, (f, s) -> new Forms.Stay("c".repeat(64), "e", LEASE));
    put(rows, Calls.RENEW, Right.HOLDER, (f, s) -> s == null ? f.stay : s);
    put(
        rows,
        Calls.CLAIM,
        Right.HOLDER,
        (f, s) ->
            new Forms.AskClaims(s == null ? f.stay : s, 1, Set.of(), Set.of(), Set.of(), Map.of()));
    put(rows, Calls.HELD, Right.HOLDER, (f, s) -> s == null ? f.stay : s);
    // Leaving a stay that is not there is no error, and has no effect.
    put(rows, Calls.LEAVE, Right.FREE, (f, s) -> new Forms.Stay("d".repeat(64), "e", LEASE));
    put(rows, Calls.NEXT_DUE, Right.FREE, (f, s) -> new Forms.Nothing());
    put(rows, Calls.POSTINGS, Right.NONE, (f, s) -> new Forms.Window(0, 10));
    put(rows, Calls.RECONCILE, Right.NONE, (f, s) -> new Forms.Nothing());
    put(rows, Calls.AWAIT, Right.FREE, (f, s) -> new Forms.Await(Forms.Topic.ENDED, Map.of(), 0));
  }

  private static final Duration LEASE = Duration.ofMinutes(1);

  private static void addCluster(Map<String, Row> rows) {
    put(rows, Calls.CONTEND, Right.NONE, (f, s) -> new Forms.Contend(List.of("o"), "me", LEASE));
    put(
        rows,
        Calls.RESIGN,
        Right.NONE,
        (f, s) -> new Forms.TermForm("o", "me", 1, new Forms.Trust(1)));
    put(rows, Calls.LEADERS, Right.NONE, (f, s) -> new Forms.Names(List.of("o")));
    put(rows, Calls.DISTRIBUTIONS, Right.NONE, (f, s) -> new Forms.Nothing());
    put(
        rows,
        Calls.SAVE_DISTRIBUTION,
        Right.NONE,
        (f, s) ->
            new Forms.SaveState(
                new DistributionState("d", "every PT1M", null, null, 0, null, "me"),
                new Forms.TermForm("d", "me", 1, new Forms.Trust(1))));
    put(rows, Calls.BEAT, Right.FREE, (f, s) -> new Forms.Beat(ClaimedJob.executor("executor/1")));
    put(rows, Calls.LEAVE_ROSTER, Right.FREE, (f, s) -> new Forms.Text("executor/1"));
    put(rows, Calls.MEMBERS, Right.FREE, (f, s) -> new Forms.SeenWithin(LEASE));
    put(rows, Calls.ASK, Right.NONE, (f, s) -> new Forms.Ask("executor/1", "threads"));
    put(rows, Calls.ANSWER, Right.FREE, (f, s) -> new Forms.Reply("no such question", "text"));
    put(rows, Calls.ANSWER_TO, Right.NONE, (f, s) -> new Forms.Text("question"));
    put(rows, Calls.KNOWN_ACTIONS, Right.FREE, (f, s) -> new Forms.Nothing());
    put(rows, Calls.PROVIDE_ACTIONS, Right.NONE, (f, s) -> new Forms.Provide("me", List.of()));
    put(rows, Calls.FORGET_ACTION, Right.NONE, (f, s) -> new Forms.Text("work"));
    put(rows, Calls.CHECK, Right.FREE, (f, s) -> new Forms.Nothing());
  }

  private static List<Call<?, ?>> calls() throws IllegalAccessException {
    List<Call<?, ?>> calls = new ArrayList<>();
    for (Field field : Calls.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.get(null) instanceof Call<?, ?> call) {
        calls.add(call);
      }
    }
    return calls;
  }

  static Stream<Call<?, ?>> everyCall() throws IllegalAccessException {
    return calls().stream();
  }

  @Test
  void table_hasARowForEveryCall() throws Exception {
    List<String> paths = calls().stream().<String>map(Call::path).toList();
    assertThat(paths).hasSizeGreaterThan(40);
    assertThat(ROWS.keySet())
        .as("a call without a row: say in the table who may make it")
        .containsExactlyInAnyOrderElementsOf(paths);
  }

  @ParameterizedTest
  @MethodSource("everyCall")
  void call_byAUserWithoutTheClaim_isForbidden(Call<?, ?> call) {
    try (ClaimedJob fixture = new ClaimedJob()) {
      assertForbidden(fixture, PLAIN, call, fixture.stay);
    }
  }

  @ParameterizedTest
  @MethodSource("everyCall")
  void call_byAnAdministrator_isAllowed(Call<?, ?> call) {
    try (ClaimedJob fixture = new ClaimedJob()) {
      JsonNode answer = fixture.call(ADMIN, call, request(fixture, call, null));
      assertThat(answer.at("/error/code").asText()).isNotEqualTo("forbidden");
    }
  }

  @ParameterizedTest
  @MethodSource("everyCall")
  void call_byTheExecutorThatHoldsTheJob_isAllowedAsTheTableSays(Call<?, ?> call) {
    try (ClaimedJob fixture = new ClaimedJob()) {
      if (row(call).right() == Right.NONE) {
        assertForbidden(fixture, HOLDER, call, fixture.stay);
      } else {
        JsonNode answer = fixture.call(HOLDER, call, request(fixture, call, fixture.stay));
        assertThat(answer.has("ok")).as("%s", answer).isTrue();
        assertThat(answer.toString()).doesNotContain("\"error\"");
      }
    }
  }

  /** Also with the stay of the holder, whose secret is of no use to another caller. */
  @ParameterizedTest
  @MethodSource("everyCall")
  void call_byAnotherExecutor_changesAndTellsNothing(Call<?, ?> call) {
    try (ClaimedJob fixture = new ClaimedJob()) {
      switch (row(call).right()) {
        case NONE -> assertForbidden(fixture, OTHER, call, fixture.otherStay);
        case FREE -> {
          JsonNode answer = fixture.call(OTHER, call, request(fixture, call, fixture.otherStay));
          assertThat(answer.has("ok")).as("%s", answer).isTrue();
        }
        case HOLDER -> {
          var before = fixture.stored(fixture.job.id());
          assertRefused(fixture.call(OTHER, call, request(fixture, call, fixture.stay)));
          if (isAboutTheJob(call)) {
            assertRefused(fixture.call(OTHER, call, request(fixture, call, fixture.otherStay)));
            assertRefused(fixture.call(OTHER, call, request(fixture, call, null)));
          }
          assertThat(fixture.stored(fixture.job.id())).isEqualTo(before);
        }
      }
    }
  }

  /** The calls of a stay itself name no job. */
  private static boolean isAboutTheJob(Call<?, ?> call) {
    return !call.port().equals("board");
  }

  private static void assertRefused(JsonNode answer) {
    String code =
        answer.path("ok").has("outcomes")
            ? answer.at("/ok/outcomes/0/error/code").asText()
            : answer.at("/error/code").asText();
    assertThat(code).as("%s", answer).isIn("lost-claim", "forbidden");
  }

  private static void assertForbidden(
      ClaimedJob fixture, Caller caller, Call<?, ?> call, Forms.Stay stay) {
    assertThatThrownBy(() -> fixture.call(caller, call, request(fixture, call, stay)))
        .isInstanceOf(ForbiddenException.class);
  }

  private static Row row(Call<?, ?> call) {
    Row row = ROWS.get(call.path());
    assertThat(row).as("the row of %s", call.path()).isNotNull();
    return row;
  }

  private static Object request(ClaimedJob fixture, Call<?, ?> call, Forms.@Nullable Stay stay) {
    return row(call).request().apply(fixture, stay);
  }
}
