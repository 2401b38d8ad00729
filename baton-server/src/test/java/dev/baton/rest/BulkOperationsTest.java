// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.testkit.job.AdmitEverything;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests operations on all jobs that a filter selects. */
final class BulkOperationsTest {

  private final TestApi api = new TestApi();
  private TestClient admin;

  @BeforeEach
  void setUp() {
    admin = api.admin().with("bulk", "yes");
  }

  @AfterEach
  void tearDown() {
    api.close();
  }

  @Test
  void request_withoutHeaderOrFilter_isRefused() {
    api.admin()
        .patch("/api/job/bulk-cancel", "{\"filter\":\"name='a'\"}")
        .expectError(400, "Bulk request should contain bulk http header.");
    admin
        .patch("/api/job/bulk-cancel", "{}")
        .expectError(400, "Bulk request should contain a non empty cimi filter.");
    api.anonymous()
        .with("bulk", "yes")
        .patch("/api/job/bulk-cancel", "{\"filter\":\"name='a'\"}")
        .expectError(403, "credentials required");
  }

  @Test
  void unknownOperation_is404AndNamesTheKnownOnes() {
    admin
        .patch("/api/job/bulk-update", "{\"filter\":\"name='a'\"}")
        .expectError(404, "bulk-cancel, bulk-retry, bulk-delete, bulk-priority");
  }

  @Test
  void malformedBody_is400AndChangesNothing() {
    String id = post(admin, "a");
    for (String body :
        List.of(
            "{\"filter\":\"name='\"}",
            "{\"filter\":\"name='a'\",\"max\":0}",
            "{\"filter\":\"name='a'\",\"max\":\"1\"}",
            "{\"filter\":\"name='a'\",\"states\":[\"SUCCESS\"]}",
            "{\"filter\":\"name='a'\",\"states\":[]}",
            "{\"filter\":\"name='a'\",\"states\":\"QUEUED\"}",
            "{\"filter\":\"name='a'\",\"priority\":1}",
            "{\"filter\":\"name='a'\",\"revert\":1}",
            "{\"filter\":\"name='a'\",\"dry\":true}",
            "{\"filter\":\"nmae!='b'\"}",
            "{\"filter\":\"state!='SUCESS'\"}",
            "[]")) {
      admin.patch("/api/job/bulk-cancel", body).expect(400);
    }
    admin.patch("/api/job/bulk-priority", "{\"filter\":\"name='a'\"}").expect(400);
    assertThat(state(id)).isEqualTo("QUEUED");
  }

  @Test
  void dryRun_countsByStateAndChangesNothing() {
    String id = post(admin, "a");
    post(admin, "b");

    JsonNode answer =
        change("cancel", "{\"filter\":\"name='a'\",\"dry-run\":true}").expect(200).json();

    assertThat(answer.path("message").textValue()).isEqualTo("would cancel 1 job");
    assertThat(answer.path("dry-run").booleanValue()).isTrue();
    assertThat(answer.path("matched").intValue()).isEqualTo(1);
    assertThat(answer.path("states")).isEqualTo(TestApi.json("{\"QUEUED\":1}"));
    assertThat(answer.at("/first/0").textValue()).isEqualTo(id);
    assertThat(state(id)).isEqualTo("QUEUED");
  }

  @Test
  void cancel_endsWhatMatches_andCounts() {
    String a = post(admin, "a");
    String other = post(admin, "a");
    String b = post(admin, "b");

    JsonNode answer = change("cancel", "{\"filter\":\"name='a'\"}").expect(200).json();

    assertThat(answer.at("/result/success_count").intValue()).isEqualTo(2);
    assertThat(List.of(state(a), state(other), state(b)))
        .containsExactly("CANCELED", "CANCELED", "QUEUED");
  }

  @Test
  void retry_postsFinalJobsAgain_andNotItsOwnCopies() {
    String a = post(admin, "a");
    admin.post("/api/" + a + "/cancel", "{}").expect(200);
    api.clock.advance(Duration.ofSeconds(1));

    JsonNode answer = change("retry", "{\"filter\":\"name='a'\"}").expect(200).json();

    String copy = answer.at("/result/success/0").textValue();
    assertThat(copy).isNotEqualTo(a);
    assertThat(state(copy)).isEqualTo("QUEUED");
    assertThat(count("name='a'")).isEqualTo(2);
  }

  @Test
  void delete_removesFinalJobsOnly_unlessStatesSaySo() {
    String a = post(admin, "a");
    String waits = post(admin, "a");
    admin.post("/api/" + a + "/cancel", "{}").expect(200);

    change("delete", "{\"filter\":\"name='a'\"}").expect(200);
    admin.get("/api/" + a).expect(404);
    assertThat(state(waits)).isEqualTo("QUEUED");

    change("delete", "{\"filter\":\"name='a'\",\"states\":[\"QUEUED\"]}").expect(200);
    admin.get("/api/" + waits).expect(404);
  }

