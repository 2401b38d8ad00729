// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that unknown words of a search are ignored as at Nuvla, and rejected for strict clients.
 */
final class StrictSearchTest {

  private final TestApi api = new TestApi();
  private final TestClient admin = api.admin();

  @AfterEach
  void stop() {
    api.close();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "filter | sttate='FAILED' | a job has no attribute 'sttate'; did you mean 'state'?",
        "filter | a/b=1 or state='QUEUED' | a job has no attribute 'a/b'",
        "filter | state='FALED' | is never 'FALED'; did you mean 'FAILED'?",
        "filter | state=['QUEUED','DONE'] | is never 'DONE'",
        "filter | priority='high' | 'priority' is compared with 'high'; allowed: an integer",
        "filter | progress>'50' | 'progress' is compared with '50'; allowed: an integer",
        "filter | attempt=[1,'2'] | 'attempt' is compared with '2'; allowed: an integer",
        "filter | name=5 | 'name' is text and is compared with the number 5; put the value in"
            + " quotes",
        "filter | acl/owner='user/a' | a job has no attribute 'acl/owner'",
        "filter | status-message='x' | 'status-message' of a job is not searchable",
        "orderby | creatd:desc | orderby: a job has no attribute 'creatd'; did you mean 'created'?",
        "select | id,payloud | select: a job has no attribute 'payloud'; did you mean 'payload'?",
        "aggregation | term:state | no aggregation 'term'; did you mean 'terms'?",
        "aggregation | percentiles:priority | there is no aggregation 'percentiles'; allowed: avg",
        "aggregation | terms | 'terms' is not function:attribute",
        "aggregation | terms:stat | has no attribute 'stat'; did you mean 'state'?",
        "fliter | state='FAILED' | a search has no parameter 'fliter'; did you mean 'filter'?",
        "first | x | first is 'x'; expected a number",
        "first | 0 | first is 0 and last is 10000; allowed: 1 <= first <= last",
        "last | -1 | last is -1; allowed",
      })
  void search_strict_rejectsUnknownWords(String parameter, String value, String message) {
    String path = "/api/job?" + parameter + "=" + encoded(value);
    admin.get(path + "&strict=true").expectError(400, message);
    admin.form("PUT", "/api/job", parameter, value, "strict", "true").expectError(400, message);
    admin.get(path).expect(200);
    admin.get(path + "&strict=false").expect(200);
  }

  @Test
  void search_strict_takesEverythingThatExists() {
    admin.post("/api/job", "{\"action\":\"noop\"}").expect(201);
    assertThat(
            admin
                .get(
                    "/api/job?strict=true&first=1&last=10&select=id,state,operations"
                        + "&orderby=priority,created:desc,target-resource.href"
                        + "&aggregation=terms:state,max:priority&filter="
                        + encoded(
                            "state=['QUEUED','FAILED'] and result/a/b=null and fulltext!='x'"
                                + " and acl/owners!=null and created>'now-1h'"))
                .expect(200)
                .json()
                .path("count")
                .intValue())
        .isOne();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user",
        "credential",
        "session",
        "session-template",
        "action",
        "executor",
        "distribution"
      })
  void search_ofOtherCollections_knowsTheirAttributes(String collection) {
    admin.get("/api/" + collection + "?strict=true&orderby=id").expect(200);
    admin
        .get("/api/" + collection + "?strict=true&filter=" + encoded("nam='x'"))
        .expectError(400, "a resource of '" + collection + "' has no attribute 'nam'");
    for (var document : admin.get("/api/" + collection).expect(200).json().path("resources")) {
      document
          .fieldNames()
          .forEachRemaining(
              name -> admin.get("/api/" + collection + "?strict=true&select=" + name).expect(200));
      for (String path : paths(document, "").toList()) {
        admin.get("/api/" + collection + "?strict=true&orderby=" + path).expect(200);
      }
    }
  }

  /** The paths of all values in a document that a search can name. */
  private static Stream<String> paths(JsonNode value, String path) {
    return switch (value) {
      case ObjectNode object ->
          object.properties().stream()
              .filter(member -> member.getKey().matches("[a-z][a-zA-Z0-9-]*"))
              .flatMap(member ->
                  paths(member.getValue(), path + (path.isEmpty() ? "" : "/") + member.getKey()));
      case ArrayNode array ->
          StreamSupport.stream(array.spliterator(), false).flatMap(each -> paths(each, path));
      default -> Stream.of(path);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "executor, name/x",
    "distribution, schedule/cron",
    "user, name/first",
    "user, acl/owner",
    "user, acl/owners/x",
    "session, template/name",
    "credential, claims/role",
    "credential, operations/name",
    "session-template, method/x",
    "action, requires/x"
  })
  void search_ofOtherCollections_rejectsMembersThatNothingHas(String collection, String path) {
    String search = "/api/" + collection + "?";
    for (String part : List.of("orderby=" + path, "filter=" + encoded(path + "='1'"))) {
      admin
          .get(search + part + "&strict=true")
          .expectError(400, "a resource of '" + collection + "' has no attribute '" + path + "'");
      admin.get(search + part).expect(200);
    }
  }

  @Test
  void otherRequests_strict_rejectUnknownWordsToo() {
    String id = admin.post("/api/job", "{\"action\":\"noop\"}").expect(201).id();
    admin.get("/api/" + id + "?strict=true&select=stat").expectError(400, "did you mean 'state'?");
    admin.get("/api/events?strict=true&filter=" + encoded("nme='x'")).expectError(400, "'nme'");
    admin
        .with("bulk", "yes")
        .form("DELETE", "/api/job", "filter", "sttate='FAILED'", "strict", "true")
        .expectError(400, "did you mean 'state'?");
    admin.get("/api/job?strict=yes").expectError(400, "strict is 'yes'; allowed: true, false");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"first=99999999999", "last=99999999999", "last=10001", "last=-99999999999"})
  void window_thatNoSearchHas_is400(String window) {
    admin.get("/api/job?" + window).expect(400);
  }
}
