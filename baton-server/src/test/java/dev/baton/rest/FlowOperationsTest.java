// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.executor.Executor;
import dev.baton.executor.ExecutorListener;
import dev.baton.executor.ExecutorOptions;
import dev.baton.executor.ExecutorPorts;
import dev.baton.plugin.Catalogue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the operations on flows that an executor runs. */
final class FlowOperationsTest {

  private final TestApi api = new TestApi();
  private final TestClient admin = api.admin();
  private final Executor executor =
      Executor.create(
          ExecutorOptions.named("here"),
          new ExecutorPorts(
              api.backend.board(),
              api.backend.jobs(),
              api.backend.log(),
              api.backend.history(),
              api.backend.memberRegistry(),
              api.backend.logbook().orElseThrow()),
          Catalogue.of(List.of(new TestPlugin())),
          api.server.jobService(),
          ExecutorListener.NONE,
          api.clock);

  @BeforeEach
  void start() {
    executor.start();
  }

  @AfterEach
  void stop() {
    executor.stopNow();
    executor.close();
    api.close();
  }

  private String post(String payload) {
    return admin
        .post("/api/job", "{\"action\":\"create_server\",\"payload\":" + payload + "}")
        .expect(201)
        .id();
  }

  private JsonNode job(String id) {
    return admin.get("/api/" + id).expect(200).json();
  }

  private JsonNode flow(String id) {
    return admin.get("/api/" + id + "/flow").expect(200).json();
  }

  private JsonNode awaitJob(String id, Predicate<JsonNode> condition) {
    return await().atMost(Duration.ofSeconds(10)).until(() -> job(id), condition);
  }

  private JsonNode awaitState(String id, String state) {
    return awaitJob(id, job -> job.path("state").asText().equals(state));
  }

  /** Posts a job for the flow of a server, and waits until the job waits for its approval. */
  private String waiting(String payload) {
    String id = post(payload);
    awaitJob(
        id, job -> job.path("state").asText().equals("QUEUED") && job.path("attempt").asInt() > 0);
    return id;
  }

  private String done() {
    String id = waiting("{}");
    admin.post("/api/" + id + "/signal", "{\"name\":\"approve\"}").expect(200);
    awaitState(id, "SUCCESS");
    return id;
  }

  private List<String> states(String id) {
    return flow(id).path("atoms").findValuesAsText("state");
  }

  @Test
  void unsettled_ofAFlowThatACancelKept_namesWhatWasDone() {
    String id = waiting("{}");
    assertThat(flow(id).has("unsettled")).isFalse();
    admin.post("/api/" + id + "/cancel", "{\"revert\": false}").expect(200);
    assertThat(flow(id).path("unsettled"))
        .extracting(JsonNode::asText)
        .containsExactly("allocate_ip", "approve", "make_subnet", "open_firewall");
  }

  @Test
  void unsettled_ofAFlowThatIsDoneOrUndone_isEmpty() {
    assertThat(flow(done()).path("unsettled")).isEmpty();
    String id = waiting("{}");
    admin.post("/api/" + id + "/cancel", "{}").expect(200);
    awaitState(id, "CANCELED");
    assertThat(flow(id).path("unsettled").isArray()).isTrue();
    assertThat(flow(id).path("unsettled")).isEmpty();
  }

  @Test
  void atom_ofAFlow_hasItsInputsAndResult() {
    String id = done();
    OpenApiSchemaCheck schemas = new OpenApiSchemaCheck(api);
    String path = "/api/" + id + "/flow/atom?name=";
    JsonNode allocate =
        schemas.fits(
            "get", "/api/job/{uuid}/flow/atom", admin.get(path + "allocate_ip").expect(200).json());
    assertThat(allocate.path("state").asText()).isEqualTo("SUCCESS");
    assertThat(allocate.has("result")).isTrue();
    JsonNode retry = admin.get(path + "server_retry").expect(200).json();
    assertThat(retry.path("attempts")).hasSize(1);
    List<String> inputs =
        flow(id).path("atoms").findValuesAsText("name").stream()
            .flatMap(name ->
                admin.get(path + name).json().path("inputs").findValuesAsText("name").stream())
            .toList();
    assertThat(inputs).isNotEmpty();
    admin.get(path + "nothing").expectError(404, "has no atom 'nothing'");
    api.newUser("bob").get(path + "allocate_ip").expectError(403, id);
  }

