// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

import dev.baton.access.Caller;
import dev.baton.board.Claims;
import dev.baton.board.JobBoard;
import dev.baton.error.InvalidInputException;
import dev.baton.job.JobId;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.wire.Forms;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The stays of remote executors at the board, as this server serves them. What is here is a cache:
 * any server can take up a stay by its key, and one that is not asked for any more is dropped
 * without ending it.
 *
 * <p>The key is made of the client's secret and the caller, so that a stay is of no use to another
 * caller, and the board's record does not tell the secret.
 */
final class Stays {

  private static final int MIN_SECRET = 32;
  private static final int MAX_SECRET = 128;
  private static final Duration MAX_LEASE = Duration.ofMinutes(10);

  private final JobBoard board;
  private final Clock clock;
  private final ConcurrentMap<String, ServedStay> served = new ConcurrentHashMap<>();
  // Stays that have ended: executors look how their last jobs ended.
  private final ConcurrentMap<String, ServedStay> ended = new ConcurrentHashMap<>();

  Stays(JobBoard board, Clock clock) {
    this.board = board;
    this.clock = clock;
  }

  ServedStay join(Caller caller, Forms.Stay stay) {
    check(stay);
    dropForgotten();
    String key = key(caller, stay);
    return keep(key, stay, ServedStay.of(board.join(stay.owner(), stay.lease(), key), until(stay)));
  }

  /**
   * The stay, taken up if another server served it before.
   *
   * @throws dev.baton.error.LostClaimException if its lease ran out, or it is not this caller's
   */
  ServedStay of(Caller caller, Forms.Stay stay) {
    check(stay);
    String key = key(caller, stay);
    ServedStay known = served.get(key);
    return known == null ? rejoin(caller, stay) : keep(key, stay, known);
  }

  /** The stay as if this server had never served it: what it was told of kinds is forgotten. */
  ServedStay rejoin(Caller caller, Forms.Stay stay) {
    String key = key(caller, stay);
    Claims claims = board.rejoin(stay.owner(), stay.lease(), key);
    // The client lives, or it would not ask; what this answers is answered again by the next one.
    claims.renew();
    return keep(key, stay, ServedStay.of(claims, until(stay)));
  }

  /** After a stay ended, so that nobody takes the cached one for alive. */
  void drop(Caller caller, Forms.Stay stay) {
    String key = key(caller, stay);
    ServedStay dropped = served.remove(key);
    if (dropped != null) {
      ended.put(key, dropped);
    }
  }

  /**
   * Whether the stay was granted a claim of the job; also one that has ended lately.
   *
   * @param token of the claim; null is any
   * @throws dev.baton.error.LostClaimException if the stay is not known, or not this caller's
   */
  boolean wasGranted(Caller caller, Forms.Stay stay, JobId job, @Nullable Long token) {
    check(stay);
    ServedStay before = ended.get(key(caller, stay));
    return (before != null && before.hasGranted(job, token))
        || of(caller, stay).wasGranted(job, token);
  }

  private ServedStay keep(String key, Forms.Stay stay, ServedStay known) {
    ServedStay kept = known.keptUntil(until(stay));
    served.put(key, kept);
    return kept;
  }

  private Deadline until(Forms.Stay stay) {
    return Deadline.after(clock.nanos(), stay.lease().multipliedBy(2));
  }

  private void dropForgotten() {
    served.values().removeIf(stay -> stay.keptUntil().isPast(clock));
    ended.values().removeIf(stay -> stay.keptUntil().isPast(clock));
  }

  private static void check(Forms.Stay stay) {
    int length = stay.secret().length();
    if (length < MIN_SECRET || length > MAX_SECRET) {
      throw new InvalidInputException(
          "the stay's secret has "
              + length
              + " characters; allowed: "
              + MIN_SECRET
              + " to "
              + MAX_SECRET);
    }
    Duration lease = stay.lease();
    if (lease.isNegative() || lease.isZero() || lease.compareTo(MAX_LEASE) > 0) {
      throw new InvalidInputException(
          "the lease is " + lease + "; allowed: more than none, up to " + MAX_LEASE);
    }
  }

  private static String key(Caller caller, Forms.Stay stay) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String text = caller.userId() + "\n" + stay.secret();
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
