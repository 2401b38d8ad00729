// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import dev.baton.error.InvalidInputException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hashes and checks passwords with Argon2id. Each computation takes about 20 MiB and 0.1 s of one
 * core. Therefore only two computations run at a time, and others wait.
 */
final class PasswordHashes {

  static final int MIN_LENGTH = 8;
  private static final int MAX_LENGTH = 1000;

  // OWASP's first choice for Argon2id: 19 MiB, two passes, one lane.
  private static final Argon2Function ARGON2 =
      Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID);
  private static final int SALT_BYTES = 16;
  private static final int AT_ONCE = 2;
  private static final Duration MAX_WAIT = Duration.ofSeconds(10);

  private final AtomicLong hashes = new AtomicLong();
  private final FairQueue turns = new FairQueue(AT_ONCE, MAX_WAIT);
  // A hash that is checked if the user does not exist, so that the response takes equally long and
  // does not reveal that.
  private final String nobody = encode(SecretTokens.random());

  /**
   * The hash of the password in the form in which it is stored.
   *
   * @throws InvalidInputException if the password is too short or too long
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
    // Each new password counts as an account of its own in the queue, because the queue allows only
    // few waiting requests per account, and an administrator may add many users at the same time.
    String turn = String.valueOf(hashes.incrementAndGet());
    return turns.run("new passwords", turn, () -> encode(password));
  }

  /**
   * Whether the hash was made from the password. May wait, because few checks run at a time.
   *
   * @param origin the origin of the request, for the {@link FairQueue}
   * @param name the name of the account, for the {@link FairQueue}
   */
  boolean matches(String password, String hash, String origin, String name) {
    if (password.isEmpty() || password.length() > MAX_LENGTH) {
      return false;
    }
    return turns.run(
        origin,
        name,
        () -> Password.check(password, hash).with(Argon2Function.getInstanceFromHash(hash)));
  }

  /** Takes as long as {@link #matches}, for a user that does not exist. */
  void matchesNobody(String password, String origin, String name) {
    matches(password, nobody, origin, name);
  }

  private static String encode(String password) {
    return Password.hash(password).addRandomSalt(SALT_BYTES).with(ARGON2).getResult();
  }
}
