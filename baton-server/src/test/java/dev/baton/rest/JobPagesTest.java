// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.job.LogLine;
import dev.baton.testkit.backend.BackendTestSetup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Windows of a log, searches in a log, and child jobs. */
final class JobPagesTest {

  private final TestApi api = new TestApi();
  private final TestClient alice = api.newUser("alice");
  private final OpenApiSchemaCheck schemas = new OpenApiSchemaCheck(api);

  @AfterEach
  void close() {
    api.close();
  }

  private String post(String json) {
    return alice.post("/api/job", json).expect(201).id();
  }

  private String jobWithLines(int count) {
    String id = post("{\"action\":\"noop\"}");
    BoardSession session = api.backend.board().join("e", Duration.ofMinutes(5));
    Claim claim = session.claim(1, BackendTestSetup.everything()).getFirst();
    List<LogLine> lines =
        IntStream.rangeClosed(1, count)
            .mapToObj(
                i -> new LogLine(api.clock.now(), 1, i % 2 == 0 ? "stderr" : "stdout", "line " + i))
            .toList();
    api.backend.log().append(claim.job().id(), claim.token(), lines);
    return id;
  }

  private JsonNode lines(String id, String parameters) {
    JsonNode window = alice.get("/api/" + id + "/log-lines?" + parameters).expect(200).json();
    return schemas.fits("get", "/api/job/{uuid}/log-lines", window);
  }

  private static List<String> texts(JsonNode window) {
    return window.path("lines").findValuesAsText("text");
  }

  @Test
  void logLines_byPlaceAndFromTheEnd_areAWindow() {
    String id = jobWithLines(1000);
    JsonNode first = lines(id, "first=11&count=3");
    assertThat(texts(first)).containsExactly("line 11", "line 12", "line 13");
    assertThat(first.path("total").asInt()).isEqualTo(1000);
    assertThat(first.at("/lines/0/place").asInt()).isEqualTo(11);
    JsonNode last = lines(id, "last=2");
    assertThat(texts(last)).containsExactly("line 999", "line 1000");
    assertThat(last.at("/lines/0/place").asInt()).isEqualTo(999);
    long number = first.at("/lines/1/number").asLong();
    JsonNode around = lines(id, "around=" + number + "&count=5");
    assertThat(texts(around))
        .containsExactly("line 10", "line 11", "line 12", "line 13", "line 14");
    assertThat(around.path("first").asInt()).isEqualTo(10);
    JsonNode before = lines(id, "before=" + number + "&count=1");
    assertThat(texts(before)).containsExactly("line 11");
    assertThat(before.at("/lines/0/place").asInt()).isEqualTo(11);
    JsonNode one = lines(id, "around=" + number + "&count=1");
    assertThat(texts(one)).containsExactly("line 12");
    assertThat(one.at("/lines/0/place").asInt()).isEqualTo(12);
    assertThat(one.path("first").asInt()).isEqualTo(12);
    JsonNode end = lines(id, "around=" + last.at("/lines/1/number").asLong() + "&count=5");
    assertThat(texts(end)).hasSize(5).endsWith("line 999", "line 1000");
    assertThat(end.at("/lines/4/place").asInt()).isEqualTo(1000);
    assertThat(texts(lines(id, "around=0&count=2"))).containsExactly("line 1", "line 2");
    assertThat(texts(lines(id, "around=" + Long.MAX_VALUE + "&count=1")))
        .containsExactly("line 1000");
    assertThat(lines(id, "first=2000").path("lines")).isEmpty();
    alice.get("/api/" + id + "/log-lines?first=1&last=1").expectError(400, "one of them");
    alice.get("/api/" + id + "/log-lines?count=0").expectError(400, "from 1 to 5000");
  }

  @Test
  void logLines_atATime_areAroundTheFirstLineAtOrAfterIt() {
    String id = post("{\"action\":\"noop\"}");
    BoardSession session = api.backend.board().join("e", Duration.ofMinutes(5));
    Claim claim = session.claim(1, BackendTestSetup.everything()).getFirst();
    List<LogLine> lines =
        IntStream.rangeClosed(1, 100)
            .mapToObj(
                i -> new LogLine(api.clock.now().plusSeconds(10L * i), 1, "stdout", "line " + i))
            .toList();
    api.backend.log().append(claim.job().id(), claim.token(), lines);
    assertThat(texts(lines(id, "at=2026-01-31T12:05:00Z&count=3")))
        .containsExactly("line 29", "line 30", "line 31");
    assertThat(texts(lines(id, "at=2026-01-31T12:05:01Z&count=3")))
        .containsExactly("line 30", "line 31", "line 32");
    assertThat(texts(lines(id, "at=2026-01-30&count=2"))).containsExactly("line 1", "line 2");
    assertThat(texts(lines(id, "at=2026-02-02&count=3"))).endsWith("line 100");
    assertThat(lines(post("{\"action\":\"noop\"}"), "at=now").path("lines")).isEmpty();
    alice.get("/api/" + id + "/log-lines?at=yesterday").expectError(400, "yesterday");
  }

