// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/**
 * The id of a job, written {@code job/<uuid>}.
 *
 * @param uuid the part after the slash: lower-case letters and digits in groups joined by hyphens
 */
public record JobId(String uuid) implements Comparable<JobId> {

  private static final String PREFIX = "job/";
  private static final int MAX_LENGTH = 36;
  private static final SecureRandom RANDOM = new SecureRandom();

  public JobId {
    if (uuid.length() > MAX_LENGTH || !isWellFormed(uuid)) {
      throw new InvalidInputException(
          "'" + InputBounds.shown(uuid) + "' is not a job id; expected 'job/<uuid>' in lower case");
    }
  }

  // Each row of a job that is read creates an id, and a regular expression costs about as much as
  // the rest of the row.
  private static boolean isWellFormed(String uuid) {
    boolean isInGroup = false;
    for (int i = 0; i < uuid.length(); i++) {
      char c = uuid.charAt(i);
      boolean isGroupCharacter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (!isGroupCharacter && (c != '-' || !isInGroup)) {
        return false;
      }
      isInGroup = isGroupCharacter;
    }
    return isInGroup;
  }

  /** Parses {@code job/<uuid>}, or the uuid alone. */
  public static JobId parse(String text) {
    return new JobId(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
  }

  /**
   * Creates an id (UUID version 7). Later ids sort after earlier ids, which keeps indexes compact.
   */
  public static JobId create(Instant now) {
    byte[] random = new byte[10];
    RANDOM.nextBytes(random);
    ByteBuffer bits = ByteBuffer.wrap(random);
    long high = (now.toEpochMilli() << 16) | 0x7000 | (bits.getShort() & 0x0fff);
    long low = (bits.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new JobId(new UUID(high, low).toString());
  }

  /**
   * Returns the id that belongs to a name. The same name always gives the same id, so that a
   * repeated post of the same job is detected.
   */
  public static JobId named(String name) {
    return new JobId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString());
  }

  /**
   * Returns the id of the child job that a job posts under a key. The same parent and key always
   * give the same id.
   */
  public static JobId ofChild(JobId parent, String key) {
    return named(parent + "/" + key);
  }

  @Override
  public int compareTo(JobId other) {
    return uuid.compareTo(other.uuid);
  }

  @Override
  public String toString() {
    return PREFIX + uuid;
  }
}
