// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.access.Acl;
import dev.baton.board.BoardSession;
import dev.baton.board.ExternalBoardStore;
import dev.baton.board.ExternalBoardStore.StartRefusal;
import dev.baton.board.ExternalBoardStore.StartResult;
import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.filter.Filter;
import dev.baton.httpclient.Credentials;
import dev.baton.job.ClaimEnd;
import dev.baton.job.ExecutionMode;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.JobSpecBuilder;
import dev.baton.job.JobState;
import dev.baton.job.PostResult;
import dev.baton.job.Priority;
import dev.baton.job.ResourceRef;
import dev.baton.job.RunWrite;
import dev.baton.job.Timestamps;
import dev.baton.testkit.clock.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the driver against a server that answers like Nuvla's server. */
final class CimiBackendTest {

  private static final JobId JOB = new JobId("0f21f6f9-6f1c-4a0e-9d3a-000000000001");
  private static final String ID = JOB.toString();
  private static final Instant CREATED = Instant.parse("2026-01-31T12:00:00Z");
  private static final String QUEUED = "{\"state\":\"QUEUED\",\"action\":\"a\"}";
  private static final String FINAL =
      """
      {"state":"SUCCESS","action":"a","operations":[{"rel":"%s","href":"x"}]}
      """;
  private static final String RUNNING = "{\"state\":\"RUNNING\",\"action\":\"a\"}";

  private final NuvlaLikeServer server = new NuvlaLikeServer();
  private final ManualClock clock = new ManualClock();
  private final CimiBackend backend =
      server.backend(new Credentials.ApiKey("credential/1", NuvlaLikeServer.SECRET), clock);
  private final ExternalBoardStore externalBoardStore = backend.externalBoardStore().orElseThrow();

  @AfterEach
  void close() {
    backend.close();
    server.close();
  }

  @Test
  void find_ofJobWithAttributesUnknownHere_ignoresThem() {
    server.put(
        ID,
        """
        {"state":"QUEUED","action":"start_deployment","execution-mode":"mixed",
         "target-resource":{"href":"deployment/1","x":1},"shape":{"deep":[1]},
         "tags":["/job/entries/entry-999-0000000001"],"progress":0,"operations":[{"rel":"edit"}]}
        """);

    Job job = backend.jobs().find(JOB).orElseThrow();

    assertThat(job.spec().action()).isEqualTo("start_deployment");
    assertThat(job.spec().mode()).isEqualTo(ExecutionMode.MIXED);
    assertThat(job.spec().tags()).containsExactly("/job/entries/entry-999-0000000001");
    assertThat(backend.jobs().find(new JobId("none"))).isEmpty();
  }

  @Test
  void session_whenTheServerForgotIt_isOpenedAgainButNotTooOften() {
    server.put(ID, QUEUED);
    assertThat(backend.jobs().find(JOB)).isPresent();
    server.forgetSessions();

    // Within 10 seconds of a login, the client takes a rejected request for missing rights.
    assertThatThrownBy(() -> backend.jobs().find(JOB)).isInstanceOf(ForbiddenException.class);
    clock.advance(Duration.ofSeconds(11));
    assertThat(backend.jobs().find(JOB)).isPresent();
    assertThat(backend.jobs().find(JOB)).isPresent();
    assertThat(server.sessions).hasValue(2);
  }

  @Test
  void session_isRenewedBeforeItExpires() {
    server.put(ID, QUEUED);
    server.cookiesExpire("; Max-Age=120");
    assertThat(backend.jobs().find(JOB)).isPresent();
    clock.advance(Duration.ofSeconds(59));
    assertThat(backend.jobs().find(JOB)).isPresent();
    assertThat(server.sessions).hasValue(1);

    clock.advance(Duration.ofSeconds(2));
    assertThat(backend.jobs().find(JOB)).isPresent();

    assertThat(server.sessions).hasValue(2);
  }