  @Test
  void flow_ofAJob_listsEachAtom() {
    String id = waiting("{\"image\":\"alpine\"}");

    JsonNode flow = flow(id);

    assertThat(flow.path("resource-id").asText()).isEqualTo(id);
    assertThat(flow.path("flow").asText()).isEqualTo("create_server");
    assertThat(flow.path("state").asText()).isEqualTo("SUSPENDED");
    assertThat(flow.at("/waiting/signals/0").asText()).isEqualTo("approve");
    assertThat(flow.path("definition-known").asBoolean()).isTrue();
    assertThat(flow.path("atoms").findValuesAsText("name"))
        .containsExactly(
            "server_retry",
            "allocate_ip",
            "make_subnet",
            "open_firewall",
            "approve",
            "boot",
            "announce");
    assertThat(states(id))
        .containsExactly(
            "SUCCESS", "SUCCESS", "SUCCESS", "SUCCESS", "RUNNING", "PENDING", "PENDING");
    JsonNode subnet = flow.at("/atoms/2");
    assertThat(subnet.path("path"))
        .extracting(JsonNode::asText)
        .containsExactly("create_server", "network");
    assertThat(subnet.path("kind").asText()).isEqualTo("task");
    assertThat(subnet.path("starts").asInt()).isEqualTo(1);
    assertThat(subnet.path("has-revert").asBoolean()).isTrue();
    assertThat(subnet.path("duration").asText()).isEqualTo("PT0S");
    assertThat(flow.at("/atoms/4/waits/signal").asText()).isEqualTo("approve");
  }

  @Test
  void states_atAMoment_areThoseBeforeIt() {
    Instant start = api.clock.now();
    String id = waiting("{}");
    // Less than the lease of the executor.
    api.clock.advance(Duration.ofSeconds(3));
    admin.post("/api/" + id + "/signal", "{\"name\":\"approve\"}").expect(200);
    awaitState(id, "SUCCESS");
    OpenApiSchemaCheck schemas = new OpenApiSchemaCheck(api);
    String path = "/api/" + id + "/flow/states";

    JsonNode early =
        schemas.fits(
            "get",
            "/api/job/{uuid}/flow/states",
            admin.get(path + "?at=" + start.plusSeconds(1)).expect(200).json());
    JsonNode late = admin.get(path).expect(200).json();
    JsonNode before = admin.get(path + "?at=" + start.minusSeconds(60)).expect(200).json();

    assertThat(early.path("resource-id").asText()).isEqualTo(id);
    assertThat(early.path("flow").asText()).isEqualTo("SUSPENDED");
    assertThat(early.at("/atoms/make_subnet/state").asText()).isEqualTo("SUCCESS");
    assertThat(Instant.parse(early.at("/atoms/make_subnet/since").asText())).isEqualTo(start);
    assertThat(early.at("/atoms/approve/state").asText()).isEqualTo("RUNNING");
    assertThat(early.path("atoms").has("boot")).isFalse();
    assertThat(late.path("flow").asText()).isEqualTo("SUCCESS");
    assertThat(late.at("/atoms/boot/state").asText()).isEqualTo("SUCCESS");
    assertThat(before.path("atoms")).isEmpty();
    assertThat(before.has("flow")).isFalse();
  }

  @Test
  void steps_comeInPages() {
    String id = done();

    JsonNode all = admin.get("/api/" + id + "/flow/steps").expect(200).json();
    JsonNode two = admin.get("/api/" + id + "/flow/steps?first=2&last=3").expect(200).json();

    assertThat(all.path("more").asBoolean()).isFalse();
    assertThat(all.at("/steps/0/to").asText()).isEqualTo("RUNNING");
    assertThat(all.at("/steps/0/kind").asText()).isEqualTo("flow");
    assertThat(two.path("steps")).hasSize(2);
    assertThat(two.path("more").asBoolean()).isTrue();
    assertThat(two.at("/steps/1")).isEqualTo(all.at("/steps/2"));
    admin.get("/api/" + id + "/flow/steps?first=x").expectError(400, "first is 'x'");
    admin.get("/api/" + id + "/flow/steps?last=99999").expectError(400, "10000 entries at once");
  }

  @Test
  void cancel_withoutABody_revertsAFlowThatHasStarted() {
    String id = waiting("{}");

    admin.post("/api/" + id + "/cancel").expect(200);
    awaitState(id, "CANCELED");

    assertThat(states(id))
        .containsExactly(
            "REVERTED", "REVERTED", "REVERTED", "REVERTED", "REVERTED", "PENDING", "PENDING");
  }

  @Test
  void cancel_withoutRevert_keepsWhatWasDone() {
    String id = waiting("{}");

    JsonNode job = admin.post("/api/" + id + "/cancel", "{\"revert\":false}").expect(200).json();

    assertThat(job.path("state").asText()).isEqualTo("CANCELED");
    assertThat(states(id)).doesNotContain("REVERTED");
  }

