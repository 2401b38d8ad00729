// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.baton.access.Acl;
import dev.baton.backend.Backend;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.board.ExternalBoardStore;
import dev.baton.board.JobBoard.Posting;
import dev.baton.error.UnreadableException;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.job.JobState;
import dev.baton.job.RunWrite;
import dev.baton.member.ActionInfo;
import dev.baton.member.Member;
import dev.baton.testkit.job.AdmitEverything;
import dev.baton.testkit.job.JobBuilder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests that a row which this release cannot read is not changed and does not disturb other work.
 */
abstract class UnreadableRowsContract {

  private static final Duration LONG = Duration.ofMinutes(5);

  private JdbcFixture fixture;

  abstract JdbcFixture open();

  @BeforeEach
  void openFixture() {
    fixture = open();
  }

  @AfterEach
  void closeFixture() {
    fixture.close();
  }

  private Backend backend() {
    return fixture.backend();
  }

  private Job post(JobBuilder builder) {
    Job job = builder.created(fixture.clock().now()).build();
    backend().jobs().add(List.of(job));
    return job;
  }

  private static JobBuilder job() {
    return JobBuilder.aJob();
  }

  private BoardSession join(Backend view) {
    return view.board().join("e", LONG);
  }

  private static List<JobId> ids(List<Claim> claims) {
    return claims.stream().map(claim -> claim.job().id()).toList();
  }

  private static List<JobId> claimed(BoardSession session) {
    return ids(session.claim(10, new AdmitEverything()));
  }

  private int execute(String statement, String... parameters) throws SQLException {
    try (Connection connection = DriverManager.getConnection(fixture.url());
        PreparedStatement prepared = connection.prepareStatement(statement)) {
      for (int i = 0; i < parameters.length; i++) {
        prepared.setString(i + 1, parameters[i]);
      }
      return prepared.executeUpdate();
    }
  }

  /** Sets a column of a job and returns the old value. */
  private String set(JobId job, String column, String value) throws SQLException {
    try (Connection connection = DriverManager.getConnection(fixture.url())) {
      JobColumn stored = new JobColumn(column);
      String before = stored.get(connection, job);
      stored.set(connection, job, "?", value);
      return before;
    }
  }

  private Job unreadable(JobBuilder builder) throws SQLException {
    Job bad = post(builder);
    set(bad.id(), "result", "{\"free\":");
    return bad;
  }

  private RunWrite.End success(Claim claim) {
    return new RunWrite.End(claim.job().id(), claim.token(), JobState.SUCCESS, 0, null, null, null);
  }

  @ParameterizedTest
  @CsvSource({
    "timeout,not a duration",
    "backoff,1 2",
    "result,{\"free\":",
    "tags,{",
    "affected,[1",
    "location,[]",
    "state,UNHEARD",
    "execution_mode,warp",
    "nested_jobs,[\"JOB\"]",
    "signals,[1",
    "parent,A B",
  })
  void claim_withARowThatCannotBeRead_claimsTheOthers(String column, String value)
      throws SQLException {
    Job bad = post(job().priority(1));
    Job good = post(job());
    String before = set(bad.id(), column, value);
    BoardSession session = join(backend());
    assertThat(ids(session.claim(1, new AdmitEverything()))).containsExactly(good.id());
    assertThat(claimed(session)).isEmpty();
    assertThat(backend().board().postings(0, 10).stream().map(Posting::job))
        .containsExactly(bad.id(), good.id());
    set(bad.id(), column, before);
    assertThat(claimed(join(fixture.otherProcessView()))).containsExactly(bad.id());
  }

  @Test
  void claim_withARowThatCannotBeReadAndRequirements_claimsTheOthers() throws SQLException {
    unreadable(job().priority(1).requires("gpu"));
    Job good = post(job().requires("gpu"));
    BoardSession session = join(backend());
    assertThat(claimed(session)).containsExactly(good.id());
    assertThat(claimed(session)).isEmpty();
  }

  @Test
  void claim_withAnAccessListThatCannotBeRead_claimsTheOthers() throws SQLException {
    Job bad = post(job().acl(Acl.ownedBy("user/bob")));
    Job good = post(job());
    execute(
        "UPDATE baton_acl SET document = ? WHERE acl_id = (SELECT acl_id FROM baton_job WHERE id ="
            + " ?)",
        "{",
        bad.id().uuid());
    assertThat(claimed(join(fixture.otherProcessView()))).containsExactly(good.id());
  }

  @Test
  void heldJob_thatCannotBeReadAnyMore_disturbsNeitherItsHolderNorOthers() throws SQLException {
    Job bad = post(job());
    Job good = post(job());
    BoardSession session = join(backend());
    List<Claim> claims = session.claim(10, new AdmitEverything());
    set(bad.id(), "result", "{\"free\":");
    assertThat(session.renew()).isEmpty();
    backend().jobs().write(success(claims.get(1)));
    session.consume(claims.get(1));
    assertThat(fixture.otherProcessView().board().reconcile().released()).isZero();
    session.close();
    Job next = post(job());
    assertThat(claimed(join(fixture.otherProcessView()))).containsExactly(next.id());
    assertThat(backend().jobs().find(good.id()).orElseThrow().state()).isEqualTo(JobState.SUCCESS);
  }