  @Test
  void login_whenRefused_saysOfWhom() {
    try (CimiBackend other = server.backend(new Credentials.Password("jane", "wrong"), clock)) {
      assertThatThrownBy(other::check)
          .isInstanceOf(ForbiddenException.class)
          .hasMessageContaining("refuses the login of user 'jane'")
          .hasMessageNotContaining("wrong");
    }
  }

  @Test
  void login_ofAUserWhoIsNoAdministrator_isAccepted() {
    Credentials jane = new Credentials.Password("jane", NuvlaLikeServer.SECRET);
    try (CimiBackend other = server.backend(jane, clock)) {
      other.check();
    }
    assertThat(server.requests)
        .contains("POST /api/session/1/switch-group {\"claim\":\"group/nuvla-admin\"}");
  }

  @Test
  void start_writesRunningOnceAndNothingElse() {
    server.put(ID, QUEUED);

    StartResult startResult = start(5, null);

    assertThat(startResult).isInstanceOf(StartResult.Started.class);
    Job job = ((StartResult.Started) startResult).claim().job();
    assertThat(job.state()).isEqualTo(JobState.RUNNING);
    assertThat(job.status().token()).isEqualTo(5);
    assertThat(server.requests)
        .filteredOn(request -> request.contains(ID) && !request.contains("filter="))
        .containsExactly("PUT /api/" + ID + " {\"state\":\"RUNNING\"}");
  }

  @Test
  void start_ofJobThatEndedAfterTheSearch_isRefused() {
    server.searchFinds(server.put(ID, QUEUED).deepCopy());
    server.jobs.get(ID).put("state", "CANCELED");

    assertThat(start(5, null)).isEqualTo(new StartResult.Refused(StartRefusal.OFF_BOARD, 0));
    assertThat(server.jobs.get(ID).path("state").asText()).isEqualTo("CANCELED");
  }

  @Test
  void start_ofJobThatWentToTheEdgeAfterTheSearch_leavesItToTheEdge() {
    server.searchFinds(server.put(ID, QUEUED).deepCopy());
    server.jobs.get(ID).put("execution-mode", "pull");

    assertThat(start(5, null)).isEqualTo(new StartResult.Refused(StartRefusal.OFF_BOARD, 0));
    assertThat(server.jobs.get(ID).path("state").asText()).isEqualTo("QUEUED");
  }

  @Test
  void start_ofJobThatWasStartedAfterTheSearch_isResumed() {
    server.searchFinds(server.put(ID, QUEUED).deepCopy());
    String earlier = Timestamps.write(clock.now().minusMillis(500));
    server.jobs.get(ID).put("state", "RUNNING").put("started", earlier);

    assertThat(start(5, null))
        .isInstanceOfSatisfying(
            StartResult.Started.class, started -> assertThat(started.claim().resumed()).isTrue());
  }

  @Test
  void start_ofJobThatWaitsAgain_readsItFirst() {
    server.put(ID, QUEUED).put("started", "2026-01-31T12:00:01.000Z");

    assertThat(start(5, null))
        .isInstanceOfSatisfying(
            StartResult.Started.class, started -> assertThat(started.claim().resumed()).isFalse());
    assertThat(server.requests).contains("GET /api/" + ID);
  }

  @Test
  void write_ofTheEnd_readsTheJobOnlyIfItsStartIsNotRecent() {
    for (Duration ran : List.of(Duration.ofSeconds(4), Duration.ofSeconds(6))) {
      server.put(ID, QUEUED);
      start(5, null);
      clock.advance(ran);
      server.requests.clear();

      backend.jobs().write(end(5, JobState.SUCCESS, 0, null));

      assertThat(server.requests)
          .filteredOn(request -> request.startsWith("GET"))
          .hasSize(ran.toSeconds() > 5 ? 1 : 0);
      assertThat(server.jobs.get(ID).path("state").asText()).isEqualTo("SUCCESS");
    }
  }

  @Test
  void write_ofTheEndSoonAfterTheStart_whenSomebodyEndedTheJob_isRefused() {
    server.put(ID, QUEUED);
    start(5, null);
    server.jobs.get(ID).put("state", "CANCELED");

    assertThatThrownBy(() -> backend.jobs().write(end(5, JobState.SUCCESS, 0, null)))
        .isInstanceOf(LostClaimException.class);
    assertThat(server.jobs.get(ID).path("state").asText()).isEqualTo("CANCELED");
  }

