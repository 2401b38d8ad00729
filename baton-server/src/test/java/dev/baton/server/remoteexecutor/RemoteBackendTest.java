// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Acl;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.board.Admission;
import dev.baton.board.AdmissionDecision;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.board.Gate;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.httpclient.Credentials;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobLog;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.LogLine;
import dev.baton.job.PostResult;
import dev.baton.job.Priority;
import dev.baton.job.RunWrite;
import dev.baton.jobservice.JobService;
import dev.baton.memory.InMemoryBackend;
import dev.baton.protocol.Messages;
import dev.baton.protocol.Protocol;
import dev.baton.protocol.ProtocolCalls;
import dev.baton.remote.RemoteBackend;
import dev.baton.server.ServerLimits;
import dev.baton.service.Clock;
import dev.baton.service.Threads;
import dev.baton.testkit.backend.WatchCountBackend;
import dev.baton.testkit.service.ConcurrentCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the faults that can occur between a remote backend and its server. */
final class RemoteBackendTest {

  private static final Duration LEASE = Duration.ofSeconds(30);

  private final Clock clock = Clock.system();
  private final InMemoryBackend memory = new InMemoryBackend(clock);
  private final TestEndpointServer server = new TestEndpointServer(memory, clock).start();
  private final RemoteBackend remote = server.connect(TestEndpointServer.EXECUTOR);
  private final RemoteBackend admin = server.connect(TestEndpointServer.ADMIN);

  @AfterEach
  void close() {
    admin.close();
    remote.close();
    server.close();
    memory.close();
  }

  @Test
  void claims_whenServerRestarts_survive() {
    Job job = post("a");
    BoardSession session = remote.board().join("e1", LEASE);
    Claim claim = claimOne(session);
    server.stop();
    server.start();
    assertThat(session.renew()).isEmpty();
    remote.jobs().write(success(claim));
    session.consume(claim);
    assertThat(stored(job.id()).state()).isEqualTo(JobState.SUCCESS);
    assertThat(memory.board().postings(0, 10)).isEmpty();
  }

  @Test
  void claim_newActionsOnABoardWithoutRejoin_keepsTheSession() {
    try (WatchCountBackend withoutRejoin = new WatchCountBackend(clock);
        TestEndpointServer served = new TestEndpointServer(withoutRejoin, clock).start();
        RemoteBackend connected = served.connect(TestEndpointServer.EXECUTOR)) {
      BoardSession session = connected.board().join("e1", LEASE);
      for (String action : List.of("a", "b", "c")) {
        withoutRejoin
            .jobs()
            .add(
                List.of(
                    Job.posted(
                        JobId.create(clock.now()),
                        JobSpec.of(action),
                        Acl.ownedBy("user/1"),
                        clock.now(),
                        "user/1")));
        assertThat(session.claim(10, everything()))
            .extracting(claim -> claim.job().spec().action())
            .containsExactly(action);
      }
      assertThat(session.renew()).isEmpty();
    }
  }

  @Test
  void writes_whileServerIsDown_arriveWhenItIsBack() {
    List<Claim> claims = new ArrayList<>();
    BoardSession session = remote.board().join("e1", LEASE);
    for (int i = 0; i < 20; i++) {
      post("a");
    }
    claims.addAll(session.claim(20, everything()));
    assertThat(claims).hasSize(20);
    server.stop();
    List<CompletableFuture<Boolean>> writes = new ArrayList<>();
    for (Claim claim : claims) {
      CompletableFuture<Boolean> done = new CompletableFuture<>();
      writes.add(done);
      Threads.virtual(
              "test",
              () -> {
                try {
                  remote
                      .log()
                      .append(claim.job().id(), claim.token(), List.of(line(claim, "last words")));
                  remote.jobs().write(success(claim));
                  done.complete(true);
                } catch (Throwable e) {
                  done.completeExceptionally(e);
                }
              })
          .start();
    }
    await()
        .during(Duration.ofMillis(500))
        .until(() -> writes.stream().noneMatch(CompletableFuture::isDone));
    server.start();
    writes.forEach(CompletableFuture::join);
    assertThat(claims)
        .allSatisfy(claim -> {
          assertThat(stored(claim.job().id()).state()).isEqualTo(JobState.SUCCESS);
          assertThat(texts(claim.job().id())).containsExactly("last words");
        });
  }