  @Test
  void find_ofAJobThatCannotBeRead_namesItAndLeavesItToBeDeleted() throws SQLException {
    Job bad = unreadable(job());
    assertThatThrownBy(() -> backend().jobs().find(bad.id()))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining(bad.id().toString())
        .hasMessageNotContaining("free");
    assertThatThrownBy(() -> backend().jobs().replace(bad))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining(bad.id().toString());
    assertThat(backend().jobs().delete(bad.id())).isTrue();
    assertThat(backend().jobs().find(bad.id())).isEmpty();
  }

  @Test
  void search_ofManyWithARowThatCannotBeRead_visitsTheOthers() throws SQLException {
    Job first = post(job());
    unreadable(job());
    Job last = post(job());
    List<JobId> visited = new ArrayList<>();
    backend().jobs().search(JobQuery.of(Filter.EVERYTHING, 1000), found -> visited.add(found.id()));
    assertThat(visited).containsExactlyInAnyOrder(first.id(), last.id());
  }

  @Test
  void start_withARowThatCannotBeRead_startsTheOthers() throws SQLException {
    Job bad = unreadable(job());
    Job good = post(job());
    ExternalBoardStore externalBoardStore = backend().externalBoardStore().orElseThrow();
    assertThat(externalBoardStore.findBoardJobs(List.of(bad.id(), good.id())))
        .containsExactlyInAnyOrder(
            new ExternalBoardStore.BoardJob(bad.id(), null, ExternalBoardStore.BoardState.WAITING),
            ExternalBoardStore.BoardJob.of(
                backend().jobs().find(good.id()).orElseThrow(),
                ExternalBoardStore.BoardState.WAITING));
    List<ExternalBoardStore.StartResult> answers =
        externalBoardStore.start(
            "e",
            List.of(
                new ExternalBoardStore.StartRequest(bad.id(), 7, null),
                new ExternalBoardStore.StartRequest(good.id(), 7, null)));
    assertThat(answers.get(0))
        .isEqualTo(
            new ExternalBoardStore.StartResult.Refused(
                ExternalBoardStore.StartRefusal.UNDECIDED, 0));
    assertThat(answers.get(1)).isInstanceOf(ExternalBoardStore.StartResult.Started.class);
  }

  @Test
  void members_withARowThatCannotBeRead_areTheOthers() throws SQLException {
    backend().memberRegistry().heartbeat(member("executor/1"));
    backend().memberRegistry().heartbeat(member("executor/2"));
    execute(
        "UPDATE baton_member SET document = ? WHERE member_id = ?", "{\"kind\":1}", "executor/1");
    assertThat(fixture.otherProcessView().memberRegistry().members(LONG).stream().map(Member::id))
        .containsExactly("executor/2");
    backend().memberRegistry().heartbeat(member("executor/1"));
    assertThat(fixture.otherProcessView().memberRegistry().members(LONG)).hasSize(2);
  }

  private Member member(String id) {
    return Member.builder(id, Member.Kind.EXECUTOR, "e", Instant.EPOCH).build();
  }

  @Test
  void knownActions_withARowThatCannotBeRead_areTheOthers() throws SQLException {
    backend().actions().provide("e", List.of(action("bad"), action("good")));
    execute("UPDATE baton_known_action SET document = ? WHERE name = ?", "{", "bad");
    assertThat(backend().actions().all().stream().map(known -> known.action().name()))
        .containsExactly("good");
    assertThat(backend().actions().find("bad")).isEmpty();
  }

  private static ActionInfo action(String name) {
    return new ActionInfo(
        name, "plugin", "", JsonNodeFactory.instance.objectNode(), List.of(), false, false);
  }

  @Test
  void events_withAKindThatIsNotKnown_areTheOthers() throws SQLException {
    Job first = post(job());
    Job second = post(job());
    Job last = post(job());
    for (Job unknown : List.of(first, second)) {
      execute(
          "UPDATE baton_event_batch SET events = REPLACE(events, 'POSTED', 'UNHEARD')"
              + " WHERE number = (SELECT posted_event / 4096 FROM baton_active_job WHERE job_seq ="
              + " (SELECT seq FROM baton_job WHERE id = ?))",
          unknown.id().uuid());
    }
    execute(
        "INSERT INTO baton_job_event (job_seq, number, at_time, kind, state, attempt)"
            + " SELECT seq, 1, 0, 'UNHEARD', 'QUEUED', 0 FROM baton_job WHERE id = ?",
        first.id().uuid());
    assertThat(backend().history().of(first.id()).stream().map(JobEvent::kind))
        .containsExactly(JobEvent.Kind.POSTED);
    assertThat(backend().history().after(0, 2).stream().map(JobEvent::job))
        .containsExactly(last.id());
  }
}