  @Test
  void start_ofJobFoundRunning_needsTheWordOfTheBoardThatNobodyHasIt() {
    server.put(ID, RUNNING);

    assertThat(start(5, null)).isEqualTo(new StartResult.Refused(StartRefusal.CLAIMED, 0));
    StartResult.Started started = (StartResult.Started) start(5, 0L);
    assertThat(started.claim().resumed()).isTrue();
    assertThat(start(6, null)).isEqualTo(new StartResult.Refused(StartRefusal.CLAIMED, 5));
    assertThat(start(5, 5L)).isEqualTo(new StartResult.Refused(StartRefusal.STALE_TOKEN, 5));
  }

  @Test
  void start_ofWhatIsNoneToStart_isRefused() {
    assertThat(start(5, null)).isEqualTo(new StartResult.Refused(StartRefusal.JOB_MISSING, 0));
    server.put(ID, "{\"state\":\"SUCCESS\",\"action\":\"a\"}");
    assertThat(start(5, null)).isEqualTo(new StartResult.Refused(StartRefusal.OFF_BOARD, 0));
    server.put(ID, "{\"state\":\"QUEUED\",\"action\":\"a\",\"execution-mode\":\"pull\"}");
    assertThat(start(5, null)).isEqualTo(new StartResult.Refused(StartRefusal.OFF_BOARD, 0));
    server.put(ID, "{\"state\":\"ODD\",\"action\":\"a\"}");
    assertThat(start(5, null)).isEqualTo(new StartResult.Refused(StartRefusal.UNDECIDED, 0));
  }

  @Test
  void start_whileTheServerIsBroken_isUnavailable() {
    server.put(ID, QUEUED);
    server.breakWith(503);

    assertThatThrownBy(() -> start(5, null)).isInstanceOf(UnavailableException.class);
  }

  @Test
  void write_ofTheEnd_isOneEditAndEndsTheClaim() {
    server.put(ID, QUEUED);
    start(5, null);

    backend.jobs().write(end(5, JobState.FAILED, 3, "no luck"));

    assertThat(server.requests.getLast())
        .isEqualTo(
            "PUT /api/"
                + ID
                + " {\"state\":\"FAILED\",\"return-code\":3,\"status-message\":\"no luck\"}");
    assertThatThrownBy(() -> backend.jobs().write(end(5, JobState.SUCCESS, 0, null)))
        .isInstanceOf(LostClaimException.class);
  }

  @Test
  void write_afterSomebodyEndedOrRequeuedTheJob_isRefused() {
    server.put(ID, QUEUED);
    start(5, null);
    clock.advance(Duration.ofSeconds(6));
    server.jobs.get(ID).put("state", "CANCELED");
    assertThatThrownBy(() -> backend.jobs().write(progress(5)))
        .isInstanceOf(LostClaimException.class);
    assertThatThrownBy(() -> backend.jobs().write(end(5, JobState.SUCCESS, 0, null)))
        .isInstanceOf(LostClaimException.class)
        .hasMessageContaining("is CANCELED");
    server.jobs.get(ID).put("state", "QUEUED");
    assertThatThrownBy(() -> backend.jobs().write(end(5, JobState.SUCCESS, 0, null)))
        .isInstanceOf(LostClaimException.class)
        .hasMessageContaining("is QUEUED");
  }

  @Test
  void write_underAClaimThatEnded_sendsNothing() {
    server.put(ID, QUEUED);
    start(5, null);
    assertThat(
            externalBoardStore.release(
                List.of(new BoardSession.ClaimRef(JOB, 5)), ClaimEnd.ABANDONED))
        .containsExactly(JOB);
    int before = server.requests.size();

    assertThatThrownBy(() -> backend.jobs().write(progress(5)))
        .isInstanceOf(LostClaimException.class);
    assertThat(server.requests).hasSize(before);
    assertThat(
            externalBoardStore.release(
                List.of(new BoardSession.ClaimRef(JOB, 5)), ClaimEnd.ABANDONED))
        .isEmpty();
  }

