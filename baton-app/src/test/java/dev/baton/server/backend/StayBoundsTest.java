// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.desk.JobDesk;
import dev.baton.memory.InMemoryBackend;
import dev.baton.testkit.ManualClock;
import dev.baton.wire.Call;
import dev.baton.wire.Calls;
import dev.baton.wire.Forms;
import dev.baton.wire.Wire;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many executors with one key can join the board. */
final class StayBoundsTest {

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
        backend, new JobDesk(backend.jobs(), TestServer::check, clock), clock, 2);
  }

  private static Caller key(String id, String claim) {
    return new Caller("user/2", "user/2", Set.of("user/2", claim), null, id);
  }

  private static Forms.Stay stay(char secret) {
    return new Forms.Stay(String.valueOf(secret).repeat(64), "executor-" + secret, LEASE);
  }

  private static JsonNode call(
      BackendEndpoint server, Caller caller, Call<Forms.Stay, ?> call, char secret) {
    return server.call(caller, call.port(), call.method(), Wire.tree(stay(secret)));
  }

  private JsonNode join(Caller caller, char secret) {
    return call(endpoint, caller, Calls.JOIN, secret);
  }

  private void assertJoins(Caller caller, char secret) {
    assertThat(join(caller, secret).has("ok")).isTrue();
  }

  private void assertRefused(JsonNode answer) {
    assertThat(answer.at("/error/code").asText()).isEqualTo("quota-exceeded");
    assertThat(answer.at("/error/message").asText())
        .contains(
            "have 2 sessions", "allowed: 2", "quota-executors-per-key", "stop some executors");
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
    call(endpoint, ONE, Calls.LEAVE, 'a');
    assertJoins(ONE, 'c');
  }

  @Test
  void stay_whoseLeaseIsOver_doesNotCount() {
    assertJoins(ONE, 'a');
    assertJoins(ONE, 'b');
    clock.advance(LEASE.dividedBy(2));
    assertThat(call(endpoint, ONE, Calls.RENEW, 'a').has("ok")).isTrue();
    assertRefused(join(ONE, 'c'));
    clock.advance(LEASE.dividedBy(2));
    assertJoins(ONE, 'c');
    assertRefused(join(ONE, 'd'));
  }

  @Test
  void staysThatAnotherServerLetIn_countButAreNotRefused() {
    BackendEndpoint other = endpoint();
    assertThat(call(other, ONE, Calls.JOIN, 'a').has("ok")).isTrue();
    assertThat(call(other, ONE, Calls.JOIN, 'b').has("ok")).isTrue();
    assertJoins(ONE, 'c');
    assertThat(call(endpoint, ONE, Calls.RENEW, 'a').has("ok")).isTrue();
    assertThat(call(endpoint, ONE, Calls.RENEW, 'b').has("ok")).isTrue();
    call(endpoint, ONE, Calls.LEAVE, 'c');
    assertRefused(join(ONE, 'd'));
  }
}
