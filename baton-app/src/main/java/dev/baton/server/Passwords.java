// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Hashes passwords with Argon2id. Each computation takes some 20 MiB and a tenth of a second of one
 * core, so only a few run at a time and others wait a little.
 */
final class Passwords {

  static final int MIN_LENGTH = 8;
  private static final int MAX_LENGTH = 1000;

  // OWASP's first choice for Argon2id: 19 MiB, two passes, one lane.
  private static final Argon2Function ARGON2 =
      Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID);
  private static final int SALT_BYTES = 16;
  private static final int AT_ONCE = 2;
  private static final int MAX_WAIT_SECONDS = 10;

  private final Semaphore turns = new Semaphore(AT_ONCE, true);
  // Compared with when there is no such user, so that the time does not tell.
  private final String nobody = compute(() -> encode(Tokens.random()));

  /**
   * The password as it is stored.
   *
   * @throws InvalidInputException if it is too short or too long
   */
  String hash(String password) {
    if (password.length() < MIN_LENGTH || password.length() > MAX_LENGTH) {
      throw new InvalidInputException(
          "the password has "
              + password.length()
              + " characters; allowed: "
              + MIN_LENGTH
              + " to "
              + MAX_LENGTH);
    }
    return compute(() -> encode(password));
  }

  /** True when the password is the one that was hashed. */
  boolean matches(String password, String hash) {
    if (password.isEmpty() || password.length() > MAX_LENGTH) {
      return false;
    }
    return compute(
        () -> Password.check(password, hash).with(Argon2Function.getInstanceFromHash(hash)));
  }

  /** Takes as long as {@link #matches}, for a user who does not exist. */
  void matchesNobody(String password) {
    matches(password, nobody);
  }

  private static String encode(String password) {
    return Password.hash(password).addRandomSalt(SALT_BYTES).with(ARGON2).getResult();
  }

  private <T> T compute(Supplier<T> work) {
    try {
      if (!turns.tryAcquire(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new UnavailableException("too many logins at once; try again in some seconds");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while a login waited for its turn", e);
    }
    try {
      return work.get();
    } finally {
      turns.release();
    }
  }
}
