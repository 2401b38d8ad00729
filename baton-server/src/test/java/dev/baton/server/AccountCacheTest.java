// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.access.AccountStore;
import dev.baton.access.Caller;
import dev.baton.access.LoginClient;
import dev.baton.access.Principals;
import dev.baton.access.User;
import dev.baton.jobservice.Administrators;
import dev.baton.memory.InMemoryBackend;
import dev.baton.testkit.clock.ManualClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Tests when a change of an account takes effect: at once on the server that makes it, and within
 * {@link AccountCache#MAX_AGE} on other servers. Between changes, requests read nothing.
 */
final class AccountCacheTest {

  private static final LoginClient CLIENT = new LoginClient("127.0.0.1", "test");

  private static final String PASSWORD = "alice's password";
  private static final String HERE = "192.0.2.7";

  private final ManualClock clock = new ManualClock();
  private final InMemoryBackend backend = new InMemoryBackend(clock);
  // The names of the methods that the servers have called at the common store.
  private final List<String> calls = new ArrayList<>();
  private final AccountStore common = recording(backend.accounts().orElseThrow());
  private final Server here = new Server();
  private final Server other = new Server();
  private final User alice = here.accounts.add("alice", PASSWORD, true);

  /** The parts of a server that decide about the caller of a request. */
  private final class Server {
    final AccountStore store = AccountCache.around(common, clock);
    final Accounts accounts = Accounts.of(store, clock);
    final LoginService loginService = LoginService.of(store, accounts, clock);
    final Administrators administrators = Administrators.in(store);
  }

  @AfterEach
  void close() {
    backend.close();
  }

  private AccountStore recording(AccountStore store) {
    return (AccountStore)
        Proxy.newProxyInstance(
            AccountStore.class.getClassLoader(),
            new Class<?>[] {AccountStore.class},
            (proxy, method, arguments) -> {
              calls.add(method.getName());
              return method.invoke(store, arguments);
            });
  }

  private ApiKeys.NewKey newKey() {
    Set<String> claims = Set.of(alice.id(), Principals.USER, Principals.ADMIN);
    return here.loginService.keys().add("test", alice.id(), alice.id(), claims, null);
  }

  private static Optional<Caller> callerAt(Server server, ApiKeys.NewKey key) {
    return server.loginService.keys().caller(key.key().id(), key.secret());
  }

  private String logIn() {
    User user = here.accounts.authenticate("alice", PASSWORD, HERE);
    return here.loginService.open(user, "password", "alice", CLIENT).token();
  }

  private void beforeOthersNotice() {
    clock.advance(AccountCache.MAX_AGE.minusMillis(1));
  }

  private void untilOthersNotice() {
    clock.advance(Duration.ofMillis(1));
  }

  @Test
  void requests_ofManyUsers_readSingleAccountsOnce() {
    for (int i = 0; i < 20; i++) {
      here.accounts.add("user" + i, PASSWORD, false);
    }
    ApiKeys.NewKey key = newKey();
    String token = logIn();
    calls.clear();
    for (int i = 0; i < 100; i++) {
      assertThat(callerAt(here, key)).isPresent();
      assertThat(here.loginService.byToken(token)).isPresent();
    }
    assertThat(calls).containsExactly("key", "user", "sessionByToken");
  }

  @Test
  void deletedUser_losesAccess() {
    ApiKeys.NewKey key = newKey();
    String token = logIn();
    here.accounts.add("bob", PASSWORD, true);
    assertThat(callerAt(other, key)).isPresent();
    assertThat(other.loginService.byToken(token)).isPresent();
    assertThat(callerAt(here, key)).isPresent();
    here.accounts.delete(alice);
    assertThat(callerAt(here, key)).isEmpty();
    assertThat(here.loginService.byToken(token)).isEmpty();
    assertThat(here.administrators.include(alice.id())).isFalse();
    beforeOthersNotice();
    assertThat(callerAt(other, key)).isPresent();
    untilOthersNotice();
    assertThat(callerAt(other, key)).isEmpty();
    assertThat(other.loginService.byToken(token)).isEmpty();
  }

  @Test
  void deactivatedUser_losesAccess() {
    ApiKeys.NewKey key = newKey();
    String token = logIn();
    here.accounts.add("bob", PASSWORD, true);
    assertThat(other.loginService.byToken(token)).isPresent();
    here.accounts.edit(alice, null, null, false);
    assertThat(callerAt(here, key)).isEmpty();
    assertThat(here.loginService.byToken(token)).isEmpty();
    assertThat(here.administrators.include(alice.id())).isFalse();
    beforeOthersNotice();
    untilOthersNotice();
    assertThat(other.loginService.byToken(token)).isEmpty();
    assertThat(callerAt(other, key)).isEmpty();
  }

  @Test
  void demotedAdministrator_losesTheClaim() {
    String token = logIn();
    here.accounts.add("bob", PASSWORD, true);
    assertThat(other.loginService.byToken(token).orElseThrow().isAdmin()).isTrue();
    assertThat(other.administrators.include(alice.id())).isTrue();
    here.accounts.edit(alice, null, false, null);
    assertThat(here.loginService.byToken(token).orElseThrow().isAdmin()).isFalse();
    assertThat(here.administrators.include(alice.id())).isFalse();
    clock.advance(AccountCache.MAX_AGE);
    assertThat(other.loginService.byToken(token).orElseThrow().isAdmin()).isFalse();
    assertThat(other.administrators.include(alice.id())).isFalse();
  }

  @Test
  void changedPassword_endsKeysAndSessions() {
    ApiKeys.NewKey key = newKey();
    String token = logIn();
    assertThat(callerAt(here, key)).isPresent();
    assertThat(callerAt(other, key)).isPresent();
    assertThat(other.loginService.byToken(token)).isPresent();
    here.accounts.edit(alice, "a new password", null, null);
    assertThat(callerAt(here, key)).isEmpty();
    assertThat(here.loginService.byToken(token)).isEmpty();
    clock.advance(AccountCache.MAX_AGE);
    assertThat(callerAt(other, key)).isEmpty();
    assertThat(other.loginService.byToken(token)).isEmpty();
  }

  @Test
  void revokedKeyAndSession_loseAccess() {
    ApiKeys.NewKey key = newKey();
    String token = here.loginService.byKey(key.key().id(), key.secret(), CLIENT).token();
    String session = here.loginService.sessionOf(token).orElseThrow().id();
    assertThat(callerAt(other, key)).isPresent();
    assertThat(other.loginService.byToken(token)).isPresent();
    here.loginService.logout(session);
    assertThat(here.loginService.byToken(token)).isEmpty();
    here.loginService.keys().delete(key.key().id());
    assertThat(callerAt(here, key)).isEmpty();
    clock.advance(AccountCache.MAX_AGE);
    assertThat(callerAt(other, key)).isEmpty();
    assertThat(other.loginService.byToken(token)).isEmpty();
  }

  @Test
  void key_thatExpires_isRefusedAlthoughItIsRemembered() {
    ApiKeys.NewKey key =
        here.loginService
            .keys()
            .add("test", alice.id(), alice.id(), Set.of(alice.id()), Duration.ofSeconds(1));
    assertThat(callerAt(here, key)).isPresent();
    clock.advance(Duration.ofSeconds(1));
    assertThat(callerAt(here, key)).isEmpty();
  }

  @Test
  void change_duringARead_isNotHiddenByTheOldValue() {
    AccountStore[] cached = new AccountStore[1];
    AccountStore slow =
        (AccountStore)
            Proxy.newProxyInstance(
                AccountStore.class.getClassLoader(),
                new Class<?>[] {AccountStore.class},
                (proxy, method, arguments) -> {
                  Object result = method.invoke(common, arguments);
                  if (method.getName().equals("user")) {
                    cached[0].deleteUser(alice.id());
                  }
                  return result;
                });
    cached[0] = AccountCache.around(slow, clock);
    assertThat(cached[0].user(alice.id())).contains(alice);
    assertThat(cached[0].user(alice.id())).isEmpty();
  }

  @Test
  void storedUser_afterAChangeElsewhere_isThePresentUser() {
    assertThat(other.accounts.user(alice.id())).isPresent();
    User changed = here.accounts.edit(alice, "a new password", null, null);
    assertThat(other.accounts.user(alice.id()).orElseThrow().passwordHash())
        .isEqualTo(alice.passwordHash());
    assertThat(other.accounts.storedUser(alice.id())).contains(changed);
  }
}