  @Test
  void write_withoutTheRight_isToBeRepeated() {
    server.put(ID, QUEUED);
    start(5, null);
    server.forgetSessions();

    assertThatThrownBy(() -> backend.jobs().write(progress(5)))
        .isInstanceOf(UnavailableException.class);
  }

  @Test
  void write_ofARetryInMixedMode_handsTheJobToTheEdge() {
    server.put(ID, QUEUED);
    start(5, null);

    backend.jobs().write(new RunWrite.Retry(JOB, 5, Duration.ZERO, true, "Re-running …", "x"));

    assertThat(server.requests.getLast())
        .endsWith(
            "{\"state\":\"QUEUED\",\"status-message\":\"Re-running"
                + " …\",\"execution-mode\":\"pull\"}");
  }

  @Test
  void write_ofAWait_isRefusedPermanently() {
    server.put(ID, QUEUED);
    start(5, null);
    RunWrite wait = new RunWrite.Wait(JOB, 5, Instant.EPOCH, Collections.emptySortedMap(), "waits");

    assertThatThrownBy(() -> backend.jobs().write(wait)).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void ended_amongSeveralClaims_listsThoseOfFinalJobs() {
    JobId other = new JobId("0f21f6f9-6f1c-4a0e-9d3a-000000000002");
    server.put(ID, QUEUED);
    server.put(other.toString(), QUEUED);
    start(5, null);
    externalBoardStore.start("e", List.of(new ExternalBoardStore.StartRequest(other, 6, null)));
    List<BoardSession.ClaimRef> held =
        List.of(new BoardSession.ClaimRef(JOB, 5), new BoardSession.ClaimRef(other, 6));

    assertThat(externalBoardStore.endedClaims(held)).isEmpty();
    server.jobs.get(ID).put("state", "CANCELED");
    assertThat(externalBoardStore.endedClaims(held)).containsExactly(JOB);
  }

  @Test
  void add_answersTheIdThatTheServerGave() {
    JobSpec spec =
        JobSpec.builder("a").target(ResourceRef.of("job/x")).priority(new Priority(7)).build();
    Job job = Job.posted(JobId.create(CREATED), spec, Acl.ownedBy("user/1"), CREATED, "user/1");

    assertThat(backend.jobs().add(List.of(job)))
        .containsExactly(new PostResult(new JobId("made-0"), true));

    assertThat(server.requests.getLast())
        .startsWith("POST /api/job {")
        .contains("\"action\":\"a\"", "\"priority\":7", "\"target-resource\":{\"href\":\"job/x\"}")
        .doesNotContain("\"id\"", "revision", "attempt", "token", "state");
  }

  @Test
  void search_withAFigureUnderAnyName_asksForItInTheFormOfTheServer() {
    server.put(ID, QUEUED);
    JobQuery.Aggregation states =
        new JobQuery.Aggregation("by state", "terms", Filter.Path.of("state"));
    JobQuery query = new JobQuery(Filter.EVERYTHING, null, List.of(), 1, 0, List.of(states));

    assertThat(backend.jobs().search(query).aggregations()).containsOnlyKeys("by state");

    assertThat(server.requests.getLast()).contains("aggregation=terms%3Astate");
  }

  @Test
  void labels_areRefusedBeforeAnythingIsSent() {
    server.put(ID, "{\"state\":\"QUEUED\",\"action\":\"a\"}");
    Job job = backend.jobs().find(JOB).orElseThrow();
    JobSpecBuilder labelled =
        job.spec().toBuilder().uniqueKey("k").labels(new TreeMap<>(Map.of("team", "a")));
    Job edited = job.withSpec(labelled.build());
    int requests = server.requests.size();

    for (ThrowingCallable write :
        List.<ThrowingCallable>of(
            () -> backend.jobs().add(List.of(job, edited)), () -> backend.jobs().replace(edited))) {
      assertThatThrownBy(write)
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              "attribute 'labels' is {\"team\":\"a\"}; jobs of a CIMI server do not have this"
                  + " attribute, so leave it out");
    }
    assertThat(server.requests).hasSize(requests);
  }

