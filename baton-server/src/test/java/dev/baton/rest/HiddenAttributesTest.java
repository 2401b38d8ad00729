// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a user with only {@code view-meta} sees no other attribute of a job by any route. */
final class HiddenAttributesTest {

  private final TestApi api = new TestApi();
  private final TestClient alice = api.newUser("alice");
  private final TestClient reader = api.newUser("reader");
  private String job = "";

  @BeforeEach
  void post() {
    job =
        alice
            .post(
                "/api/job",
                """
                {"action": "greet", "name": "n", "priority": 7, "payload": {"name": "1234"},
                 "acl": {"owners": ["%s"], "view-meta": ["%s"]}}
                """
                    .formatted(id(alice), id(reader)))
            .expect(201)
            .id();
  }

  private static String id(TestClient user) {
    return user.get("/api/session").json().at("/resources/0/user").textValue();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void aggregation_ofAHiddenAttribute_hasNoBuckets() {
    JsonNode page =
        reader
            .get("/api/job?last=0&aggregation=terms:payload&filter=" + encoded("id='" + job + "'"))
            .expect(200)
            .json();
    assertThat(page.path("count").intValue()).isOne();
    assertThat(page.at("/aggregations/terms:payload/buckets")).isEmpty();
    assertThat(page.toString()).doesNotContain("1234");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"payload=='1234'", "payload!=null", "state='QUEUED'", "priority=7", "acl!=null"})
  void filter_onAHiddenAttribute_findsNothing(String filter) {
    String path = "/api/job?filter=" + encoded(filter);
    assertThat(reader.get(path).expect(200).json().path("count").intValue()).isZero();
    assertThat(alice.get(path).expect(200).json().path("count").intValue()).isOne();
  }

  @Test
  void select_ofAHiddenAttribute_showsOnlyTheId() {
    JsonNode one = reader.get("/api/" + job + "?select=payload,state,acl,name").expect(200).json();
    assertThat(one).isEqualTo(TestApi.json("{\"id\":\"%s\",\"name\":\"n\"}".formatted(job)));
    JsonNode page = reader.get("/api/job?select=payload,state").expect(200).json();
    assertThat(page.at("/resources/0")).isEqualTo(TestApi.json("{\"id\":\"%s\"}".formatted(job)));
  }

  @Test
  void dataOfAJob_isForbidden() {
    for (String path : new String[] {"why", "logs", "history", "events", "flow", "graph"}) {
      reader.get("/api/" + job + "/" + path).expectError(403, "invalid credentials");
    }
  }

  @Test
  void stream_ofAllEvents_leavesOutJobsOfWhichDataIsHidden() throws Exception {
    HttpResponse<InputStream> response =
        reader.with("Last-Event-ID", "0").stream("/api/events?filter=" + encoded("name='n'"));
    String own = reader.post("/api/job", "{\"action\":\"noop\",\"name\":\"n\"}").expect(201).id();
    try (InputStream body = response.body()) {
      StringBuilder seen = new StringBuilder();
      while (!seen.toString().contains(own)) {
        int next = body.read();
        assertThat(next).isNotNegative();
        seen.append((char) next);
      }
      assertThat(seen.toString()).doesNotContain(job);
    }
  }

  @Test
  void cancel_ofOneWhoMayOnlyManage_showsNoData() {
    String managed =
        alice
            .post(
                "/api/job",
                """
                {"action": "noop", "name": "n", "acl": {"owners": ["%s"], "manage": ["%s"]}}
                """
                    .formatted(id(alice), id(reader)))
            .expect(201)
            .id();
    JsonNode answer = reader.post("/api/" + managed + "/cancel").expect(200).json();
    assertThat(answer.fieldNames()).toIterable().isSubsetOf("id", "resource-type", "operations");
  }
}
