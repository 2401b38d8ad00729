// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import static java.util.stream.Collectors.joining;

import dev.baton.access.AccountStore;
import dev.baton.access.User;
import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.service.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The users of an installation and their passwords. Thread-safe. */
public final class Accounts {

  /** The name of the administrator that the first start creates. */
  public static final String FIRST_ADMINISTRATOR = "super";

  private static final int MAX_NAME_LENGTH = 100;

  /**
   * The allowed names: ASCII letters, digits and some punctuation. With other characters, two
   * different names could look the same.
   */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]*");

  private final AccountStore store;
  private final Clock clock;
  private final PasswordHashes passwordHashes = new PasswordHashes();
  private final LoginThrottle guard;

  private Accounts(AccountStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
    this.guard = new LoginThrottle(clock);
  }

  /** Creates an object for the accounts in the given store. */
  public static Accounts of(AccountStore store, Clock clock) {
    return new Accounts(store, clock);
  }

  /**
   * Creates the administrator {@value #FIRST_ADMINISTRATOR} if there are no users.
   *
   * @param password the password of the administrator; if empty, a random password is created
   * @return the random password, which cannot be read again later; empty if no random password was
   *     created
   * @throws InvalidInputException if the given password is too short or too long
   */
  public Optional<String> ensureAdministrator(Optional<String> password) {
    if (!store.users().isEmpty()) {
      return Optional.empty();
    }
    String chosen = password.orElseGet(() -> SecretTokens.random(15));
    try {
      add(FIRST_ADMINISTRATOR, chosen, true);
    } catch (ConflictException e) {
      // Another process created the administrator first, with its own password.
      return Optional.empty();
    }
    return password.isPresent() ? Optional.empty() : Optional.of(chosen);
  }

  /**
   * Returns the user if the password is right. May block for a short delay, which slows down
   * password guessing.
   *
   * @param address the address of the client, by which failed logins are counted
   * @throws ForbiddenException if there is no such active user, the password is wrong, or too many
   *     logins failed before
   */
  public User authenticate(String name, String password, String address) {
    User user = store.userNamed(name).filter(User::active).orElse(null);
    String origin;
    try (LoginThrottle.Permit permit = guard.startAttempt(name, user != null, address)) {
      pause(permit.delay());
      origin = permit.origin();
    }
    if (user == null) {
      passwordHashes.matchesNobody(password, origin, InputBounds.shown(name));
      throw wrong(name);
    }
    if (!passwordHashes.matches(password, user.passwordHash(), origin, InputBounds.shown(name))) {
      throw wrong(name);
    }
    guard.succeeded(name, address);
    return user;
  }

  /** Waits. This blocks only the thread of the request, which is a virtual thread. */
  private static void pause(Duration delay) {
    try {
      if (delay.isPositive()
          && new CountDownLatch(1).await(delay.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IllegalStateException("a latch that nobody counts down is open");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("the server is stopping", e);
    }
  }

  private static ForbiddenException wrong(String name) {
    String shown = name.length() > MAX_NAME_LENGTH ? name.substring(0, MAX_NAME_LENGTH) : name;
    return new ForbiddenException("invalid credentials for '" + shown + "'");
  }

  /**
   * Adds a user.
   *
   * @throws ConflictException if the name is taken
   */
  public User add(String name, String password, boolean admin) {
    if (name.length() > MAX_NAME_LENGTH || !NAME.matcher(name).matches()) {
      throw new InvalidInputException(
          "user name '"
              + InputBounds.shown(name).codePoints().mapToObj(Accounts::visible).collect(joining())
              + "' is not allowed; allowed: 1 to "
              + MAX_NAME_LENGTH
              + " ASCII letters, digits and . _ @ + -, the first a letter or digit");
    }
    User user =
        new User(
            "user/" + UUID.randomUUID(),
            name,
            passwordHashes.hash(password),
            admin,
            true,
            clock.now(),
            clock.now());
    store.addUser(user);
    return user;
  }

  public List<User> users() {
    return store.users();
  }

  public Optional<User> user(String id) {
    return store.user(id);
  }

  /**
   * Returns the user as the store has it now, for a change that keeps a part of the user. The other
   * method may return a user from a cache.
   */
  public Optional<User> storedUser(String id) {
    // The name of a user never changes, and users are never cached by name.
    return store
        .user(id)
        .flatMap(user -> store.userNamed(user.name()))
        .filter(user -> user.id().equals(id));
  }

  private static String visible(int codePoint) {
    return codePoint > ' ' && codePoint < 0x7f
        ? Character.toString(codePoint)
        : String.format(Locale.ROOT, "\\u%04x", codePoint);
  }

  /**
   * Changes the attributes whose new value is not null. A new password ends all sessions of the
   * user and removes all keys of the user. The sessions of a deactivated user are refused but not
   * removed.
   *
   * @throws ConflictException if no active administrator would be left, or if the user has another
   *     password or other rights than {@code user}, because somebody changed them
   */
  public User edit(
      User user, @Nullable String password, @Nullable Boolean admin, @Nullable Boolean active) {
    User edited =
        new User(
            user.id(),
            user.name(),
            password == null ? user.passwordHash() : passwordHashes.hash(password),
            admin == null ? user.admin() : admin,
            active == null ? user.active() : active,
            user.created(),
            clock.now());
    if (!edited.admin() || !edited.active()) {
      checkNotLast(user);
    }
    boolean isUpdated =
        password == null
            ? store.updateUser(user, edited)
            : store.updateUserAndRevokeLogins(user, edited);
    if (!isUpdated) {
      if (store.user(user.id()).isEmpty()) {
        throw new NotFoundException(user.id() + " not found");
      }
      throw new ConflictException(
          user.id() + " was changed at the same time; read it and send the change again");
    }
    return edited;
  }

  /**
   * Removes a user with all keys and sessions.
   *
   * @throws ConflictException if no active administrator would be left
   */
  public void delete(User user) {
    checkNotLast(user);
    if (!store.deleteUser(user.id())) {
      throw new NotFoundException(user.id() + " not found");
    }
  }

  private void checkNotLast(User user) {
    boolean others =
        store.users().stream()
            .anyMatch(other -> other.admin() && other.active() && !other.id().equals(user.id()));
    if (user.admin() && user.active() && !others) {
      throw new ConflictException(
          "'"
              + user.name()
              + "' is the last active administrator; make another user an administrator first");
    }
  }
}
