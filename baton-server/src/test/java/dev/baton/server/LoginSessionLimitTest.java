// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.access.AccountStore;
import dev.baton.access.LoginClient;
import dev.baton.access.User;
import dev.baton.memory.InMemoryBackend;
import dev.baton.testkit.clock.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Tests that the number of sessions of one user is limited, and that the limit locks no user out.
 */
final class LoginSessionLimitTest {

  private static final LoginClient CLIENT = new LoginClient("127.0.0.1", "test");

  private final ManualClock clock = new ManualClock();
  private final InMemoryBackend backend = new InMemoryBackend(clock);
  private final AccountStore store = backend.accounts().orElseThrow();
  private final Accounts accounts = Accounts.of(store, clock);
  private final LoginService loginService = new LoginService(store, accounts, clock, 3);

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void login_beyondTheBound_endsTheOldestSessionOfThatUser() {
    User alice = accounts.add("alice", "alice's password", false);
    User bob = accounts.add("bob", "bob's password", false);
    String tokenOfBob = loginService.open(bob, "password", "bob", CLIENT).token();
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      clock.advance(Duration.ofSeconds(1));
      tokens.add(loginService.open(alice, "password", "alice", CLIENT).token());
    }
    assertThat(tokens.stream().map(token -> loginService.byToken(token).isPresent()))
        .containsExactly(false, false, true, true, true);
    assertThat(loginService.byToken(tokenOfBob)).isPresent();
  }
}
