// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.service.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Creates random secrets and their digests. A fast hash is enough for these secrets, because nobody
 * can guess 256 random bits.
 */
public final class SecretTokens {

  private static final SecureRandom RANDOM = new SecureRandom();

  private SecretTokens() {}

  /** 256 random bits as 43 URL-safe characters. */
  static String random() {
    return random(32);
  }

  /** The given number of random bytes as URL-safe characters. */
  static String random(int bytes) {
    byte[] bits = new byte[bytes];
    RANDOM.nextBytes(bits);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
  }

  /** The SHA-256 digest in lower-case hex. */
  public static String digest(String secret) {
    return Sha256.hex(secret);
  }

  /**
   * Whether the texts are equal. The time does not depend on where the texts differ, so a client
   * cannot guess a secret character by character.
   */
  static boolean equalsInConstantTime(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