  @Test
  void server_goneLongerThanLease_losesClaims() {
    post("a");
    BoardSession session = remote.board().join("e1", Duration.ofSeconds(2));
    Claim claim = claimOne(session);
    server.stop();
    assertThatThrownBy(() -> remote.jobs().write(success(claim)))
        .isInstanceOf(LostClaimException.class)
        .hasMessageContaining(claim.job().id().toString());
    assertThat(session.trustedUntil().isPast(clock)).isTrue();
    server.start();
    assertThatThrownBy(session::renew).isInstanceOf(LostClaimException.class);
    assertThatThrownBy(() -> session.claim(1, everything())).isInstanceOf(LostClaimException.class);
    BoardSession next = remote.board().join("e1", LEASE);
    // The server's lease started after the executor's request, so it ends after the executor's
    // lease.
    Claim second =
        await().until(() -> next.claim(1, everything()), claims -> claims.size() == 1).getFirst();
    assertThat(second.resumed()).isTrue();
    assertThat(second.token()).isGreaterThan(claim.token());
    assertThatThrownBy(() -> remote.jobs().write(success(claim)))
        .isInstanceOf(LostClaimException.class);
  }

  @Test
  void end_whoseAnswerIsLost_counts() {
    Job job = post("a");
    BoardSession session = remote.board().join("e1", LEASE);
    Claim claim = claimOne(session);
    server.loseAnswers(ProtocolCalls.CLAIM_WRITES.path(), 1);
    remote.jobs().write(success(claim));
    assertThat(stored(job.id()).state()).isEqualTo(JobState.SUCCESS);
    session.consume(claim);
  }

  @Test
  void end_afterSomebodyCancelled_isLost() {
    Job job = post("a");
    Claim claim = claimOne(remote.board().join("e1", LEASE));
    cancel(job.id());
    server.loseAnswers(ProtocolCalls.CLAIM_WRITES.path(), 1);
    assertThatThrownBy(() -> remote.jobs().write(success(claim)))
        .isInstanceOf(LostClaimException.class);
    assertThat(stored(job.id()).state()).isEqualTo(JobState.CANCELED);
  }

  @Test
  void lines_whoseAnswerIsLost_areThereOnce() {
    Job job = post("a");
    Claim claim = claimOne(remote.board().join("e1", LEASE));
    remote.log().append(job.id(), claim.token(), List.of(line(claim, "first")));
    server.loseAnswers(ProtocolCalls.CLAIM_WRITES.path(), 1);
    remote
        .log()
        .append(job.id(), claim.token(), List.of(line(claim, "second"), line(claim, "third")));
    assertThat(texts(job.id())).containsExactly("first", "second", "third");
  }

  @Test
  void post_whoseAnswerIsLost_isThereOnce() {
    Job keyed = posted(JobSpec.builder("a").uniqueKey("k").build());
    Job first = posted(JobSpec.of("a"));
    Job same = posted(JobSpec.builder("a").uniqueKey("k").build());
    server.loseAnswers(ProtocolCalls.ADD.path(), 1);
    assertThat(admin.jobs().add(List.of(keyed, first, same)))
        .containsExactly(
            new PostResult(keyed.id(), true),
            new PostResult(first.id(), true),
            new PostResult(keyed.id(), false));
    assertThat(memory.board().postings(0, 10)).hasSize(2);
  }

  @Test
  void claim_whoseAnswerIsLost_goesBack() {
    BoardSession session = remote.board().join("e1", LEASE);
    post("a");
    Claim known = claimOne(session);
    Job job = post("a");
    server.loseAnswers(ProtocolCalls.CLAIM.path(), 1);
    assertThatThrownBy(() -> session.claim(1, everything()))
        .isInstanceOf(UnavailableException.class);
    assertThat(stored(job.id()).state()).isEqualTo(JobState.RUNNING);
    session.renew();
    Claim second = claimOne(remote.board().join("e2", LEASE));
    assertThat(second.job().id()).isEqualTo(job.id());
    assertThat(second.token()).isGreaterThan(1);
    remote.jobs().write(success(known));
  }

  @Test
  void grant_ofAJobThatTheClientCannotRead_goesBackAndLeavesTheOthers() {
    BoardSession session = remote.board().join("e1", LEASE);
    claimOne(session, post("a"));
    Job strange = post("a");
    Job known = post("a");
    server.changeAnswer(
        ProtocolCalls.CLAIM.path(),
        answer -> ((ObjectNode) answer.at("/ok/claims/0/job")).put("state", "PAUSED"));

    assertThat(session.claim(2, everything()))
        .extracting(claim -> claim.job().id())
        .containsExactly(known.id());

    claimOne(remote.board().join("e2", LEASE), strange);
  }

