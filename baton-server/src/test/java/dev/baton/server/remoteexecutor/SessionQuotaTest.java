// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.jobservice.JobService;
import dev.baton.memory.InMemoryBackend;
import dev.baton.protocol.Messages;
import dev.baton.protocol.Protocol;
import dev.baton.protocol.ProtocolCall;
import dev.baton.protocol.ProtocolCalls;
import dev.baton.testkit.clock.ManualClock;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests how many executors with one key can join the board. */
final class SessionQuotaTest {

  private static final Caller ONE = key("credential/1", Principals.EXECUTOR);
  private static final Caller OTHER_OF_THE_USER = key("credential/2", Principals.EXECUTOR);
  private static final Caller ADMIN = key("credential/3", Principals.ADMIN);
  private static final Duration LEASE = Duration.ofSeconds(10);

  private final ManualClock clock = new ManualClock();
  private final InMemoryBackend backend = new InMemoryBackend(clock);
  private final BackendEndpoint endpoint = endpoint();

  @AfterEach
  void close() {
    backend.close();
  }

  private BackendEndpoint endpoint() {
    return new BackendEndpoint(
        backend, new JobService(backend.jobs(), TestEndpointServer::check, clock), clock, 2);
  }

  private static Caller key(String id, String claim) {
    return new Caller("user/2", "user/2", Set.of("user/2", claim), null, id);
  }

  private static Messages.SessionRef session(char secret) {
    return new Messages.SessionRef(String.valueOf(secret).repeat(64), "executor-" + secret, LEASE);
  }

  private static JsonNode call(
      BackendEndpoint server,
      Caller caller,
      ProtocolCall<Messages.SessionRef, ?> protocolCall,
      char secret) {
    return server.call(
        caller, protocolCall.port(), protocolCall.method(), Protocol.toJson(session(secret)));
  }

  private JsonNode join(Caller caller, char secret) {
    return call(endpoint, caller, ProtocolCalls.JOIN, secret);
  }

  private void assertJoins(Caller caller, char secret) {
    assertThat(join(caller, secret).has("ok")).isTrue();
  }

  private void assertRefused(JsonNode answer) {
    assertThat(answer.at("/error/code").asText()).isEqualTo("quota-exceeded");
    assertThat(answer.at("/error/message").asText())
        .contains(
            "have 2 board sessions",
            "allowed: 2",
            "quota-executors-per-key",
            "stop some executors");
  }

  @Test
  void join_beyondTheBound_isRefusedForThatKeyOnly() {
    assertJoins(ONE, 'a');
    assertJoins(ONE, 'b');
    assertRefused(join(ONE, 'c'));
    assertJoins(ONE, 'b');
    assertJoins(OTHER_OF_THE_USER, 'c');
    for (char secret = 'a'; secret < 'f'; secret++) {
      assertJoins(ADMIN, secret);
    }
    call(endpoint, ONE, ProtocolCalls.LEAVE, 'a');
    assertJoins(ONE, 'c');
  }

  @Test
  void session_whoseLeaseIsOver_doesNotCount() {
    assertJoins(ONE, 'a');
    assertJoins(ONE, 'b');
    clock.advance(LEASE.dividedBy(2));
    assertThat(call(endpoint, ONE, ProtocolCalls.RENEW, 'a').has("ok")).isTrue();
    assertRefused(join(ONE, 'c'));
    clock.advance(LEASE.dividedBy(2));
    assertJoins(ONE, 'c');
    assertRefused(join(ONE, 'd'));
  }

  @Test
  void sessionsThatAnotherServerLetIn_countButAreNotRefused() {
    BackendEndpoint other = endpoint();
    assertThat(call(other, ONE, ProtocolCalls.JOIN, 'a').has("ok")).isTrue();
    assertThat(call(other, ONE, ProtocolCalls.JOIN, 'b').has("ok")).isTrue();
    assertJoins(ONE, 'c');
    assertThat(call(endpoint, ONE, ProtocolCalls.RENEW, 'a').has("ok")).isTrue();
    assertThat(call(endpoint, ONE, ProtocolCalls.RENEW, 'b').has("ok")).isTrue();
    call(endpoint, ONE, ProtocolCalls.LEAVE, 'c');
    assertRefused(join(ONE, 'd'));
  }
}
