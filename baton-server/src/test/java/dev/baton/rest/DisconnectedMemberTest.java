// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.member.Member;
import dev.baton.protocol.Messages;
import dev.baton.protocol.Protocol;
import dev.baton.protocol.ProtocolCalls;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests that the server notices when the process of a member ends while its poll waits. */
final class DisconnectedMemberTest {

  private static final int CHECK_MILLIS = 200;
  private static final String MEMBER = "executor/1";

  private final TestApi api = new TestApi();
  private final TestClient admin = api.admin().with(Protocol.VERSION_HEADER, Protocol.VERSION);
  private final String authorization = "Basic " + newKey();

  @AfterEach
  void close() {
    api.close();
  }

  private String newKey() {
    TestResponse key =
        admin
            .post(
                "/api/credential",
                "{\"template\":{\"href\":\"credential-template/generate-api-key\","
                    + "\"roles\":[\"user\",\"executor\"]}}")
            .expect(201);
    String text = key.id() + ":" + key.json().path("secret-key").asText();
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The executor as clients see it; missing if it is not listed. */
  private JsonNode executor() {
    return admin.get("/api/executor?filter=name%3D'e1'").expect(200).json().at("/resources/0");
  }

  private boolean isAlive() {
    return executor().path("alive").asBoolean();
  }

  private void sendDescription() {
    Member member =
        Member.builder(MEMBER, Member.Kind.EXECUTOR, "e1", api.clock.now()).slots(1).build();
    api.anonymous()
        .header("Authorization", authorization)
        .with(Protocol.VERSION_HEADER, Protocol.VERSION)
        .post(
            ProtocolCalls.HEARTBEAT.path(),
            Protocol.toJson(new Messages.Heartbeat(member)).toString())
        .expect(200);
  }

  /** Sends a poll, and returns when the server has sent a blank, so that the poll waits. */
  private Socket pollThatWaits(Map<String, Map<Messages.LongPollTopic, Long>> seen)
      throws IOException {
    Socket socket = new Socket(api.server.uri().getHost(), api.server.uri().getPort());
    socket.getOutputStream().write(request(seen));
    InputStream in = socket.getInputStream();
    StringBuilder answer = new StringBuilder();
    while (!answer.toString().contains("\r\n\r\n1\r\n \r\n")) {
      int next = in.read();
      assertThat(next).as("the end of the answer %s", answer).isNotNegative();
      answer.append((char) next);
    }
    return socket;
  }

  private byte[] request(Map<String, Map<Messages.LongPollTopic, Long>> seen) {
    String body =
        Protocol.toJson(
                new Messages.StandByRequest(
                    seen, Set.of(MEMBER), Protocol.MAX_WAIT_MILLIS, CHECK_MILLIS))
            .toString();
    String head =
        "POST "
            + ProtocolCalls.STAND_BY.path()
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: "
            + authorization
            + "\r\n"
            + Protocol.VERSION_HEADER
            + ": "
            + Protocol.VERSION
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n";
    return (head + body).getBytes(StandardCharsets.UTF_8);
  }

  private Map<String, Map<Messages.LongPollTopic, Long>> seenNow() {
    var reply =
        api.anonymous()
            .header("Authorization", authorization)
            .with(Protocol.VERSION_HEADER, Protocol.VERSION)
            .post(
                ProtocolCalls.STAND_BY.path(),
                Protocol.toJson(new Messages.StandByRequest(Map.of(), Set.of(), 0, CHECK_MILLIS))
                    .toString())
            .expect(200)
            .json()
            .path("ok");
    Messages.StandByReply read = Protocol.read(reply, Messages.StandByReply.class);
    return Map.of(read.server(), read.counts());
  }

  @Test
  void process_thatEnds_isLostUntilItsNextHeartbeat() throws IOException {
    sendDescription();
    Socket poll = pollThatWaits(seenNow());
    JsonNode alive = executor();
    assertThat(alive.path("alive").asBoolean()).isTrue();
    poll.close();
    await().until(() -> !isAlive());
    assertThat(executor().path("seen")).isEqualTo(alive.path("seen"));
    sendDescription();
    assertThat(isAlive()).isTrue();
  }

  @Test
  void process_thatLeaves_isListedNoMore() throws IOException {
    sendDescription();
    Socket poll = pollThatWaits(seenNow());
    api.anonymous()
        .header("Authorization", authorization)
        .with(Protocol.VERSION_HEADER, Protocol.VERSION)
        .post(
            ProtocolCalls.LEAVE_MEMBER_REGISTRY.path(),
            Protocol.toJson(new Messages.TextMessage(MEMBER)).toString())
        .expect(200);
    poll.close();
    await().during(Duration.ofMillis(CHECK_MILLIS * 5L)).until(() -> executor().isMissingNode());
  }

  @Test
  void process_whoseNextPollWaits_staysAMember() throws IOException {
    sendDescription();
    Socket first = pollThatWaits(seenNow());
    Socket next = pollThatWaits(seenNow());
    first.close();
    await().during(Duration.ofMillis(CHECK_MILLIS * 5L)).until(this::isAlive);
    next.close();
  }

  @Test
  void pollWithoutADescription_isAnsweredAtOnce() {
    var reply =
        api.anonymous()
            .header("Authorization", authorization)
            .with(Protocol.VERSION_HEADER, Protocol.VERSION)
            .post(
                ProtocolCalls.STAND_BY.path(),
                Protocol.toJson(
                        new Messages.StandByRequest(
                            seenNow(),
                            Set.of("executor/unknown"),
                            Protocol.MAX_WAIT_MILLIS,
                            CHECK_MILLIS))
                    .toString())
            .expect(200)
            .json();
    assertThat(reply.at("/ok/unknown/0").asText()).isEqualTo("executor/unknown");
  }

  @Test
  void malformedPoll_isRefused() {
    admin.post(ProtocolCalls.STAND_BY.path(), "{\"members\":3}").expect(400);
    api.newUser("bob")
        .with(Protocol.VERSION_HEADER, Protocol.VERSION)
        .post(ProtocolCalls.STAND_BY.path(), "{}")
        .expect(403);
  }
}