  @Test
  void claim_withRequirementsOfAJobThatTheClientCannotRead_leavesTheOthers() {
    BoardSession session = remote.board().join("e1", LEASE);
    claimOne(session, post("a"));
    post(JobSpec.builder("a").requires(List.of("kvm")).build());
    Job known = post("a");
    server.changeAnswer(
        ProtocolCalls.CLAIM.path(),
        answer -> ((ObjectNode) answer.at("/ok/jobs/0")).put("state", "PAUSED"));

    claimOne(session, known);
  }

  private static void claimOne(BoardSession session, Job expected) {
    assertThat(claimOne(session).job().id()).isEqualTo(expected.id());
  }

  @Test
  void session_thatEnded_isOpenedAgainOnce() {
    remote.check();
    server.endSessions();
    ConcurrentCalls.run(20, i -> () -> Optional.ofNullable(remote.board().nextDue()));
    assertThat(server.logins()).isEqualTo(2);
  }

  @Test
  void credentials_whenWrong_areNamedWithoutSecret() {
    try (RemoteBackend wrong = server.connect(new Credentials.Password("super", "guessed-it"))) {
      assertThatThrownBy(wrong::check)
          .isInstanceOf(ForbiddenException.class)
          .hasMessageContaining("user 'super'")
          .hasMessageContaining(server.address().toString())
          .hasMessageNotContaining("guessed-it");
    }
    assertThat(TestEndpointServer.EXECUTOR.toString()).doesNotContain("executor-secret");
  }

  @Test
  void caller_withoutClaim_isRefused() {
    try (RemoteBackend plain = server.connect(TestEndpointServer.PLAIN)) {
      assertThatThrownBy(plain::check)
          .isInstanceOf(ForbiddenException.class)
          .hasMessageContaining(Principals.EXECUTOR);
    }
  }

