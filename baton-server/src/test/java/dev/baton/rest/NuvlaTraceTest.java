// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.server.AddressRanges;
import dev.baton.server.ServerOptions;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Replays the requests that Nuvla's own client and executor send for one job (docs/spec/nuvla.md
 * §15).
 */
final class NuvlaTraceTest {

  private final TestApi api =
      new TestApi(
          ServerOptions.at("127.0.0.1", 0)
              .trusting(AddressRanges.NONE, AddressRanges.parse(List.of("127.0.0.1", "::1"))));
  private final TestClient client =
      api.anonymous()
          .header(
              "nuvla-authn-info", "internal group/nuvla-admin group/nuvla-admin group/nuvla-user")
          .header("Accept", "application/json")
          .header("Accept-Encoding", "identity");

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void traceOfOneJob_isAnsweredAsByNuvla() {
    JsonNode empty = client.form("PUT", "/api/job", "last", "0").expect(200).json();
    assertThat(empty.path("id").textValue()).isEqualTo("job");
    assertThat(empty.path("resources")).isEmpty();

    String id = add();
    execute(id);
    lookAt(id);
    bulk();
    remove(id);
  }

  private String add() {
    TestResponse added =
        client
            .post(
                "/api/job",
                """
                {"action": "noop", "target-resource": {"href": "job"},
                 "acl": {"owners": ["group/nuvla-admin"]}}
                """)
            .expect(201);
    assertThat(added.header("Location")).isEqualTo(added.id());
    return added.id();
  }

  private void execute(String id) {
    JsonNode job = client.get("/api/" + id).expect(200).json();
    assertThat(job.path("state").textValue()).isEqualTo("QUEUED");
    assertThat(job.path("created-by").textValue()).isEqualTo("internal");
    assertThat(job.path("operations").findValuesAsText("rel"))
        .contains("edit", "delete", "cancel", "get-context");
    JsonNode running = client.put("/api/" + id, "{\"state\": \"RUNNING\"}").expect(200).json();
    assertThat(running.path("state").textValue()).isEqualTo("RUNNING");
    JsonNode done =
        client.put("/api/" + id, "{\"state\": \"SUCCESS\", \"return-code\": 0}").expect(200).json();
    assertThat(done.path("state").textValue()).isEqualTo("SUCCESS");
    assertThat(done.path("progress").intValue()).isEqualTo(100);
  }

  private void lookAt(String id) {
    JsonNode found =
        client
            .send(
                "PUT",
                "/api/job",
                "application/x-www-form-urlencoded",
                BodyPublishers.ofString(
                    "filter=state%3D%27SUCCESS%27&select=id&select=state"
                        + "&orderby=created%3Adesc&first=1&last=2&aggregation=terms%3Astate"))
            .expect(200)
            .json();
    assertThat(found.path("resources"))
        .isEqualTo(TestApi.json("[{\"id\":\"%s\",\"state\":\"SUCCESS\"}]".formatted(id)));
    assertThat(found.at("/aggregations/terms:state"))
        .isEqualTo(
            TestApi.json(
                "{\"doc_count_error_upper_bound\":0,\"sum_other_doc_count\":0,"
                    + "\"buckets\":[{\"key\":\"SUCCESS\",\"doc_count\":1}]}"));
    assertThat(client.post("/api/" + id + "/get-context").expect(200).body()).isEqualTo("{}");
    client
        .put("/api/" + id + "?select=description", "{\"name\": \"x\"}")
        .expectError(409, "edit is not allowed in final state");
  }

  private void bulk() {
    JsonNode deleted =
        client
            .with("bulk", "yes")
            .form("DELETE", "/api/job", "filter", "state='FAILED'")
            .expect(200)
            .json();
    assertThat(deleted.path("deleted").intValue()).isZero();
    client
        .with("bulk", "yes")
        .send(
            "PATCH",
            "/api/job/bulk-update",
            "application/json",
            BodyPublishers.ofString("{\"x\": 1, \"filter\": \"state='FAILED'\"}"))
        .expectError(404, "undefined action");
    JsonNode sessions =
        client.send("PUT", "/api/session", null, BodyPublishers.noBody()).expect(200).json();
    assertThat(sessions.path("count").intValue()).isZero();
  }

  private void remove(String id) {
    client.get("/api/" + id).expect(200);
    assertThat(client.delete("/api/" + id).expect(200).body()).isNotEmpty();
    client.get("/api/" + id).expectError(404, id + " not found");
  }

  @Test
  void header_givesTheClaimsThatNuvlaReadsInIt() {
    TestClient user = api.anonymous().header("nuvla-authn-info", "internal group/nuvla-admin");
    user.get("/api/job").expectError(403, "credentials required");
    api.anonymous().header("nuvla-authn-info", "group/nuvla-admin").get("/api/job").expect(200);
  }

  @Test
  void header_whenNotTrusted_isIgnored() {
    try (TestApi strict = new TestApi()) {
      strict
          .anonymous()
          .header("nuvla-authn-info", "group/nuvla-admin")
          .get("/api/job")
          .expectError(403, "credentials required");
    }
  }
}
