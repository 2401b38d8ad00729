// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.board.Admission;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.LogLine;
import dev.baton.job.RunWrite;
import dev.baton.server.ServerLimits;
import dev.baton.server.ServerOptions;
import dev.baton.testkit.job.AdmitEverything;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests events and logs, as pages and as streams. */
final class EventAndLogStreamsTest {

  private static final Admission ALL = new AdmitEverything();

  private final TestApi api =
      new TestApi(
          ServerOptions.at("127.0.0.1", 0)
              .withLimits(ServerLimits.DEFAULT.withStreams(3, 2, Duration.ofSeconds(30))));
  private final TestClient admin = api.admin();
  private final BoardSession boardSession =
      api.backend.board().join("runner", Duration.ofMinutes(1));

  @AfterEach
  void stop() {
    api.close();
  }

  private String post(TestClient client) {
    return client.post("/api/job", "{\"action\":\"noop\"}").expect(201).id();
  }

  private Claim claim() {
    return boardSession.claim(1, ALL).getFirst();
  }

  private void log(Claim claim, String text) {
    LogLine line = new LogLine(api.clock.now(), 1, "stdout", text);
    api.backend.log().append(claim.job().id(), claim.token(), List.of(line));
  }

  private void end(Claim claim) {
    JobId id = claim.job().id();
    api.backend
        .jobs()
        .write(new RunWrite.End(id, claim.token(), JobState.SUCCESS, 0, null, null, null));
    boardSession.consume(claim);
  }

  private static List<String> rest(EventStreamReader events) throws Exception {
    List<String> rest = new ArrayList<>();
    for (EventStreamReader.Event event = events.next(); event != null; event = events.next()) {
      JsonNode data = TestApi.json(event.data());
      String what = data.path("kind").asText() + data.path("text").asText();
      rest.add((event.name() + " " + what).strip());
    }
    return rest;
  }

  @Test
  void logs_inPages_showNumbersAndTheEnd() {
    String id = post(admin);
    Claim claim = claim();
    log(claim, "one");
    log(claim, "two");
    JsonNode first = admin.get("/api/" + id + "/logs?limit=1").expect(200).json();
    assertThat(first.path("lines").findValuesAsText("text")).containsExactly("one");
    assertThat(first.at("/lines/0/stream").textValue()).isEqualTo("stdout");
    assertThat(first.at("/lines/0/attempt").intValue()).isEqualTo(1);
    assertThat(first.path("last")).isEqualTo(first.at("/lines/0/number"));
    assertThat(first.path("final").booleanValue()).isFalse();
    end(claim);
    JsonNode second = admin.get("/api/" + id + "/logs?after=" + first.path("last").asText()).json();
    assertThat(second.path("lines").findValuesAsText("text")).containsExactly("two");
    assertThat(second.path("final").booleanValue()).isTrue();
    admin.get("/api/" + id + "/logs?after=-1").expectError(400, "'after'");
  }

  @Test
  void logs_followed_comeAsTheyAreWrittenAndEndWithTheJob() throws Exception {
    String id = post(admin);
    Claim claim = claim();
    log(claim, "before");
    try (EventStreamReader events =
        new EventStreamReader(admin.stream("/api/" + id + "/logs?follow=true"))) {
      assertThat(events.status()).isEqualTo(200);
      assertThat(events.next().data()).contains("\"text\":\"before\"");
      log(claim, "after");
      assertThat(events.next().data()).contains("\"text\":\"after\"");
      end(claim);
      assertThat(rest(events)).containsExactly("end");
    }
  }

  @Test
  void events_ofAJob_beginWithItsHistoryAndEndWithIt() throws Exception {
    String id = post(admin);
    try (EventStreamReader events = new EventStreamReader(admin.stream("/api/" + id + "/events"))) {
      EventStreamReader.Event posted = events.next();
      assertThat(posted.name()).isEqualTo("job");
      assertThat(TestApi.json(posted.data()).path("number").asText()).isEqualTo(posted.id());
      Claim claim = claim();
      assertThat(events.next().data()).contains("\"kind\":\"started\"", "\"owner\":\"runner\"");
      end(claim);
      assertThat(rest(events)).containsExactly("job ended", "end");
    }
  }

  @Test
  void events_resumed_beginAfterTheLastOne() throws Exception {
    String id = post(admin);
    String posted = admin.get("/api/" + id + "/history").json().at("/events/0/number").asText();
    end(claim());
    TestClient resumed = admin.with("Last-Event-ID", posted);
    try (EventStreamReader events =
        new EventStreamReader(resumed.stream("/api/" + id + "/events"))) {
      assertThat(rest(events)).containsExactly("job started", "job ended", "end");
    }
    try (EventStreamReader events = new EventStreamReader(resumed.stream("/api/events"))) {
      assertThat(events.next().data()).contains("\"kind\":\"started\"");
      assertThat(events.next().data()).contains("\"kind\":\"ended\"");
      post(admin);
      assertThat(events.next().data()).contains("\"kind\":\"posted\"");
    }
  }

  @Test
  void events_ofAll_showOnlyVisibleJobsThatMeetTheFilter() throws Exception {
    TestClient bob = api.newUser("bob");
    try (EventStreamReader all = new EventStreamReader(bob.stream("/api/events"));
        EventStreamReader none =
            new EventStreamReader(admin.stream("/api/events?filter=name='x'"))) {
      post(admin);
      String own = post(bob);
      admin.post("/api/job", "{\"action\":\"noop\",\"name\":\"x\"}").expect(201);
      assertThat(all.next().data()).contains(own);
      assertThat(none.next().data()).doesNotContain(own).contains("posted");
    }
    admin.get("/api/events?filter=a=b").expectError(400, "Invalid CIMI filter");
    api.anonymous().get("/api/events").expectError(403, "credentials required");
  }

  @Test
  void streams_areBounded() throws Exception {
    try (EventStreamReader one = new EventStreamReader(admin.stream("/api/events"));
        EventStreamReader two = new EventStreamReader(admin.stream("/api/events"))) {
      assertThat(one.status()).isEqualTo(200);
      assertThat(two.status()).isEqualTo(200);
      TestResponse third = admin.get("/api/events");
      third.expectError(503, "limit of 2 open streams");
      assertThat(third.header("Retry-After")).isEqualTo("2");
    }
  }

  @Test
  @Timeout(60)
  void stream_ofASessionThatHasEnded_endsAtTheNextHeartbeat() throws Exception {
    TestClient client = api.admin();
    String session = client.get("/api/session").json().at("/resources/0/id").textValue();
    try (EventStreamReader events = new EventStreamReader(client.stream("/api/events"));
        EventStreamReader others = new EventStreamReader(admin.stream("/api/events"))) {
      assertThat(events.status()).isEqualTo(200);
      client.delete("/api/" + session).expect(200);
      api.clock.advance(Duration.ofSeconds(6));
      assertThat(events.next()).isNull();
      post(admin);
      assertThat(others.next()).extracting(EventStreamReader.Event::name).isEqualTo("job");
    }
  }

  @Test
  void streams_endWhenTheServerStops() throws Exception {
    try (EventStreamReader events = new EventStreamReader(admin.stream("/api/events"))) {
      api.server.stop();
      assertThat(events.next()).isNull();
    }
  }
}