  @Test
  void executor_whatIsForAdministrators_isRefused() {
    Job job = post("a");
    assertThatThrownBy(() -> remote.jobs().delete(job.id())).isInstanceOf(ForbiddenException.class);
    assertThatThrownBy(() -> remote.memberRegistry().postQuestion("executor/1", "threads"))
        .isInstanceOf(ForbiddenException.class);
    assertThat(remote.accounts()).isEmpty();
    assertThat(stored(job.id()).state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  void protocol_ofAnotherRelease_isNamed() {
    server.speak("99");
    assertThatThrownBy(remote::check)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'99'")
        .hasMessageContaining("Baton-Protocol: " + Protocol.VERSION);
  }

  @Test
  void post_thatIsTooLarge_isRefusedBeforeItIsSent() {
    String payload = "x".repeat(JobSpec.MAX_PAYLOAD_LENGTH);
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < 17; i++) {
      jobs.add(posted(JobSpec.builder("a").payload(payload).build()));
    }
    int before = server.requests();
    assertThatThrownBy(() -> admin.jobs().add(jobs))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("too large");
    assertThat(server.requests()).isEqualTo(before);
    assertThat(admin.jobs().add(jobs.subList(0, 10))).hasSize(10);
  }

  @Test
  void session_ofAnotherCaller_cannotBeUsed() {
    Messages.SessionRef sessionRef = new Messages.SessionRef("s".repeat(64), "e1", LEASE);
    JobService jobService = new JobService(memory.jobs(), (spec, caller) -> spec, clock);
    BackendEndpoint endpoint =
        new BackendEndpoint(memory, jobService, clock, ServerLimits.DEFAULT.executorsPerKey());
    Caller owner = new Caller("user/2", "user/2", Set.of(Principals.EXECUTOR), null);
    Caller thief = new Caller("user/3", "user/3", Set.of(Principals.EXECUTOR), null);
    assertThat(call(endpoint, owner, "join", sessionRef).has("ok")).isTrue();
    assertThat(call(endpoint, owner, "renew", sessionRef).has("ok")).isTrue();
    for (String method : List.of("renew", "held")) {
      assertThat(call(endpoint, thief, method, sessionRef).at("/error/code").asText())
          .isEqualTo("lost-claim");
    }
    assertThat(call(endpoint, thief, "leave", sessionRef).has("ok")).isTrue();
    assertThat(call(endpoint, owner, "renew", sessionRef).has("ok")).isTrue();
  }

  @Test
  void claim_withRequirements_asksTheExecutorFirst() {
    JobId can = post(JobSpec.builder("a").requires(List.of("kvm")).name("yes").build()).id();
    JobId cannot = post(JobSpec.builder("a").requires(List.of("kvm")).name("no").build()).id();
    JobId plain = post("b").id();
    Set<JobId> asked = ConcurrentHashMap.newKeySet();
    Admission admission =
        new Admission() {
          @Override
          public boolean accepts(ActionVersion actionVersion) {
            return true;
          }

          @Override
          public AdmissionDecision decide(Job job) {
            asked.add(job.id());
            return "no".equals(job.spec().name())
                ? new AdmissionDecision.NotNow(Gate.CAPABILITY, "kvm")
                : new AdmissionDecision.Admitted();
          }
        };
    BoardSession session = remote.board().join("e1", LEASE);
    assertThat(session.claim(10, admission))
        .extracting(claim -> claim.job().id())
        .containsExactlyInAnyOrder(can, plain);
    assertThat(asked).containsExactlyInAnyOrder(can, cannot);
    assertThat(stored(cannot).state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  void claim_ofUrgentJobWithRequirements_comesBeforeOthers() {
    post("b");
    JobId urgent =
        post(JobSpec.builder("a").requires(List.of("kvm")).priority(new Priority(1)).build()).id();
    BoardSession session = remote.board().join("e1", LEASE);
    assertThat(claimOne(session).job().id()).isEqualTo(urgent);
  }

  @Test
  void claim_ofKindThatIsNotAccepted_leavesIt() {
    JobId other = post("b").id();
    BoardSession session = remote.board().join("e1", LEASE);
    claimNothingOf(session);
    assertThat(stored(other).state()).isEqualTo(JobState.QUEUED);
    post("a");
    assertThat(session.claim(10, only("a"))).hasSize(1);
  }

  @Test
  void watches_ofPostingsAndCancels_reportThemSoon() {
    AtomicInteger postings = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    remote.board().watch(postings::incrementAndGet);
    BoardSession session = remote.board().join("e1", LEASE);
    session.watch(ended::incrementAndGet);
    // The first response of a server that is new to the client counts as a signal.
    await().until(() -> postings.get() > 0 && ended.get() > 0);
    session.claim(1, everything());
    int before = postings.get();
    Job job = post("a");
    await().atMost(Duration.ofSeconds(5)).until(() -> postings.get() > before);
    Claim claim = claimOne(session);
    cancel(job.id());
    await().atMost(Duration.ofSeconds(5)).until(() -> session.renew().contains(claim.job().id()));
    int seen = ended.get();
    post("a");
    Claim second = claimOne(session);
    cancel(second.job().id());
    await().atMost(Duration.ofSeconds(5)).until(() -> ended.get() > seen);
  }

  private Job post(String action) {
    return post(JobSpec.of(action));
  }

  private Job post(JobSpec spec) {
    Job job = posted(spec);
    memory.jobs().add(List.of(job));
    return job;
  }

  private Job posted(JobSpec spec) {
    return Job.posted(
        JobId.create(clock.now()), spec, Acl.ownedBy("user/1"), clock.now(), "user/1");
  }

  private Job stored(JobId id) {
    return memory.jobs().find(id).orElseThrow();
  }

  private void cancel(JobId id) {
    Job job = stored(id);
    memory
        .jobs()
        .replace(job.withStatus(job.status().toBuilder().state(JobState.CANCELED).build()));
  }

  private List<String> texts(JobId job) {
    List<JobLog.NumberedLine> lines = memory.log().read(job, 0, 100);
    return lines.stream().map(numberedLine -> numberedLine.line().text()).toList();
  }

  private LogLine line(Claim claim, String text) {
    return new LogLine(clock.now(), claim.job().status().attempt(), "log", text);
  }

  private static Claim claimOne(BoardSession session) {
    List<Claim> claims = session.claim(1, everything());
    assertThat(claims).hasSize(1);
    return claims.getFirst();
  }

  private static void claimNothingOf(BoardSession session) {
    assertThat(session.claim(10, only("nothing"))).isEmpty();
  }

  private static RunWrite.End success(Claim claim) {
    return new RunWrite.End(claim.job().id(), claim.token(), JobState.SUCCESS, 0, null, null, null);
  }

  private static Admission everything() {
    return new AdmitActions(Set.of());
  }

  private static Admission only(String action) {
    return new AdmitActions(Set.of(action));
  }

  /** Accepts jobs with these actions, or all jobs if the set is empty. */
  private record AdmitActions(Set<String> actions) implements Admission {
    @Override
    public boolean accepts(ActionVersion actionVersion) {
      return actions.isEmpty() || actions.contains(actionVersion.action());
    }

    @Override
    public AdmissionDecision decide(Job job) {
      return new AdmissionDecision.Admitted();
    }
  }

  private static JsonNode call(
      BackendEndpoint endpoint, Caller caller, String method, Object request) {
    return endpoint.call(caller, "board", method, Protocol.toJson(request));
  }
}
