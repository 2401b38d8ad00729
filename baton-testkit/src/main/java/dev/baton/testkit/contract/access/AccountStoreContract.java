// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.access.AccountStore;
import dev.baton.access.ApiKey;
import dev.baton.access.LoginClient;
import dev.baton.access.Session;
import dev.baton.access.User;
import dev.baton.error.ConflictException;
import dev.baton.testkit.backend.BackendTestSetup;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The contract of an {@link AccountStore}. Not for backends without accounts. */
public abstract class AccountStoreContract extends BackendTestSetup {

  private static final LoginClient CLIENT =
      new LoginClient("2001:db8::7", "Mozilla/5.0 (X11) \ud83d\ude00");

  @Test
  protected void addUser_user_isFoundByExactName() {
    User alice = user("user/1", "Alice ü");
    store().addUser(alice);
    assertThat(store().userNamed("Alice ü")).contains(alice);
    assertThat(store().userNamed("alice ü")).isEmpty();
    assertThat(store().userNamed("Alice ü ")).isEmpty();
    assertThat(fixture().otherProcessView().accounts().orElseThrow().users())
        .containsExactly(alice);
  }

  @Test
  protected void user_id_isFoundUntilDeleted() {
    store().addUser(user("user/1", "alice"));
    store().addUser(user("user/2", "bob"));
    assertThat(store().user("user/2")).contains(user("user/2", "bob"));
    assertThat(store().user("bob")).isEmpty();
    store().deleteUser("user/2");
    assertThat(store().user("user/2")).isEmpty();
    assertThat(store().user("user/1")).isPresent();
  }

  @Test
  protected void key_id_isFoundUntilDeleted() {
    ApiKey first = key("credential/1", "user/1", now().minusSeconds(5));
    ApiKey second = key("credential/2", "user/1", now());
    store().addKey(second);
    store().addKey(first);
    store().addKey(key("credential/3", "user/2", now()));
    assertThat(store().key("credential/1")).contains(first);
    assertThat(store().key("credential/9")).isEmpty();
    assertThat(store().keysOf("user/1")).containsExactly(first, second);
    assertThat(store().keysOf("user/9")).isEmpty();
    store().deleteKey("credential/1");
    assertThat(store().key("credential/1")).isEmpty();
    assertThat(store().keysOf("user/1")).containsExactly(second);
  }

  @Test
  protected void addUser_takenIdOrName_isAConflict() {
    store().addUser(user("user/1", "alice"));
    assertThatThrownBy(() -> store().addUser(user("user/1", "bob")))
        .isInstanceOf(ConflictException.class);
    assertThatThrownBy(() -> store().addUser(user("user/2", "alice")))
        .isInstanceOf(ConflictException.class);
    assertThat(store().users()).containsExactly(user("user/1", "alice"));
    store().addUser(user("user/3", "Alice"));
  }

  @Test
  protected void users_several_areSortedByName() {
    store().addUser(user("user/1", "b"));
    store().addUser(user("user/2", "a"));
    store().addUser(user("user/3", "C"));
    assertThat(store().users().stream().map(User::name)).containsExactly("C", "a", "b");
  }

  @Test
  protected void updateUser_known_isReplaced() {
    User present = user("user/1", "alice");
    store().addUser(present);
    User changed = new User("user/1", "alicia", "other", true, false, now(), now().plusSeconds(1));
    assertThat(store().updateUser(present, changed)).isTrue();
    assertThat(store().users()).containsExactly(changed);
    assertThat(store().userNamed("alice")).isEmpty();
  }

  @Test
  protected void updateUser_unknownOrNameTaken_changesNothing() {
    User nobody = user("user/9", "nobody");
    assertThat(store().updateUser(nobody, nobody)).isFalse();
    store().addUser(user("user/1", "alice"));
    store().addUser(user("user/2", "bob"));
    assertThatThrownBy(() -> store().updateUser(user("user/2", "bob"), user("user/2", "alice")))
        .isInstanceOf(ConflictException.class);
    assertThat(store().users().stream().map(User::name)).containsExactly("alice", "bob");
  }