  @Test
  void delete_leavesAJobWhoseExecutorHasNotStoppedIt_andSaysSo() {
    String id =
        admin
            .post("/api/job", "{\"action\":\"noop\",\"name\":\"a\",\"unique-key\":\"k\"}")
            .json()
            .path("resource-id")
            .textValue();
    BoardSession session = api.backend.board().join("e1", Duration.ofMinutes(5));
    Claim claim = session.claim(1, new AdmitEverything()).getFirst();
    admin.post("/api/" + id + "/cancel", "{}").expect(200);

    admin.delete("/api/" + id).expectError(409, "until executor 'e1' has stopped it");
    JsonNode result =
        change("delete", "{\"filter\":\"name='a'\"}").expect(200).json().path("result");
    assertThat(result.path("success_count").intValue()).isZero();
    assertThat(result.path("skipped_count").intValue()).isEqualTo(1);
    assertThat(result.toString()).contains("Holds a unique key until its executor has stopped it");

    session.consume(claim);
    change("delete", "{\"filter\":\"name='a'\"}").expect(200);
    admin.get("/api/" + id).expect(404);
  }

  @Test
  void priority_isSet() {
    String a = post(admin, "a");

    change("priority", "{\"filter\":\"name='a'\",\"priority\":7}").expect(200);

    assertThat(admin.get("/api/" + a).json().path("priority").intValue()).isEqualTo(7);
  }

  @Test
  void moreThanMax_isRefusedAndChangesNothing() {
    List<String> ids = List.of(post(admin, "a"), post(admin, "a"), post(admin, "a"));

    change("cancel", "{\"filter\":\"name='a'\",\"max\":2}")
        .expectError(
            400, "the filter matches at least 3 jobs, more than max 2; nothing was changed");

    assertThat(ids).allMatch(id -> state(id).equals("QUEUED"));
  }

  @Test
  void rights_areThoseOfTheCaller_forEachJob() {
    TestClient bob = api.newUser("bob").with("bulk", "yes");
    String own = post(bob, "a");
    String mine = post(admin, "a");
    String readable =
        admin
            .post(
                "/api/job",
                "{\"action\":\"noop\",\"name\":\"a\",\"acl\":{\"owners\":[\"group/nuvla-admin\"],"
                    + "\"view-data\":[\"group/nuvla-user\"]}}")
            .expect(201)
            .json()
            .path("resource-id")
            .textValue();

    for (String operation : List.of("cancel", "retry", "delete", "priority")) {
      String states =
          operation.equals("priority") || operation.equals("cancel")
              ? ""
              : ",\"states\":[\"QUEUED\"]";
      String more = operation.equals("priority") ? ",\"priority\":3" : "";
      JsonNode answer =
          bob.patch(
                  "/api/job/bulk-" + operation,
                  "{\"filter\":\"name='a'\",\"dry-run\":true" + states + more + "}")
              .expect(200)
              .json();
      assertThat(answer.path("matched").intValue()).as(operation).isEqualTo(1);
      assertThat(answer.at("/first/0").textValue()).as(operation).isEqualTo(own);
    }
    bob.patch("/api/job/bulk-cancel", "{\"filter\":\"name='a'\"}").expect(200);
    assertThat(List.of(state(own), state(mine), state(readable)))
        .containsExactly("CANCELED", "QUEUED", "QUEUED");
  }

  @Test
  void rightToManage_isEnoughToCancel_withoutTheRightToSeeTheList() {
    TestClient bob = api.newUser("bob").with("bulk", "yes");
    String granted =
        admin
            .post(
                "/api/job",
                "{\"action\":\"noop\",\"name\":\"a\",\"acl\":{\"owners\":[\"group/nuvla-admin\"],"
                    + "\"view-data\":[\"group/nuvla-user\"],\"manage\":[\"group/nuvla-user\"]}}")
            .expect(201)
            .json()
            .path("resource-id")
            .textValue();

    bob.patch("/api/job/bulk-delete", "{\"filter\":\"name='a'\",\"states\":[\"QUEUED\"]}")
        .expect(200);
    assertThat(state(granted)).isEqualTo("QUEUED");
    JsonNode answer =
        bob.patch("/api/job/bulk-cancel", "{\"filter\":\"name='a'\"}").expect(200).json();

    assertThat(answer.path("matched").intValue()).isEqualTo(1);
    assertThat(state(granted)).isEqualTo("CANCELED");
  }

  @Test
  void openApi_hasSchemasOfBodyAndAnswer() {
    JsonNode paths = admin.get("/api/openapi.json").expect(200).json().path("paths");
    for (String operation : List.of("cancel", "retry", "delete", "priority")) {
      JsonNode patch = paths.path("/api/job/bulk-" + operation).path("patch");
      JsonNode body = patch.at("/requestBody/content/application~1json/schema");
      assertThat(names(body.path("properties"))).contains("filter", "states", "max", "dry-run");
      JsonNode answer = patch.at("/responses/2XX/content/application~1json/schema");
      assertThat(names(answer.path("properties"))).contains("matched", "states", "result");
    }
  }

  private TestResponse change(String operation, String body) {
    return admin.patch("/api/job/bulk-" + operation, body);
  }

  private static String post(TestClient client, String name) {
    return client
        .post("/api/job", "{\"action\":\"noop\",\"name\":\"" + name + "\"}")
        .expect(201)
        .json()
        .path("resource-id")
        .textValue();
  }

  private String state(String id) {
    return admin.get("/api/" + id).expect(200).json().path("state").textValue();
  }

  private int count(String filter) {
    return admin.form("PUT", "/api/job", "filter", filter).json().path("count").intValue();
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