  @Test
  void cancel_ofAPlainJob_cannotRevert() {
    String id =
        admin
            .post("/api/job", "{\"action\":\"on_gpu\",\"not-before\":\"2030-01-01T00:00:00Z\"}")
            .expect(201)
            .id();

    admin
        .post("/api/" + id + "/cancel", "{\"revert\":true}")
        .expectError(400, "runs no flow: its action 'on_gpu' has no atoms");
    admin.post("/api/" + id + "/cancel", "{\"revrt\":true}").expectError(400, "'revrt'");
    admin.post("/api/" + id + "/cancel", "{\"revert\":\"yes\"}").expectError(400, "true or false");
    assertThat(job(id).path("state").asText()).isEqualTo("QUEUED");
    JsonNode kept = admin.post("/api/" + id + "/cancel", "{\"revert\":false}").json();
    assertThat(kept.path("state").asText()).isEqualTo("CANCELED");
  }

  @Test
  void previewCancel_tellsTheRevertsInOrder_andChangesNothing() {
    String id = waiting("{}");

    JsonNode preview = admin.get("/api/" + id + "/preview-cancel").expect(200).json();

    assertThat(preview.path("reverts").findValuesAsText("atom"))
        .containsExactly("approve", "open_firewall", "make_subnet", "allocate_ip");
    assertThat(preview.path("without-revert"))
        .extracting(JsonNode::asText)
        .containsExactly("approve", "open_firewall");
    assertThat(preview.path("message").asText())
        .isEqualTo("2 reverts would run; the effects of 2 atoms without a revert would remain");
    assertThat(admin.post("/api/" + id + "/preview-cancel").expect(200).json()).isEqualTo(preview);
    assertThat(states(id)).doesNotContain("REVERTED", "REVERTING");
  }

  @Test
  void rerun_fromAnAtom_runsItAndItsSuccessorsAgain() {
    String id = done();

    String again = admin.post("/api/" + id + "/rerun", "{\"from\":\"boot\"}").expect(201).id();
    awaitState(again, "SUCCESS");

    assertThat(again).isNotEqualTo(id);
    assertThat(flow(again).path("continues").asText()).isEqualTo(id);
    assertThat(flow(again).path("atoms").findValuesAsText("starts"))
        .containsExactly("1", "1", "1", "1", "2", "2", "2");
    assertThat(flow(id).path("atoms").findValuesAsText("starts"))
        .containsExactly("1", "1", "1", "1", "2", "1", "1");
  }

  @Test
  void rerun_ofWhatCannotBe_isRefusedBeforeAnythingIsPosted() {
    String id = waiting("{}");
    admin
        .post("/api/" + id + "/rerun", "{\"from\":\"boot\"}")
        .expectError(409, "only the flow of a final job");
    admin.post("/api/" + id + "/cancel", "{\"revert\":false}").expect(200);
    int before = admin.get("/api/job").json().path("count").asInt();

    admin
        .post("/api/" + id + "/rerun", "{\"from\":\"nothing\"}")
        .expectError(404, "no atom 'nothing'");
    admin
        .post("/api/" + id + "/rerun", "{\"from\":\"announce\"}")
        .expectError(409, "an atom before it");
    admin.post("/api/" + id + "/rerun", "{}").expectError(400, "'from' is missing");
    admin.post("/api/" + id + "/rerun").expectError(400, "'from' is missing");

    assertThat(admin.get("/api/job").json().path("count").asInt()).isEqualTo(before);
  }

  @Test
  void revert_undoesAFinalFlow_once() {
    String id = done();

    String reverting = admin.post("/api/" + id + "/revert").expect(201).id();
    awaitState(reverting, "SUCCESS");

    assertThat(states(reverting)).containsOnly("REVERTED");
    assertThat(states(id)).containsOnly("SUCCESS");
    admin.post("/api/" + reverting + "/revert").expectError(409, "nothing left to revert");
  }

  @Test
  void revert_ofAFlowThatNeverStarted_isRefused() {
    String id =
        admin
            .post(
                "/api/job",
                "{\"action\":\"create_server\",\"not-before\":\"2030-01-01T00:00:00Z\"}")
            .expect(201)
            .id();
    admin.post("/api/" + id + "/cancel").expect(200);

    assertThat(job(id).path("state").asText()).isEqualTo("CANCELED");
    admin.post("/api/" + id + "/revert").expectError(409, "was never started");
    assertThat(states(id)).containsOnly("PENDING");
    assertThat(admin.get("/api/" + id + "/preview-cancel").json().path("message").asText())
        .isEqualTo("there is nothing to revert");
  }