  @Test
  protected void updateUserAndRevokeLogins_known_removesItsKeysAndSessions() {
    User alice = user("user/1", "alice");
    store().addUser(alice);
    store().addUser(user("user/2", "bob"));
    store().addKey(key("credential/1", "user/1", now()));
    store().addKey(key("credential/2", "user/2", now()));
    store().addSession(session("session/1", "h1", "user/1", "", now()));
    store().addSession(session("session/2", "h2", "user/2", "", now()));
    User changed = new User("user/1", "alice", "other", false, true, now(), now());
    assertThat(store().updateUserAndRevokeLogins(alice, changed)).isTrue();
    assertThat(store().userNamed("alice")).contains(changed);
    assertThat(store().keys().stream().map(ApiKey::id)).containsExactly("credential/2");
    assertThat(store().sessionByToken("h1")).isEmpty();
    assertThat(store().sessionByToken("h2")).isPresent();
    User nobody = user("user/9", "nobody");
    assertThat(store().updateUserAndRevokeLogins(nobody, nobody)).isFalse();
  }

  @Test
  protected void updateUser_afterAnotherChangeOfItsRights_changesNothing() {
    User alice = user("user/1", "alice");
    store().addUser(alice);
    store().addSession(session("session/1", "h1", "user/1", "", now()));
    User suspended =
        new User("user/1", "alice", alice.passwordHash(), alice.admin(), false, now(), now());
    assertThat(store().updateUser(alice, suspended)).isTrue();
    User newPassword =
        new User("user/1", "alice", "other", alice.admin(), alice.active(), now(), now());
    assertThat(store().updateUserAndRevokeLogins(alice, newPassword)).isFalse();
    assertThat(store().updateUser(alice, newPassword)).isFalse();
    assertThat(store().userNamed("alice")).contains(suspended);
    assertThat(store().sessionByToken("h1")).isPresent();
  }

  @Test
  protected void deleteUser_user_takesKeysAndSessionsAlong() {
    store().addUser(user("user/1", "alice"));
    store().addUser(user("user/2", "bob"));
    store().addKey(key("credential/1", "user/1", now()));
    store().addKey(key("credential/2", "user/2", now()));
    store().addSession(session("session/1", "h1", "user/1", "", now()));
    store().addSession(session("session/2", "h2", "user/2", "", now()));
    assertThat(store().deleteUser("user/1")).isTrue();
    assertThat(store().deleteUser("user/1")).isFalse();
    assertThat(store().users().stream().map(User::name)).containsExactly("bob");
    assertThat(store().keys().stream().map(ApiKey::id)).containsExactly("credential/2");
    assertThat(store().sessionByToken("h1")).isEmpty();
    assertThat(store().sessionByToken("h2")).isPresent();
  }

  @Test
  protected void addKey_keys_areAnsweredOldestFirst() {
    store().addUser(user("user/1", "alice"));
    ApiKey young = key("credential/1", "user/1", now());
    ApiKey old =
        new ApiKey(
            "credential/2",
            "",
            "f".repeat(64),
            "user/1",
            "group/nuvla-admin",
            Set.of("group/nuvla-admin", "user/1"),
            now().minusSeconds(5),
            null);
    store().addKey(young);
    store().addKey(old);
    assertThat(store().keys()).containsExactly(old, young);
  }

  @Test
  protected void deleteKey_key_takesItsSessionsAlong() {
    store().addUser(user("user/1", "alice"));
    store().addKey(key("credential/1", "user/1", now()));
    store().addSession(session("session/1", "h1", "user/1", "credential/1", now()));
    store().addSession(session("session/2", "h2", "user/1", "", now()));
    assertThat(store().deleteKey("credential/1")).isTrue();
    assertThat(store().deleteKey("credential/1")).isFalse();
    assertThat(store().keys()).isEmpty();
    assertThat(store().sessionByToken("h1")).isEmpty();
    assertThat(store().sessionByToken("h2")).isPresent();
  }