  @Test
  void logSearch_ofAnAtom_findsOnlyItsLines() {
    String id = post("{\"action\":\"noop\"}");
    BoardSession session = api.backend.board().join("e", Duration.ofMinutes(5));
    Claim claim = session.claim(1, BackendTestSetup.everything()).getFirst();
    List<LogLine> lines =
        List.of(
                "[boot] starts",
                "[boot_2] starts",
                "boot is a word",
                "boot failed: no disk",
                "boot_2 failed: no disk",
                "boot is being reverted")
            .stream()
            .map(text -> new LogLine(api.clock.now(), 1, "log", text))
            .toList();
    api.backend.log().append(claim.job().id(), claim.token(), lines);
    JsonNode found = alice.get("/api/" + id + "/log-search?atom=boot").expect(200).json();
    assertThat(texts(found))
        .containsExactly("[boot] starts", "boot failed: no disk", "boot is being reverted");
    assertThat(texts(alice.get("/api/" + id + "/log-search?atom=boot&text=disk").json()))
        .containsExactly("boot failed: no disk");
  }

  @Test
  void logSearch_ofAText_continuesAfterAPage() {
    String id = jobWithLines(1000);
    String path = "/api/" + id + "/log-search?text=LINE%201";
    JsonNode first =
        schemas.fits(
            "get", "/api/job/{uuid}/log-search", alice.get(path + "&limit=2").expect(200).json());
    assertThat(texts(first)).containsExactly("line 1", "line 10");
    assertThat(first.path("more").asBoolean()).isTrue();
    JsonNode rest =
        alice.get(path + "&limit=1000&after=" + first.path("last").asLong()).expect(200).json();
    assertThat(rest.path("lines").size()).isEqualTo(110);
    assertThat(rest.path("more").asBoolean()).isFalse();
    assertThat(texts(alice.get(path + "&case=true").expect(200).json())).isEmpty();
    assertThat(texts(alice.get(path + "&stream=stderr&limit=2").json()))
        .containsExactly("line 10", "line 12");
    alice.get("/api/" + id + "/log-search").expectError(400, "text");
  }

  @Test
  void children_ofAJob_areATreeWithCounts() {
    String root = post("{\"action\":\"noop\"}");
    String child =
        post(
            "{\"action\":\"greet\",\"payload\":{\"name\":\"x\"},\"parent-job\":\"%s\"}"
                .formatted(root));
    post("{\"action\":\"noop\",\"parent-job\":\"%s\"}".formatted(root));
    post("{\"action\":\"noop\",\"parent-job\":\"%s\"}".formatted(child));
    JsonNode tree =
        schemas.fits(
            "get",
            "/api/job/{uuid}/children",
            alice.get("/api/" + root + "/children?depth=1").expect(200).json());
    assertThat(tree.at("/children/count").asInt()).isEqualTo(2);
    assertThat(tree.at("/children/states/QUEUED").asInt()).isEqualTo(2);
    assertThat(childOf(tree, child).has("children")).isFalse();
    JsonNode deep = alice.get("/api/" + root + "/children").expect(200).json();
    assertThat(childOf(deep, child).at("/children/count").asInt()).isEqualTo(1);
    JsonNode limited = alice.get("/api/" + root + "/children?limit=1").expect(200).json();
    assertThat(limited.at("/children/more").asBoolean()).isTrue();
    assertThat(
            alice
                .get("/api/" + root + "/children?state=FAILED")
                .json()
                .at("/children/count")
                .asInt())
        .isZero();
    alice.get("/api/" + root + "/children?state=X").expectError(400, "QUEUED, RUNNING");
    api.newUser("bob").get("/api/" + root + "/children").expect(403);
  }

  @Test
  void children_ofALargeTree_areReadLevelByLevel() {
    String root = post("{\"action\":\"noop\"}");
    String withParent = "{\"action\":\"noop\",\"parent-job\":\"%s\"}";
    for (int i = 0; i < 150; i++) {
      String child = post(withParent.formatted(root));
      post(withParent.formatted(child));
    }
    JsonNode tree =
        schemas.fits(
            "get",
            "/api/job/{uuid}/children",
            alice.get("/api/" + root + "/children?depth=3&limit=200").expect(200).json());
    assertThat(tree.at("/children/jobs")).hasSize(150);
    List<JsonNode> grandchildren = new ArrayList<>();
    for (JsonNode child : tree.at("/children/jobs")) {
      assertThat(child.at("/children/count").asInt()).isEqualTo(1);
      grandchildren.add(child.at("/children/jobs/0/children"));
    }
    assertThat(grandchildren).filteredOn(each -> each.has("count")).hasSize(200 - 151);
    assertThat(grandchildren)
        .filteredOn(each -> !each.has("count"))
        .allMatch(each -> each.path("more").asBoolean() && each.path("jobs").isEmpty());
  }

  private static JsonNode childOf(JsonNode tree, String id) {
    return StreamSupport.stream(tree.at("/children/jobs").spliterator(), false)
        .filter(job -> job.path("id").asText().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
