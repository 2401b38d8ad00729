// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the operations on an action before a job is posted. */
final class ActionFlowResourceTest {

  private final TestApi api = new TestApi();
  private final TestClient admin = api.admin();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void hierarchy_isPrintedAsTaskFlowDoes() {
    JsonNode answer = admin.get("/api/action/create_server/hierarchy").expect(200).json();

    assertThat(answer.path("hierarchy").asText())
        .isEqualTo(
            """
            "linear_flow.Flow: create_server(len=5)"
            |__"server_retry==1.0"
            |__"allocate_ip==1.0"
            |__"graph_flow.Flow: network(len=2)"
            |  |__"make_subnet==1.0"
            |  |__"open_firewall==1.0"
            |__"approve==1.0"
            |__"boot==1.0"
            |__"announce==1.0\"\
            """);
    assertThat(answer.path("atoms").findValuesAsText("name")).hasSize(7).contains("make_subnet");
  }

  @Test
  void parameters_mayComeInTheAddressOrTheBody() {
    String path = "/api/action/make_disks/";
    admin.get(path + "hierarchy").expectError(400, "count");
    admin.get(path + "hierarchy?payload=%7B%22count%22%3A3%7D").expect(200);
    admin.post(path + "hierarchy", "{\"count\":3}").expect(200);
    admin.post(path + "graph?format=dot", "{\"count\":3}").expect(200);
    admin.post(path + "graph?format=dot", "{\"cuont\":3}").expectError(400, "cuont");
  }

  @Test
  void graph_ofADefinition_hasNoStates() {
    String svg = admin.get("/api/action/create_server/graph").expect(200).body();

    assertThat(svg).contains(">can be undone</text>", ">no revert</text>", ">retry</text>");
    assertThat(svg).doesNotContain(">pending");
  }

  @Test
  void actionsWithoutFlow_sayWhy() {
    admin.get("/api/action/noop/graph").expectError(400, "'noop' runs no flow");
    admin.get("/api/action/creat_server/graph").expectError(404, "did you mean 'create_server'");
    api.anonymous().get("/api/action/create_server/graph").expectError(403, "credentials required");
    assertThat(admin.get("/api/action/create_server").json().path("flow").asBoolean()).isTrue();
    assertThat(admin.get("/api/action/noop").json().path("flow").asBoolean()).isFalse();
  }

  @Test
  void dryRun_answersTheJob_andPostsNothing() {
    JsonNode answer =
        admin
            .post("/api/action/on_gpu/dry-run", "{\"priority\":7,\"tags\":[\"a\"]}")
            .expect(200)
            .json();

    assertThat(answer.at("/job/action").asText()).isEqualTo("on_gpu");
    assertThat(answer.at("/job/requires/0").asText()).isEqualTo("has_gpu");
    assertThat(answer.at("/job/priority").asInt()).isEqualTo(7);
    assertThat(answer.path("job").has("id")).isFalse();
    assertThat(answer.has("atoms")).isFalse();
    assertThat(admin.get("/api/job").json().path("count").asInt()).isZero();
  }

  @Test
  void dryRun_ofAFlow_answersItsAtoms() {
    JsonNode answer =
        admin
            .post("/api/action/create_server/dry-run", "{\"payload\":{\"image\":\"x\"}}")
            .expect(200)
            .json();

    assertThat(answer.path("atoms").findValuesAsText("name")).contains("boot");
    assertThat(answer.path("hierarchy").asText()).contains("boot==1.0");
  }

  @Test
  void dryRun_refusesWhatAPostWouldRefuse() {
    admin.post("/api/action/greet/dry-run", "{}").expectError(400, "name");
    admin
        .post("/api/action/greet/dry-run", "{\"action\":\"noop\"}")
        .expectError(400, "omit the attribute");
    TestClient bob = api.newUser("bob");
    bob.post("/api/action/purge/dry-run", "{}").expectError(403, "administrators only");
    api.anonymous().post("/api/action/noop/dry-run", "{}").expectError(403, "credentials");
  }

  @Test
  void openApi_hasTheOperations() {
    JsonNode paths = admin.get("/api/openapi.json").json().path("paths");

    assertThat(paths.fieldNames())
        .toIterable()
        .contains(
            "/api/job/{uuid}/flow",
            "/api/job/{uuid}/flow/steps",
            "/api/job/{uuid}/graph",
            "/api/job/{uuid}/preview-cancel",
            "/api/job/{uuid}/rerun",
            "/api/job/{uuid}/revert",
            "/api/action/{name}/graph",
            "/api/action/{name}/hierarchy",
            "/api/action/{name}/dry-run");
    assertThat(paths.at("/~1api~1job~1{uuid}~1cancel/post").has("requestBody")).isTrue();
  }
}