  @Test
  protected void addSession_session_isFoundByTokenUntilDeleted() {
    store().addUser(user("user/1", "alice"));
    Session session = session("session/1", "h1", "user/1", "", now().minusSeconds(9));
    store().addSession(session);
    assertThat(fixture().otherProcessView().accounts().orElseThrow().sessionByToken("h1"))
        .contains(session);
    assertThat(store().sessionByToken("H1")).isEmpty();
    assertThat(store().deleteSession("session/1")).isTrue();
    assertThat(store().deleteSession("session/1")).isFalse();
    assertThat(store().sessionByToken("h1")).isEmpty();
  }

  @Test
  protected void sessionsValidAfter_moment_areAnsweredNewestFirst() {
    Instant now = now();
    Session old = sessionOf("session/2", now.minusSeconds(60), now.plusSeconds(60));
    Session young = sessionOf("session/1", now, now.plusSeconds(90));
    store().addSession(old);
    store().addSession(young);
    assertThat(store().sessionsValidAfter(now, 10)).containsExactly(young, old);
    assertThat(store().sessionsValidAfter(now, 1)).containsExactly(young);
    assertThat(store().sessionsValidAfter(old.expiry(), 10)).containsExactly(young);
    assertThat(store().sessionsValidAfter(young.expiry(), 10)).isEmpty();
  }

  @Test
  protected void deleteSessionsBeyond_number_keepsTheNewestOfTheUser() {
    for (int i = 1; i <= 4; i++) {
      Session made = session("session/" + i, "h" + i, "user/1", "", now());
      store()
          .addSession(
              new Session(
                  made.id(),
                  made.tokenHash(),
                  made.method(),
                  made.identifier(),
                  made.credentialId(),
                  made.userId(),
                  made.activeClaim(),
                  made.claims(),
                  made.created().plusSeconds(i % 3),
                  made.expiry(),
                  made.client()));
    }
    store().addSession(session("session/5", "h5", "user/2", "", now()));
    assertThat(store().deleteSessionsBeyond("user/1", 4)).isZero();
    assertThat(store().deleteSessionsBeyond("user/1", 2)).isEqualTo(2);
    assertThat(store().sessionByToken("h2")).isPresent();
    assertThat(store().sessionByToken("h3")).isEmpty();
    assertThat(store().sessionByToken("h5")).isPresent();
  }

  @Test
  protected void deleteSessionsExpiredBefore_moment_removesOnlyEarlierOnes() {
    store().addUser(user("user/1", "alice"));
    Instant moment = now();
    store().addSession(session("session/1", "h1", "user/1", "", moment.minusMillis(1)));
    store().addSession(session("session/2", "h2", "user/1", "", moment));
    assertThat(store().deleteSessionsExpiredBefore(moment)).isEqualTo(1);
    assertThat(store().sessionByToken("h1")).isEmpty();
    assertThat(store().sessionByToken("h2")).isPresent();
  }

  private AccountStore store() {
    return backend().accounts().orElseThrow();
  }

  private static User user(String id, String name) {
    Instant moment = Instant.parse("2026-01-31T12:00:00.123Z");
    return new User(id, name, "$argon2id$hash", false, true, moment, moment);
  }

  private ApiKey key(String id, String user, Instant created) {
    return new ApiKey(
        id, "for tests", "e".repeat(64), user, user, Set.of(user), created, now().plusSeconds(60));
  }

  private static Session sessionOf(String id, Instant created, Instant expiry) {
    return new Session(
        id,
        id + "-hash",
        "password",
        "alice",
        "",
        "user/1",
        "user/1",
        Set.of(),
        created,
        expiry,
        CLIENT);
  }

  private Session session(String id, String hash, String user, String key, Instant expiry) {
    return new Session(
        id,
        hash,
        key.isEmpty() ? "password" : "api-key",
        "alice",
        key,
        user,
        user,
        Set.of(user, "group/nuvla-user"),
        now(),
        expiry,
        CLIENT);
  }
}