  @Test
  void replace_sendsWhatChanged() {
    server.put(ID, "{\"state\":\"QUEUED\",\"action\":\"a\",\"name\":\"n\",\"tags\":[\"t\"]}");
    Job job = backend.jobs().find(JOB).orElseThrow();

    Job edited =
        backend
            .jobs()
            .replace(job.withSpec(job.spec().toBuilder().name(null).tags(List.of("u")).build()));

    assertThat(server.requests.getLast())
        .isEqualTo("PUT /api/" + ID + "?select=name {\"tags\":[\"u\"]}");
    assertThat(edited.spec().name()).isNull();
  }

  @Test
  void replace_ofAnOlderVersionOrAFinalJob_isAConflict() {
    server.put(ID, QUEUED);
    Job job = backend.jobs().find(JOB).orElseThrow();
    server.jobs.get(ID).put("updated", "2026-01-31T12:00:01.000Z");
    assertThatThrownBy(() -> backend.jobs().replace(job)).isInstanceOf(ConflictException.class);

    Job fresh = backend.jobs().find(JOB).orElseThrow();
    Job canceled = fresh.withStatus(fresh.status().toBuilder().state(JobState.CANCELED).build());
    assertThat(backend.jobs().replace(canceled).state()).isEqualTo(JobState.CANCELED);
    assertThat(server.requests).contains("POST /api/" + ID + "/cancel");
    assertThatThrownBy(() -> backend.jobs().replace(canceled))
        .isInstanceOf(ConflictException.class);
  }

  private StartResult start(long token, Long over) {
    return externalBoardStore
        .start("e", List.of(new ExternalBoardStore.StartRequest(JOB, token, over)))
        .getFirst();
  }

  private static RunWrite end(long token, JobState state, int code, String message) {
    return new RunWrite.End(JOB, token, state, code, message, null, null);
  }

  private static RunWrite progress(long token) {
    return new RunWrite.Report(JOB, token, 50, null, null, null, null, null);
  }

  @Test
  void deleteAll_asAnAdministrator_isOneRequest() {
    putFinal(3, "delete");

    assertThat(backend.jobs().deleteAll(Filter.EVERYTHING, null)).isEqualTo(3);
    assertThat(server.jobs).isEmpty();
    assertThat(server.requests).filteredOn(request -> request.startsWith("DELETE")).hasSize(1);
  }

  @Test
  void deleteAll_asAnotherUser_removesOnlyJobsThatTheUserMayDelete() {
    server.refuseBulkDeletes();
    putFinal(1100, "cancel");
    server.put("job/own-1", FINAL.formatted("delete"));
    server.put("job/own-2", FINAL.formatted("delete"));
    server.put("job/refused", FINAL.formatted("delete")).put("locked", true);

    assertThat(backend.jobs().deleteAll(Filter.EVERYTHING, null)).isEqualTo(2);
    assertThat(server.jobs).hasSize(1101).containsKey("job/refused");
    // One bulk delete, and one delete for each job that offers the operation. Other jobs are not
    // tried.
    assertThat(server.requests).filteredOn(request -> request.startsWith("DELETE")).hasSize(4);
  }

  @Test
  void deleteAll_onBehalfOfAUser_goesByTheRightsOfTheJobs() {
    putFinal(2, "delete");
    server
        .put("job/users", FINAL.formatted("delete"))
        .putObject("acl")
        .putArray("owners")
        .add("user/1");

    assertThat(backend.jobs().deleteAll(Filter.EVERYTHING, Set.of("user/1"))).isEqualTo(1);
    assertThat(server.jobs).hasSize(2).doesNotContainKey("job/users");
  }

  private void putFinal(int count, String operation) {
    for (int i = 0; i < count; i++) {
      server.put("job/old-" + i, FINAL.formatted(operation));
    }
  }
}
