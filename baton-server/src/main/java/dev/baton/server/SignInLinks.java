// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.access.User;
import dev.baton.error.ForbiddenException;
import dev.baton.service.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tokens with which a user signs in once, without a password. They are kept in the memory of the
 * process, which prints them for the user who started it. Thread-safe.
 */
public final class SignInLinks {

  /** How long a token is valid. */
  public static final Duration VALID = Duration.ofMinutes(10);

  /** The path of the page that signs the user in; the token is the parameter {@code token}. */
  public static final String PATH = "/sign-in";

  private static final int MAX_TOKENS = 100;

  private record Issued(String userName, Instant expiry) {}

  private final Accounts accounts;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by lock. The keys are digests of the tokens, in the order in which they were issued.
  private final Map<String, Issued> issued = new LinkedHashMap<>();

  public SignInLinks(Accounts accounts, Clock clock) {
    this.accounts = accounts;
    this.clock = clock;
  }

  /**
   * Creates a token for a user. The caller must not log it. If there are many unused tokens, the
   * oldest becomes invalid.
   */
  public String issue(String userName) {
    String token = SecretTokens.random();
    lock.lock();
    try {
      if (issued.size() >= MAX_TOKENS) {
        issued.remove(issued.keySet().iterator().next());
      }
      issued.put(SecretTokens.digest(token), new Issued(userName, clock.now().plus(VALID)));
    } finally {
      lock.unlock();
    }
    return token;
  }

  /**
   * Returns the user of a token, and makes the token invalid.
   *
   * @throws ForbiddenException if the token is unknown, used or expired, or the user is not active
   */
  public User redeem(String token) {
    Issued found;
    lock.lock();
    try {
      found = issued.remove(SecretTokens.digest(token));
    } finally {
      lock.unlock();
    }
    if (found == null || !clock.now().isBefore(found.expiry())) {
      throw refused();
    }
    return accounts.users().stream()
        .filter(user -> user.name().equals(found.userName()) && user.active())
        .findFirst()
        .orElseThrow(SignInLinks::refused);
  }

  private static ForbiddenException refused() {
    return new ForbiddenException(
        "invalid credentials: the sign-in link was used or has expired; a link is valid once, for "
            + VALID.toMinutes()
            + " minutes. Log in with a password, or restart 'baton up' for a new link");
  }
}
