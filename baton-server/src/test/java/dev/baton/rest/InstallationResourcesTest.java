// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.baton.election.DistributionState;
import dev.baton.election.Term;
import dev.baton.member.ActionInfo;
import dev.baton.member.Member;
import dev.baton.member.MemberRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the resources of the installation: actions, executors, distributions, the board. */
final class InstallationResourcesTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final TestApi api = new TestApi();
  private final TestClient admin = api.admin();
  private final TestClient alice = api.newUser("alice");

  @AfterEach
  void stop() {
    api.close();
  }

  private Member member(String name, Member.Kind kind, Instant seen, String... actions) {
    List<ActionInfo> infos =
        List.of(actions).stream()
            .map(action ->
                new ActionInfo(
                    action,
                    "far",
                    "",
                    JsonNodeFactory.instance.objectNode(),
                    List.of(),
                    false,
                    false))
            .toList();
    return Member.builder("executor/" + name, kind, name, api.clock.now().minusSeconds(60))
        .host("host-of-" + name)
        .pid(4711)
        .version("0.1")
        .seen(seen)
        .slots(8)
        .running(3)
        .capabilities(List.of("has_gpu"))
        .actions(infos)
        .build();
  }

  private static List<String> names(JsonNode page) {
    return page.path("resources").findValuesAsText("name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"action", "executor", "distribution"})
  void collection_isForUsersToReadAndNobodyElse(String type) {
    api.anonymous().get("/api/" + type).expectError(403, "credentials");
    JsonNode page = alice.get("/api/" + type).expect(200).json();
    assertThat(page.path("resource-type").textValue()).isEqualTo(type + "-collection");
    assertThat(page.path("count").isIntegralNumber()).isTrue();
    assertThat(alice.form("PUT", "/api/" + type, "last", "0").expect(200).json().path("resources"))
        .isEmpty();
    api.anonymous().get("/api/" + type + "/x").expectError(403, "credentials");
    alice.get("/api/" + type + "/no-such-thing").expectError(404, type + "/no-such-thing");
    alice.get("/api/" + type + "?filter=name%3D").expectError(400, "filter");
    alice.post("/api/" + type, "{}").expect(405);
    alice.delete("/api/" + type + "/x").expect(type.equals("action") ? 403 : 405);
  }

  @Test
  void action_hasItsSchemaAndWhoRunsIt() {
    api.backend
        .memberRegistry()
        .heartbeat(member("e1", Member.Kind.EXECUTOR, api.clock.now(), "greet", "far"));
    JsonNode greet = alice.get("/api/action/greet").expect(200).json();
    assertThat(greet.path("id").textValue()).isEqualTo("action/greet");
    assertThat(greet.path("description").textValue()).isEqualTo("Greets somebody.");
    assertThat(greet.path("executors").intValue()).isEqualTo(1);
    assertThat(greet.path("admin-only").booleanValue()).isFalse();
    assertThat(greet.at("/schema/properties/times/type").textValue()).isEqualTo("integer");
    assertThat(greet.at("/schema/required/0").textValue()).isEqualTo("name");

    // An action that only an executor provides is listed too, even after the executor has stopped.
    assertThat(alice.get("/api/action/far").expect(200).json().path("plugin").textValue())
        .isEqualTo("far");
    JsonNode page = alice.get("/api/action?filter=name%5E%3D%27g%27&select=name").json();
    assertThat(names(page)).containsExactly("greet");
    api.clock.advance(Duration.ofMinutes(1));
    JsonNode far = alice.get("/api/action/far").expect(200).json();
    assertThat(far.path("executors").intValue()).isZero();
    assertThat(far.path("provided-by").textValue()).isEqualTo("e1 on host-of-e1");
    assertThat(far.path("provided").textValue()).isEqualTo("2026-01-31T12:00:00.000Z");
  }

  @Test
  void post_whileNoExecutorIsAlive_acceptsWhatWasProvidedOnce() {
    api.backend
        .memberRegistry()
        .heartbeat(member("e1", Member.Kind.EXECUTOR, api.clock.now(), "far"));
    api.backend.memberRegistry().leave("executor/e1");
    api.clock.advance(Duration.ofMinutes(1));
    String id = alice.post("/api/job", "{\"action\":\"far\"}").expect(201).id();
    assertThat(alice.get("/api/" + id + "/why").json().path("summary").textValue())
        .isEqualTo(
            "waits: no executor is alive; start one that has the action 'far'; it was last"
                + " reported by e1 on host-of-e1 at 2026-01-31T12:00:00.000Z (executors report"
                + " their actions every 10 minutes)");
  }

  @Test
  void post_providedAMomentAgo_isAccepted() {
    alice.post("/api/job", "{\"action\":\"far\"}").expectError(400, "no process ever provided it");
    api.backend
        .memberRegistry()
        .heartbeat(member("e1", Member.Kind.EXECUTOR, api.clock.now(), "far"));
    alice.post("/api/job", "{\"action\":\"far\"}").expect(201);
  }

  @Test
  void post_ofUnknownAction_isForAdministratorsWhoSaySo() {
    String body = "{\"action\":\"nop\"}";
    admin
        .post("/api/job", body)
        .expectError(
            400,
            "action 'nop' is not known: no process ever provided it; did you mean 'noop'?; list"
                + " all with 'baton action list', or post it as an administrator with"
                + " --unknown-action allow");
    admin.post("/api/job?unknown-action=reject", body).expect(400);
    admin.post("/api/job?unknown-action=yes", body).expectError(400, "allowed: allow, reject");
    alice
        .post("/api/job?unknown-action=allow", body)
        .expectError(403, "only administrators may post unknown actions");
    admin.post("/api/job?unknown-action=allow", body).expect(201);
    admin.post("/api/job?unknown-action=allow", "[" + body + "]").expect(201);
    admin.post("/api/action/nop/dry-run?unknown-action=allow", "{}").expect(200);
  }

  @Test
  void deleteAction_isForAdministratorsAndActionsThatNobodyProvides() {
    api.backend
        .memberRegistry()
        .heartbeat(member("e1", Member.Kind.EXECUTOR, api.clock.now(), "far"));
    alice.delete("/api/action/far").expectError(403, "administrators");
    admin.delete("/api/action/far").expectError(409, "e1 on host-of-e1");
    admin.delete("/api/action/noop").expectError(409, "provided by this server");
    admin.delete("/api/action/noop?force=true").expectError(409, "provided by this server");
    admin.delete("/api/action/far?force=true").expect(200);
    api.backend.memberRegistry().leave("executor/e1");
    api.backend
        .memberRegistry()
        .heartbeat(member("e1", Member.Kind.EXECUTOR, api.clock.now(), "far"));
    api.backend.memberRegistry().leave("executor/e1");
    api.clock.advance(Duration.ofSeconds(2));
    admin.delete("/api/action/far").expect(200);
    admin.delete("/api/action/far").expectError(404, "action/far not found");
    admin.post("/api/job", "{\"action\":\"far\"}").expectError(400, "not known");
    assertThat(names(alice.get("/api/action").json())).doesNotContain("far");
  }

  @Test
  void action_misspelt_isHinted() {
    alice.get("/api/action/gret").expectError(404, "greet");
  }

  @Test
  void executor_showsWhatItDoesAndWhetherItLives() {
    api.backend
        .memberRegistry()
        .heartbeat(member("e1", Member.Kind.EXECUTOR, api.clock.now(), "noop"));
    api.backend.memberRegistry().heartbeat(member("d1", Member.Kind.DISTRIBUTOR, api.clock.now()));
    JsonNode e1 = alice.get("/api/executor/e1").expect(200).json();
    assertThat(e1.path("host").textValue()).isEqualTo("host-of-e1");
    assertThat(e1.path("pid").longValue()).isEqualTo(4711);
    assertThat(e1.path("slots").intValue()).isEqualTo(8);
    assertThat(e1.path("running").intValue()).isEqualTo(3);
    assertThat(e1.path("alive").booleanValue()).isTrue();
    assertThat(e1.path("capabilities").get(0).textValue()).isEqualTo("has_gpu");
    assertThat(e1.path("actions").get(0).textValue()).isEqualTo("noop");
    JsonNode page = alice.get("/api/executor?filter=kind%3D%27distributor%27").expect(200).json();
    assertThat(names(page)).containsExactly("d1");
    assertThat(page.path("count").intValue()).isEqualTo(1);

    api.clock.advance(Duration.ofMinutes(2));
    assertThat(alice.get("/api/executor/e1").json().path("alive").booleanValue()).isFalse();
    api.clock.advance(Duration.ofMinutes(58));
    JsonNode lost = alice.get("/api/executor/e1").expect(200).json();
    assertThat(lost.path("alive").booleanValue()).isFalse();
    assertThat(lost.path("seen")).isEqualTo(e1.path("seen"));
    api.clock.advance(Duration.ofMinutes(1));
    alice.get("/api/executor/e1").expectError(404, "executor/e1");
  }

  @Test
  void process_thatIsLost_isListedAndCountsAsAliveNowhere() {
    MemberRegistry memberRegistry = api.backend.memberRegistry();
    Member e1 = member("e1", Member.Kind.EXECUTOR, api.clock.now(), "noop");
    memberRegistry.heartbeat(e1);
    memberRegistry.heartbeat(member("d1", Member.Kind.DISTRIBUTOR, api.clock.now()));
    String job = admin.post("/api/job", "{\"action\":\"noop\"}").expect(201).id();
    memberRegistry.markLost("executor/e1");
    memberRegistry.markLost("executor/d1");
    JsonNode lost = alice.get("/api/executor?filter=alive%3Dfalse").expect(200).json();
    assertThat(names(lost)).containsExactly("e1", "d1");
    assertThat(alice.get("/api/action/noop").json().path("executors").intValue()).isZero();
    assertThat(admin.get("/api/" + job + "/why").json().path("summary").textValue())
        .contains("no executor is alive");
    assertThat(api.anonymous().get("/metrics").body()).contains("baton_slots{state=\"all\"} 0.0");
    admin.post("/api/distribution/tidy/trigger").expectError(409, "asked 0");
    memberRegistry.heartbeat(e1);
    api.clock.advance(Duration.ofSeconds(6));
    assertThat(alice.get("/api/executor/e1").json().path("alive").booleanValue()).isTrue();
    assertThat(alice.get("/api/action/noop").json().path("executors").intValue()).isEqualTo(1);
    assertThat(api.anonymous().get("/metrics").body()).contains("baton_slots{state=\"all\"} 8.0");
  }

  @Test
  void threads_areForAdministrators() {
    MemberRegistry memberRegistry = api.backend.memberRegistry();
    Member e1 = member("e1", Member.Kind.EXECUTOR, api.clock.now(), "noop");
    memberRegistry.heartbeat(e1);
    alice.post("/api/executor/e1/threads").expectError(403, "administrators");
    admin.post("/api/executor/e2/threads").expectError(404, "executor/e2");
    CompletableFuture<TestResponse> dump =
        CompletableFuture.supplyAsync(() -> admin.post("/api/executor/e1/threads"));
    List<MemberRegistry.Question> questions =
        await().until(() -> memberRegistry.heartbeat(e1), asked -> !asked.isEmpty());
    assertThat(questions.getFirst().subject()).isEqualTo(MemberRegistry.THREADS);
    memberRegistry.answer(questions.getFirst().id(), "what they do");
    assertThat(dump.join().expect(200).json().path("threads").textValue())
        .isEqualTo("what they do");
  }

  /** Lets a member answer the next question, and returns its subject. */
  private String answerNext(Member member, String answer) {
    MemberRegistry memberRegistry = api.backend.memberRegistry();
    MemberRegistry.Question question =
        await().until(() -> memberRegistry.heartbeat(member), asked -> !asked.isEmpty()).getFirst();
    memberRegistry.answer(question.id(), answer);
    return question.subject();
  }

  @Test
  void operations_ofAMember_areForAdministratorsAndSayWhatTheMemberDid() {
    Member e1 = member("e1", Member.Kind.EXECUTOR, api.clock.now(), "noop");
    api.backend.memberRegistry().heartbeat(e1);
    String level = "{\"level\": \"debug\", \"logger\": \"dev.baton.executor\"}";
    alice.post("/api/executor/e1/drain").expectError(403, "administrators");
    alice.post("/api/executor/e1/log-level", level).expectError(403, "administrators");
    CompletableFuture<TestResponse> drain =
        CompletableFuture.supplyAsync(() -> admin.post("/api/executor/e1/drain"));
    assertThat(answerNext(e1, MemberRegistry.DONE + "it drains")).isEqualTo("drain");
    assertThat(drain.join().expect(200).json().path("message").textValue()).isEqualTo("it drains");
    CompletableFuture<TestResponse> logs =
        CompletableFuture.supplyAsync(() -> admin.post("/api/executor/e1/log-level", level));
    assertThat(answerNext(e1, "no")).isEqualTo("log-level DEBUG dev.baton.executor");
    logs.join().expectError(409, "executor/e1 refuses: no");
    admin
        .post("/api/executor/e1/log-level", "{\"level\": \"loud\"}")
        .expectError(400, "ERROR, WARN, INFO, DEBUG, TRACE");
    admin
        .post("/api/executor/e1/log-level", "{\"level\": \"INFO\", \"logger\": \"a b\"}")
        .expectError(400, "'a b'");
  }

  @Test
  void logLevels_ofAMember_areThoseThatItReports() {
    Member e1 = member("e1", Member.Kind.EXECUTOR, api.clock.now(), "noop");
    api.backend.memberRegistry().heartbeat(e1);
    alice.get("/api/executor/e1/log-level").expectError(403, "administrators");
    CompletableFuture<TestResponse> levels =
        CompletableFuture.supplyAsync(() -> admin.get("/api/executor/e1/log-level"));
    assertThat(answerNext(e1, "INFO ROOT\nDEBUG dev.baton changed")).isEqualTo("log-levels");
    assertThat(levels.join().expect(200).json().path("levels").toString())
        .isEqualTo(
            "[{\"logger\":\"ROOT\",\"level\":\"INFO\",\"changed\":false},"
                + "{\"logger\":\"dev.baton\",\"level\":\"DEBUG\",\"changed\":true}]");
    CompletableFuture<TestResponse> old =
        CompletableFuture.supplyAsync(() -> admin.get("/api/executor/e1/log-level"));
    answerNext(e1, "question 'log-levels' is unknown; allowed: drain");
    old.join().expectError(409, "does not report its log levels");
  }

  @Test
  void operation_withoutAnAnswerInTime_isWithdrawn() {
    Member e1 = member("e1", Member.Kind.EXECUTOR, api.clock.now(), "noop");
    MemberRegistry memberRegistry = api.backend.memberRegistry();
    memberRegistry.heartbeat(e1);
    CompletableFuture<TestResponse> drain =
        CompletableFuture.supplyAsync(() -> admin.post("/api/executor/e1/drain"));
    await().until(() -> !memberRegistry.heartbeat(e1).isEmpty());
    api.clock.advance(Duration.ofSeconds(21));
    drain.join().expectError(503, "the request is withdrawn");
    assertThat(memberRegistry.heartbeat(e1)).isEmpty();
  }

  @Test
  void trigger_asksTheDistributorsAndFindsTheLeader() {
    Member d1 = member("d1", Member.Kind.DISTRIBUTOR, api.clock.now(), "noop");
    Member d2 = member("d2", Member.Kind.DISTRIBUTOR, api.clock.now(), "noop");
    api.backend.memberRegistry().heartbeat(d1);
    api.backend.memberRegistry().heartbeat(d2);
    alice.post("/api/distribution/tidy/trigger").expectError(403, "administrators");
    admin.post("/api/distribution/nothing/trigger").expectError(404, "distribution/nothing");
    CompletableFuture<TestResponse> trigger =
        CompletableFuture.supplyAsync(() -> admin.post("/api/distribution/tidy/trigger"));
    assertThat(answerNext(d1, "this process does not lead")).isEqualTo("run-distribution tidy");
    answerNext(d2, MemberRegistry.DONE + "it runs");
    trigger.join().expect(200);
  }

  @Test
  void distribution_showsItsScheduleAndHowItWent() {
    Term term = api.backend.election().contend(List.of("hourly_noop"), "d1", MINUTE).getFirst();
    Instant now = api.clock.now();
    api.backend
        .distributions()
        .save(
            new DistributionState(
                "hourly_noop", "every 1h", now, now.plusSeconds(3600), 2, "it broke", "d1", 4, now),
            term);
    JsonNode doc = alice.get("/api/distribution/hourly_noop").expect(200).json();
    assertThat(doc.path("kind").textValue()).isEqualTo("jobs");
    assertThat(doc.path("plugin").textValue()).isEqualTo(new TestPlugin().name());
    assertThat(doc.path("overlap").textValue()).isEqualTo("skip");
    assertThat(doc.path("misfire").textValue()).isEqualTo("run-once");
    assertThat(doc.path("leader").textValue()).isEqualTo("d1");
    assertThat(doc.path("misfires").intValue()).isEqualTo(4);
    assertThat(Instant.parse(doc.path("last-misfire").textValue())).isEqualTo(now);
    assertThat(Instant.parse(doc.path("last-run").textValue())).isEqualTo(now);
    assertThat(Instant.parse(doc.path("next-run").textValue())).isEqualTo(now.plusSeconds(3600));
    assertThat(doc.path("last-posted").intValue()).isEqualTo(2);
    assertThat(doc.path("last-error").textValue()).isEqualTo("it broke");
    assertThat(names(alice.get("/api/distribution").json())).containsExactly("hourly_noop", "tidy");
  }

  @Test
  void distribution_thatDoesItsWorkItself_showsWhatItChanged() {
    Term term = api.backend.election().contend(List.of("tidy"), "d1", MINUTE).getFirst();
    api.backend
        .distributions()
        .save(new DistributionState("tidy", "every 1m", null, null, 5, null, "d1", 0, null), term);
    JsonNode doc = alice.get("/api/distribution/tidy").expect(200).json();
    assertThat(doc.path("kind").textValue()).isEqualTo("upkeep");
    assertThat(doc.path("last-changed").intValue()).isEqualTo(5);
    assertThat(doc.has("last-posted")).isFalse();
    assertThat(doc.has("overlap")).isFalse();
  }

  @Test
  void distribution_thatOnlyAnotherProcessHas_isShownToo() {
    Term term = api.backend.election().contend(List.of("elsewhere"), "d2", MINUTE).getFirst();
    api.backend
        .distributions()
        .save(
            new DistributionState("elsewhere", "every 5m", null, null, 1, null, "d2", 0, null),
            term);
    JsonNode doc = alice.get("/api/distribution/elsewhere").expect(200).json();
    assertThat(doc.path("schedule").textValue()).isEqualTo("every 5m");
    assertThat(doc.path("leader").textValue()).isEqualTo("d2");
  }

  @Test
  void boardWithGates_showsWhyEachJobWaits() {
    api.backend
        .memberRegistry()
        .heartbeat(member("e1", Member.Kind.EXECUTOR, api.clock.now(), "noop", "far"));
    admin.post("/api/job", "{\"action\":\"noop\"}").expect(201);
    admin
        .post("/api/job", "{\"action\":\"noop\",\"not-before\":\"2026-01-31T13:00:00Z\"}")
        .expect(201);
    admin.post("/api/job", "{\"action\":\"on_gpu\",\"name\":\"train\"}").expect(201);
    JsonNode plain = admin.get("/api/board").expect(200).json();
    assertThat(plain.at("/resources/0").has("action")).isFalse();
    JsonNode rows = admin.get("/api/board?gates=true").expect(200).json().path("resources");
    assertThat(rows.findValuesAsText("action")).containsExactlyInAnyOrder("noop", "noop", "on_gpu");
    assertThat(rows.findValuesAsText("name")).containsExactly("train");
    assertThat(rows.findValuesAsText("gate")).containsExactlyInAnyOrder("delay", "action");
    assertThat(rows.findValuesAsText("detail"))
        .anyMatch(detail -> detail.contains("not before 2026-01-31T13:00:00.000Z"));
    admin.get("/api/board?gates=true&last=501").expectError(400, "allowed: up to 500");
  }

  @Test
  void board_isForAdministratorsInTheOrderOfClaims() {
    String late = admin.post("/api/job", "{\"action\":\"noop\"}").expect(201).id();
    String urgent = admin.post("/api/job", "{\"action\":\"noop\",\"priority\":1}").expect(201).id();
    api.anonymous().get("/api/board").expectError(403, "credentials");
    alice.get("/api/board").expectError(403, "credentials");
    alice.post("/api/board/restore").expectError(403, "credentials");
    JsonNode page = admin.get("/api/board").expect(200).json();
    assertThat(page.path("resources").findValuesAsText("job")).containsExactly(urgent, late);
    assertThat(page.at("/resources/0/priority").intValue()).isEqualTo(1);
    JsonNode second = admin.get("/api/board?first=2&last=2").expect(200).json();
    assertThat(second.path("resources").findValuesAsText("job")).containsExactly(late);
    // Nuvla gives the same response for an unknown resource type.
    admin.get("/api/board/elsewhere").expectError(404, "there is nothing");
  }

  @Test
  void boardRestore_saysWhatItDid() {
    JsonNode done = admin.post("/api/board/restore").expect(200).json();
    assertThat(done.path("message").textValue()).isEqualTo("0 reposted, 0 removed, 0 released");
    assertThat(done.path("released").longValue()).isZero();
  }

  /** Promise 6: {@code why} reports that a job waits for an action that no executor has. */
  @Test
  void why_whenNoLiveExecutorHasTheAction_saysSo() {
    String id = admin.post("/api/job", "{\"action\":\"noop\"}").expect(201).id();
    JsonNode nobody = admin.get("/api/" + id + "/why").expect(200).json();
    assertThat(nobody.path("summary").textValue()).contains("no executor is alive");

    api.backend
        .memberRegistry()
        .heartbeat(member("e1", Member.Kind.EXECUTOR, api.clock.now(), "other"));
    api.clock.advance(Duration.ofSeconds(2));
    JsonNode why = admin.get("/api/" + id + "/why").expect(200).json();
    assertThat(why.path("state").textValue()).isEqualTo("QUEUED");
    assertThat(why.path("summary").textValue())
        .startsWith("waits: none of 1 live executors has the action 'noop'; it was last reported");
    assertThat(why.path("gates"))
        .filteredOn(gate -> gate.path("gate").asText().equals("action"))
        .singleElement()
        .satisfies(gate -> assertThat(gate.path("open").booleanValue()).isFalse());
  }
}
