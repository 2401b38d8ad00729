// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Acl;
import dev.baton.access.AclJson;
import dev.baton.access.Right;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class JobResourceTest {

  private final TestApi api = new TestApi();
  private final TestClient admin = api.admin();

  @AfterEach
  void stop() {
    api.close();
  }

  private String post(String document) {
    return admin.post("/api/job", document).expect(201).id();
  }

  private JsonNode job(String id) {
    return admin.get("/api/" + id).expect(200).json();
  }

  private static List<String> names(JsonNode node) {
    return StreamSupport.stream(((Iterable<String>) node::fieldNames).spliterator(), false)
        .toList();
  }

  @Test
  void post_ofAJob_answersTheIdInBodyAndLocation() {
    TestResponse response =
        admin.post("/api/job", "{\"action\":\"noop\",\"target-resource\":{\"href\":\"job\"}}");
    response.expect(201);
    assertThat(response.id()).matches("job/[0-9a-f-]{36}");
    assertThat(response.header("Location")).isEqualTo(response.id());
    assertThat(response.json())
        .isEqualTo(
            TestApi.json(
                "{\"status\":201,\"message\":\"%s created\",\"resource-id\":\"%s\"}"
                    .formatted(response.id(), response.id())));
  }

  @Test
  void post_fillsInWhatTheServerSets() {
    JsonNode job =
        job(
            post(
                """
                {"action": "noop", "state": "SUCCESS", "id": "job/x", "created": "x",
                 "resource-type": "x", "operations": [], "target-resource": {"href": "job"}}
                """));
    assertThat(job.path("state").textValue()).isEqualTo("QUEUED");
    assertThat(job.path("progress").intValue()).isZero();
    assertThat(job.path("version").intValue()).isEqualTo(2);
    assertThat(job.path("execution-mode").textValue()).isEqualTo("push");
    assertThat(job.path("resource-type").textValue()).isEqualTo("job");
    assertThat(job.path("created").textValue()).isEqualTo("2026-01-31T12:00:00.000Z");
    assertThat(job.path("affected-resources")).isEqualTo(TestApi.json("[{\"href\":\"job\"}]"));
    assertThat(job.has("priority")).isFalse();
    assertThat(job.at("/acl/owners/0").textValue()).startsWith("user/");
    assertThat(job.at("/acl/edit-acl/0").textValue()).isEqualTo("group/nuvla-admin");
  }

  @Test
  void post_withoutTarget_hasNoAffectedResources() {
    assertThat(job(post("{\"action\":\"noop\"}")).has("affected-resources")).isFalse();
  }

  @Test
  void post_withPayloadAsObject_storesItsText() {
    String id = post("{\"action\":\"greet\",\"payload\":{\"name\":\"you\"}}");
    assertThat(job(id).path("payload").textValue()).isEqualTo("{\"name\":\"you\"}");
    String same = post("{\"action\":\"greet\",\"payload\":\"{\\\"name\\\":\\\"you\\\"}\"}");
    assertThat(job(same).path("payload").textValue()).isEqualTo("{\"name\":\"you\"}");
  }

  @Test
  void post_whenMalformed_is400AndSaysWhy() {
    admin.post("/api/job", "{\"action\":").expectError(400, "not JSON");
    admin.post("/api/job", "").expectError(400, "empty");
    admin.post("/api/job", "3").expectError(400, "JSON object");
    admin.post("/api/job", "{}").expectError(400, "'action'");
    admin.post("/api/job", "{\"action\":\"noop\",\"colour\":1}").expectError(400, "'colour'");
    admin.post("/api/job", "{\"action\":\"noop\",\"name\":null}").expectError(400, "name");
    admin.post("/api/job", "{\"action\":\"noop\",\"priority\":1000}").expectError(400, "1000");
    admin.post("/api/job", "{\"action\":\"nop\"}").expectError(400, "did you mean 'noop'?");
    admin
        .post("/api/job", "{\"action\":\"greet\",\"payload\":{\"name\":1}}")
        .expectError(400, "name");
    admin
        .post("/api/job", "{\"action\":\"noop\",\"acl\":{\"owners\":[]}}")
        .expectError(400, "owners");
    assertThat(admin.get("/api/job").json().path("count").intValue()).isZero();
  }

  @Test
  void post_whenAnonymous_is403() {
    api.anonymous()
        .post("/api/job", "{\"action\":\"noop\"}")
        .expectError(403, "credentials required");
  }

  @Test
  void post_ofAnAdministratorsAction_isForThem() {
    api.newUser("bob")
        .post("/api/job", "{\"action\":\"purge\"}")
        .expectError(403, "administrators only");
    post("{\"action\":\"purge\"}");
  }

  @Test
  void post_withAStatus_keepsWhatNuvlaKeeps() {
    String id =
        post(
            """
            {"action":"noop","state":"SUCCESS","progress":40,"status-message":"on its way",
             "return-code":3,"started":"2026-01-30T10:00:00.000Z","output":"so far",
             "nested-jobs":["job/0f21f6f9-6f1c-4a0e-9d3a-000000000001"],"duration":7,
             "attempt":9,"token":9,"owner":"me"}
            """);
    JsonNode job = admin.get("/api/" + id).expect(200).json();
    assertThat(job.path("state").textValue()).isEqualTo("QUEUED");
    assertThat(job.path("progress").intValue()).isEqualTo(40);
    assertThat(job.path("status-message").textValue()).isEqualTo("on its way");
    assertThat(job.path("time-of-status-change").isTextual()).isTrue();
    assertThat(job.path("return-code").intValue()).isEqualTo(3);
    assertThat(job.path("started").textValue()).isEqualTo("2026-01-30T10:00:00.000Z");
    assertThat(job.path("output").textValue()).isEqualTo("so far");
    assertThat(job.path("nested-jobs").get(0).textValue()).endsWith("000000000001");
    assertThat(job.path("attempt").asInt()).isZero();
    assertThat(job.has("owner")).isFalse();
    admin.post("/api/job", "{\"action\":\"noop\",\"progress\":101}").expectError(400, "0 to 100");
    admin
        .post("/api/job", "{\"action\":\"noop\",\"return-code\":-1}")
        .expectError(400, "0 or more");
  }

  @Test
  void post_ofWrongValues_namesTheirPlaces() {
    String job =
        "{\"action\":\"greet\",\"payload\":{\"times\":\"x\",\"other\":{}},\"priority\":%d}";
    assertThat(pointers(job.formatted(1)))
        .containsExactly("/payload/other", "/payload/name", "/payload/times");
    assertThat(pointers(job.formatted(5000))).containsExactly("/priority");
    assertThat(pointers("[{\"action\":\"noop\"}," + job.formatted(5000) + "]"))
        .containsExactly("/1/priority");
    String list = "[{\"action\":\"noop\"}," + job.formatted(1) + "]";
    assertThat(pointers(list))
        .containsExactly("/1/payload/other", "/1/payload/name", "/1/payload/times");
    admin.post("/api/job", list).expectError(400, "job 2 of the list: ");
    assertThat(pointers("[" + job.formatted(1) + "]")).contains("/0/payload/name");
    assertThat(pointers("{\"action\":\"noop\",\"timeout\":\"PT0S\"}")).containsExactly("/timeout");
    assertThat(pointers("{\"action\":\"noop\",\"max-attempts\":0}"))
        .containsExactly("/max-attempts");
    assertThat(pointers("{\"action\":\"noop\",\"tags\":7}")).containsExactly("/tags");
    assertThat(pointers("{\"action\":\"noop\",\"colour\":1}")).containsExactly("/colour");
    assertThat(pointers("{\"action\":\"unknown\"}")).isEmpty();
    String noop = "{\"action\":\"noop\",%s}";
    assertThat(pointers(noop.formatted("\"labels\":{\"a/b\":1}"))).containsExactly("/labels/a~1b");
    assertThat(pointers(noop.formatted("\"backoff\":{\"initial\":1}")))
        .containsExactly("/backoff/initial");
    assertThat(pointers(noop.formatted("\"backoff\":{\"colour\":1}")))
        .containsExactly("/backoff/colour");
    assertThat(pointers(noop.formatted("\"not-before\":\"soon\""))).containsExactly("/not-before");
    assertThat(pointers(noop.formatted("\"execution-mode\":\"fast\"")))
        .containsExactly("/execution-mode");
    assertThat(pointers(noop.formatted("\"name\":\"a\\u0007b\""))).containsExactly("/name");
    assertThat(pointers("{\"action\":\"greet\",\"payload\":{\"a.b[0]/c\":1,\"name\":\"x\"}}"))
        .containsExactly("/payload/a.b[0]~1c");
  }

  @Test
  void post_ofAnUnknownLongName_isNotSentBack() {
    String name = "n".repeat(100_000);
    TestResponse refused = admin.post("/api/job", "{\"action\":\"noop\",\"" + name + "\":1}");
    assertThat(refused.expect(400).body()).hasSizeLessThan(5_000);
  }

  private List<String> pointers(String body) {
    JsonNode fields = admin.post("/api/job", body).expect(400).json().path("fields");
    return fields.findValuesAsText("pointer");
  }

  @Test
  void post_ofAList_isOneTransaction() {
    TestResponse all =
        admin
            .post("/api/job", "[{\"action\":\"noop\"},{\"action\":\"noop\",\"unique-key\":\"k\"}]")
            .expect(201);
    assertThat(all.json().path("message").textValue()).isEqualTo("2 jobs created");
    assertThat(all.json().path("resources").findValues("created"))
        .extracting(JsonNode::booleanValue)
        .containsExactly(true, true);
    admin
        .post("/api/job", "[{\"action\":\"noop\"},{\"action\":\"unknown\"}]")
        .expectError(400, "unknown");
    admin
        .post("/api/job", "[{\"action\":\"noop\"},{\"colour\":1}]")
        .expectError(400, "job 2 of the list");
    admin.post("/api/job", "[]").expectError(400, "0 jobs");
    assertThat(admin.get("/api/job").json().path("count").intValue()).isEqualTo(2);
  }

  @Test
  void post_withUniqueKeyThatIsThere_answersThatJob() {
    String first = post("{\"action\":\"noop\",\"unique-key\":\"k\"}");
    TestResponse second =
        admin.post("/api/job", "{\"action\":\"noop\",\"unique-key\":\"k\"}").expect(200);
    assertThat(second.id()).isEqualTo(first);
    assertThat(second.json().path("message").textValue())
        .isEqualTo(first + " already holds unique-key 'k'; no job was posted");
    JsonNode bulk =
        admin.post("/api/job", "[{\"action\":\"noop\",\"unique-key\":\"k\"}]").expect(201).json();
    assertThat(bulk.path("message").textValue()).isEqualTo("0 jobs created");
    assertThat(bulk.at("/resources/0/created").booleanValue()).isFalse();
  }

  @Test
  void labels_arePostedEditedFoundAndChecked() {
    String id = post("{\"action\":\"noop\",\"labels\":{\"team\":\"a\",\"a.b/c\":\"x y\"}}");
    JsonNode edited = admin.put("/api/" + id, "{\"labels\":{\"team\":\"b\"}}").expect(200).json();
    assertThat(edited.path("labels").toString()).isEqualTo("{\"team\":\"b\"}");
    assertThat(
            admin
                .get("/api/job?strict=true&filter=labels/team='b'")
                .json()
                .path("count")
                .intValue())
        .isOne();
    admin.get("/api/job?strict=true&filter=labels/team/x='b'").expectError(400, "labels/team/x");
    admin.put("/api/" + id + "?select=labels", "{}").expect(200);
    assertThat(admin.get("/api/" + id).json().has("labels")).isFalse();
    Map.of(
            "{\"-x\":\"a\"}", "labels has the key '-x'; allowed: up to 63 letters",
            "{\"x\":\" \"}", "labels/x is ' '; expected a text that is not blank, of up to 63",
            "{\"x\":1}", "labels: 'x' is 1; expected a text",
            "{\"x\":\"a\\nb\"}", "attribute 'labels' has the character",
            "[]", "labels is []; expected an object")
        .forEach((labels, message) ->
            admin
                .post("/api/job", "{\"action\":\"noop\",\"labels\":" + labels + "}")
                .expectError(400, message));
  }

  @Test
  void get_ofUnknownJob_is404() {
    TestResponse response = admin.get("/api/job/no-such");
    response.expectError(404, "job/no-such not found");
    assertThat(response.json().path("resource-id").textValue()).isEqualTo("job/no-such");
    admin.get("/api/job/NOT_AN_ID").expectError(404, "not found");
  }

  @Test
  void get_withSelect_showsIdAndTheseOnly() {
    String id = post("{\"action\":\"noop\"}");
    assertThat(names(admin.get("/api/" + id + "?select=state,%20progress").json()))
        .containsExactlyInAnyOrder("id", "state", "progress");
    assertThat(names(admin.get("/api/" + id + "?select=operations").json()))
        .containsExactlyInAnyOrder("id", "operations");
  }

  @Test
  void edit_replacesWhatIsGivenAndAnswersTheWholeJob() {
    String id = post("{\"action\":\"noop\",\"name\":\"a\",\"description\":\"b\"}");
    api.clock.advance(Duration.ofSeconds(5));
    JsonNode edited =
        admin.put("/api/" + id + "?select=description", "{\"name\":\"x\"}").expect(200).json();
    assertThat(edited.path("name").textValue()).isEqualTo("x");
    assertThat(edited.has("description")).isFalse();
    assertThat(edited.has("operations")).isFalse();
    assertThat(edited.path("updated").textValue()).isEqualTo("2026-01-31T12:00:05.000Z");
    assertThat(edited.path("updated-by").textValue()).startsWith("user/");
    admin.put("/api/" + id, "{\"name\":null}").expectError(400, "'name' is null");
    admin.put("/api/" + id, "{\"colour\":1}").expectError(400, "'colour'");
    admin.put("/api/" + id, "{\"return-code\":-1}").expectError(400, "return-code");
  }

  @Test
  void edit_asTheEngineDoes_runsAndEndsTheJob() {
    String id = post("{\"action\":\"noop\"}");
    JsonNode running = admin.put("/api/" + id, "{\"state\":\"RUNNING\"}").expect(200).json();
    assertThat(running.path("started").textValue()).isEqualTo("2026-01-31T12:00:00.000Z");
    api.clock.advance(Duration.ofSeconds(3));
    JsonNode messaged =
        admin.put("/api/" + id, "{\"status-message\":\"half\",\"progress\":50}").json();
    assertThat(messaged.path("time-of-status-change").textValue())
        .isEqualTo("2026-01-31T12:00:03.000Z");
    JsonNode done =
        admin.put("/api/" + id, "{\"state\":\"SUCCESS\",\"return-code\":0}").expect(200).json();
    assertThat(done.path("progress").intValue()).isEqualTo(100);
    assertThat(done.path("duration").intValue()).isEqualTo(3);
    assertThat(done.path("return-code").intValue()).isZero();
    admin
        .put("/api/" + id, "{\"name\":\"late\"}")
        .expectError(409, "edit is not allowed in final state");
  }

  @Test
  void edit_ofWhatTheServerSets_isIgnored() {
    String id = post("{\"action\":\"noop\"}");
    JsonNode edited =
        admin
            .put(
                "/api/" + id, "{\"id\":\"job/other\",\"token\":99,\"attempt\":7,\"created\":\"x\"}")
            .expect(200)
            .json();
    assertThat(edited.path("id").textValue()).isEqualTo(id);
    assertThat(edited.path("token").intValue()).isZero();
    assertThat(edited.path("attempt").intValue()).isZero();
  }

  @Test
  void delete_thenAgain_is404() {
    String id = post("{\"action\":\"noop\"}");
    assertThat(admin.delete("/api/" + id).expect(200).json())
        .isEqualTo(
            TestApi.json(
                "{\"status\":200,\"message\":\"%s deleted\",\"resource-id\":\"%s\"}"
                    .formatted(id, id)));
    admin.delete("/api/" + id).expectError(404, id + " not found");
  }

  @Test
  void rights_decideWhatAUserSeesAndDoes() {
    TestClient bob = api.newUser("bob");
    String user = bob.get("/api/user").json().at("/resources/0/id").textValue();
    String hidden = post("{\"action\":\"noop\"}");
    bob.get("/api/" + hidden)
        .expectError(
            403, "invalid credentials for '" + hidden + "': the right 'view-meta' is missing");
    bob.put("/api/" + hidden, "{}").expectError(403, "invalid credentials");
    bob.delete("/api/" + hidden).expectError(403, "invalid credentials");
    bob.post("/api/" + hidden + "/cancel").expectError(403, "invalid credentials");

    String meta = post(withAcl(Right.VIEW_META, user));
    assertThat(names(bob.get("/api/" + meta).expect(200).json()))
        .containsExactlyInAnyOrder("id", "resource-type", "created", "updated", "name");
    bob.get("/api/" + meta + "/logs").expectError(403, "invalid credentials");

    String data = post(withAcl(Right.EDIT_DATA, user));
    JsonNode seen = bob.get("/api/" + data).expect(200).json();
    assertThat(seen.has("action")).isTrue();
    assertThat(seen.has("acl")).isFalse();
    JsonNode edited =
        bob.put("/api/" + data, "{\"progress\":9,\"acl\":{\"owners\":[\"user/x\"]}}")
            .expect(200)
            .json();
    assertThat(edited.path("progress").intValue()).isEqualTo(9);
    assertThat(job(data).at("/acl/owners/0").textValue()).isEqualTo("group/nuvla-admin");

    assertThat(bob.get("/api/job").json().path("count").intValue()).isEqualTo(2);
  }

  private static String withAcl(Right right, String principal) {
    ObjectNode document = JsonNodes.object().put("action", "noop").put("name", "n");
    document.set("acl", AclJson.write(Acl.ownedBy("group/nuvla-admin").with(right, principal)));
    return document.toString();
  }

  @Test
  void search_showsTheCollectionAsNuvlaDoes() {
    for (int i = 0; i < 3; i++) {
      post("{\"action\":\"noop\",\"name\":\"n" + i + "\"}");
    }
    JsonNode count = admin.form("PUT", "/api/job", "last", "0").expect(200).json();
    assertThat(count.path("id").textValue()).isEqualTo("job");
    assertThat(count.path("resource-type").textValue()).isEqualTo("job-collection");
    assertThat(count.path("count").intValue()).isEqualTo(3);
    assertThat(count.path("resources")).isEmpty();
    assertThat(count.path("operations").findValuesAsText("rel"))
        .containsExactly("add", "bulk-delete");
    JsonNode page =
        admin
            .form(
                "PUT",
                "/api/job",
                "filter",
                "state=['QUEUED']and name!='n1'",
                "select",
                "name",
                "orderby",
                "name:desc",
                "first",
                "1",
                "last",
                "1",
                "aggregation",
                "terms:state")
            .expect(200)
            .json();
    assertThat(page.path("count").intValue()).isEqualTo(2);
    assertThat(page.path("resources")).hasSize(1);
    assertThat(names(page.at("/resources/0"))).containsExactlyInAnyOrder("id", "name");
    assertThat(page.at("/resources/0/name").textValue()).isEqualTo("n2");
    assertThat(page.at("/aggregations/terms:state/buckets/0"))
        .isEqualTo(TestApi.json("{\"key\":\"QUEUED\",\"doc_count\":2}"));
    assertThat(admin.get("/api/job?first=2&last=1").json().path("resources")).isEmpty();
    assertThat(admin.get("/api/job?first=x&last=y").json().path("resources")).hasSize(3);
    assertThat(admin.get("/api/job?filter=name='n1'&filter=state='QUEUED'").json().path("count"))
        .isEqualTo(TestApi.json("1"));
  }

  @Test
  void search_ordersAndAggregatesByLabelsWhoseKeyNeedsQuotes() {
    String b = post("{\"action\":\"noop\",\"labels\":{\"example.com/team\":\"b\"}}");
    String a = post("{\"action\":\"noop\",\"labels\":{\"example.com/team\":\"a\"}}");
    String terms = "terms:labels/'example.com/team'";
    for (String order : List.of("labels/'example.com/team'", "labels.\"example.com/team\":asc")) {
      JsonNode page =
          admin
              .form("PUT", "/api/job", "strict", "true", "orderby", order, "aggregation", terms)
              .expect(200)
              .json();
      assertThat(page.path("resources").findValuesAsText("id")).containsExactly(a, b);
      assertThat(page.path("aggregations").path(terms).path("buckets").findValuesAsText("key"))
          .containsExactlyInAnyOrder("a", "b");
    }
    for (String order : List.of("labels/'a", "labels/''", "labels/", "/a", "labels/'a'b")) {
      admin
          .form("PUT", "/api/job", "orderby", order)
          .expectError(400, "'" + order + "' does not name an attribute");
      admin
          .form("PUT", "/api/job", "aggregation", "terms:" + order, "strict", "true")
          .expectError(400, "aggregation 'terms:" + order + "' is not function:attribute");
    }
  }

  @Test
  void search_withMaxCount_countsNoFurther() {
    post("{\"action\":\"noop\"}");
    post("{\"action\":\"noop\"}");
    JsonNode bounded = admin.get("/api/job?last=1&max-count=1&strict=true").expect(200).json();
    assertThat(bounded.path("count").intValue()).isEqualTo(1);
    assertThat(bounded.path("more").booleanValue()).isTrue();
    JsonNode all = admin.get("/api/job?last=1&max-count=2").expect(200).json();
    assertThat(all.path("count").intValue()).isEqualTo(2);
    assertThat(all.has("more")).isFalse();
    JsonNode exact = admin.get("/api/job?last=1").expect(200).json();
    assertThat(exact.path("count").intValue()).isEqualTo(2);
    assertThat(exact.has("more")).isFalse();
    admin.get("/api/job?max-count=x").expectError(400, "parameter 'max-count' is 'x'");
  }

  @Test
  void search_whenWrong_is400() {
    admin.get("/api/job?filter=a=b").expectError(400, "Invalid CIMI filter");
    admin.get("/api/job?last=10001").expectError(400, "10001");
    api.anonymous().get("/api/job").expectError(403, "credentials required");
  }

  @Test
  void bulkDelete_checksHeaderFilterAndRightInThisOrder() {
    TestClient bob = api.newUser("bob");
    bob.delete("/api/job").expectError(400, "Bulk request should contain bulk http header.");
    TestClient bulk = bob.with("bulk", "yes");
    bulk.delete("/api/job")
        .expectError(400, "Bulk request should contain a non empty cimi filter.");
    bulk.form("DELETE", "/api/job", "filter", "state='QUEUED'").expectError(403, "credentials");
    post("{\"action\":\"noop\"}");
    post("{\"action\":\"noop\",\"name\":\"stays\"}");
    JsonNode answer =
        admin
            .with("bulk", "yes")
            .form("DELETE", "/api/job", "filter", "name!='stays'")
            .expect(200)
            .json();
    assertThat(answer.path("timed_out").booleanValue()).isFalse();
    assertThat(answer.path("deleted").intValue()).isEqualTo(1);
    assertThat(admin.get("/api/job").json().path("count").intValue()).isEqualTo(1);
  }
}