  @Test
  void failure_isToldWithItsAtom() {
    String id = waiting("{\"broken\":true}");
    admin.post("/api/" + id + "/signal", "{\"name\":\"approve\"}").expect(200);
    awaitState(id, "FAILED");

    JsonNode boot = flow(id).at("/atoms/5");

    assertThat(boot.path("state").asText()).isEqualTo("REVERTED");
    assertThat(boot.at("/failure/type").asText()).isEqualTo("java.lang.IllegalStateException");
    assertThat(boot.at("/failure/message").asText()).isEqualTo("no host has room for 'debian'");
  }

  @Test
  void graph_ofAJob_showsTheStateOfEachAtom() {
    String id = waiting("{}");

    TestResponse svg = admin.get("/api/" + id + "/graph").expect(200);
    TestResponse mermaid = admin.get("/api/" + id + "/graph?format=mermaid").expect(200);

    assertThat(svg.header("Content-Type")).startsWith("image/svg+xml");
    assertThat(svg.header("Content-Security-Policy")).isEqualTo("default-src 'none'");
    assertThat(svg.body()).contains("<svg ", ">allocate_ip</text>", ">running · awaits approve");
    assertThat(mermaid.body()).contains("]:::SUCCESS", "]:::PENDING", "running · awaits approve");
    assertThat(admin.get("/api/" + id + "/graph?format=dot").expect(200).body())
        .startsWith("digraph \"create_server\" {");
    JsonNode layout = admin.get("/api/" + id + "/graph?format=json").expect(200).json();
    assertThat(layout.at("/width").asDouble()).isPositive();
    assertThat(layout.at("/parts/0/name").asText()).isEqualTo("create_server");
    assertThat(layout.at("/parts/0/kind").asText()).isEqualTo("flow");
    assertThat(layout.path("parts").findValuesAsText("name")).contains("allocate_ip");
    assertThat(layout.at("/arrows/0/points").size()).isGreaterThan(1);
    admin
        .get("/api/" + id + "/graph?format=png")
        .expectError(400, "allowed: svg, json, dot, mermaid");
  }

  @Test
  void operations_ofFlows_areListed() {
    String id = waiting("{}");

    assertThat(operations(id)).contains("flow", "graph", "preview-cancel").doesNotContain("rerun");
    admin.post("/api/" + id + "/cancel", "{\"revert\":false}").expect(200);
    assertThat(operations(id)).contains("rerun", "revert");
    String plain = admin.post("/api/job", "{\"action\":\"noop\"}").expect(201).id();
    assertThat(operations(plain)).doesNotContain("flow", "graph", "preview-cancel", "rerun");
  }

  private List<String> operations(String id) {
    return job(id).path("operations").findValuesAsText("rel");
  }

  @Test
  void usersWithoutRights_seeAndDoNothing() {
    String id = waiting("{}");
    TestClient bob = api.newUser("bob");

    for (String reading : List.of("flow", "flow/steps", "graph", "preview-cancel")) {
      bob.get("/api/" + id + "/" + reading).expectError(403, "invalid credentials");
    }
    bob.post("/api/" + id + "/cancel").expectError(403, "invalid credentials");
    bob.post("/api/" + id + "/revert").expectError(403, "invalid credentials");
    bob.post("/api/" + id + "/rerun", "{\"from\":\"boot\"}")
        .expectError(403, "invalid credentials");
  }

  @Test
  void serverWithoutThePlugin_showsWhatIsStored_andSaysWhatItLacks() {
    String id = waiting("{}");
    try (TestApi bare = new TestApi(api, Catalogue.of(List.of()))) {
      TestClient other = bare.admin();

      JsonNode flow = other.get("/api/" + id + "/flow").expect(200).json();

      assertThat(flow.path("definition-known").asBoolean()).isFalse();
      assertThat(flow.path("atoms").findValuesAsText("name")).contains("allocate_ip", "announce");
      for (String path : List.of(id + "/graph", id + "/preview-cancel")) {
        other.get("/api/" + path).expectError(409, "plugins");
      }
      other.get("/api/action/create_server/hierarchy").expectError(409, "start the server with");
      other.post("/api/" + id + "/cancel").expect(200);
      awaitState(id, "CANCELED");
      assertThat(states(id)).contains("REVERTED").doesNotContain("SUCCESS");
      other
          .post("/api/" + id + "/rerun", "{\"from\":\"nothing\"}")
          .expectError(404, "no atom 'nothing'");
    }
  }
}
