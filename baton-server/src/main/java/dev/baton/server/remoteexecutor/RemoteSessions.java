// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import dev.baton.access.Caller;
import dev.baton.board.BoardSession;
import dev.baton.board.JobBoard;
import dev.baton.error.InvalidInputException;
import dev.baton.job.JobId;
import dev.baton.protocol.Messages;
import dev.baton.server.SecretTokens;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A cache of the board sessions of remote executors that this server serves. Any server can serve a
 * session, because the board finds it by its session key. If no call uses a session for some time,
 * it is dropped from the cache, but it does not end.
 *
 * <p>The session key is a hash of the client's secret and the caller's user. Therefore another
 * caller cannot use the session, and nobody can learn the secret from the data of the board.
 */
final class RemoteSessions {

  private static final int MIN_SECRET = 32;
  private static final int MAX_SECRET = 128;
  private static final Duration MAX_LEASE = Duration.ofMinutes(10);

  /**
   * A session that has ended.
   *
   * @param holder the API key or user of the executor
   */
  private record Ended(String holder, RemoteSession session) {}

  private final JobBoard board;
  private final Clock clock;
  private final ConcurrentMap<String, RemoteSession> served = new ConcurrentHashMap<>();
  // Ended sessions are kept for a while, because executors still read how their last jobs ended.
  private final ConcurrentMap<String, Ended> ended = new ConcurrentHashMap<>();
  private final int perKey;

  private final SessionQuota quota;

  /**
   * Creates the cache.
   *
   * @param perKey the largest number of open sessions with one key; the same number of ended
   *     sessions is kept
   */
  RemoteSessions(JobBoard board, Clock clock, int perKey) {
    this.board = board;
    this.clock = clock;
    this.perKey = perKey;
    this.quota = new SessionQuota(perKey, clock);
  }

  /**
   * Opens a session, or joins it again if a session with the same session key is open.
   *
   * @throws dev.baton.error.QuotaExceededException if the caller's API key has too many open
   *     sessions
   */
  RemoteSession join(Caller caller, Messages.SessionRef sessionRef) {
    check(sessionRef);
    dropExpired();
    String key = key(caller, sessionRef);
    boolean isNew = quota.admit(caller, key, sessionRef.lease());
    BoardSession boardSession;
    try {
      boardSession = board.join(sessionRef.owner(), sessionRef.lease(), key);
    } catch (RuntimeException e) {
      if (isNew) {
        quota.left(key);
      }
      throw e;
    }
    return keep(caller, sessionRef, RemoteSession.of(boardSession, until(sessionRef)));
  }

  /**
   * Returns the session. If it is not in the cache, for example because another server served it,
   * this server takes it over from the board.
   *
   * @throws dev.baton.error.LostClaimException if the lease has run out, or the session belongs to
   *     another caller
   */
  RemoteSession of(Caller caller, Messages.SessionRef sessionRef) {
    check(sessionRef);
    String key = key(caller, sessionRef);
    RemoteSession known = served.get(key);
    return known == null ? rejoin(caller, sessionRef) : keep(caller, sessionRef, known);
  }

  /**
   * Joins the session at the board again and replaces it in the cache. Afterwards no action version
   * counts as denied.
   */
  RemoteSession rejoin(Caller caller, Messages.SessionRef sessionRef) {
    String key = key(caller, sessionRef);
    BoardSession boardSession = board.rejoin(sessionRef.owner(), sessionRef.lease(), key);
    // The client is alive, because it sent this request, so its lease is renewed. This call also
    // returns ended jobs; they are ignored, because the next renewal returns them again.
    boardSession.renew();
    return keep(caller, sessionRef, RemoteSession.of(boardSession, until(sessionRef)));
  }

  /** Moves a session that has ended from the cache of open sessions to the ended sessions. */
  void drop(Caller caller, Messages.SessionRef sessionRef) {
    String key = key(caller, sessionRef);
    quota.left(key);
    RemoteSession dropped = served.remove(key);
    if (dropped != null) {
      dropOldestEnded(caller.keyOrUser());
      ended.put(key, new Ended(caller.keyOrUser(), dropped));
    }
  }

  /**
   * Removes the oldest ended session of the executor's key if there are too many, because executors
   * can join and leave again and again.
   */
  private void dropOldestEnded(String holder) {
    List<Map.Entry<String, Ended>> others =
        ended.entrySet().stream().filter(each -> each.getValue().holder().equals(holder)).toList();
    if (others.size() >= perKey) {
      others.stream()
          .min(Comparator.comparing(each -> each.getValue().session().keptUntil().remaining(clock)))
          .ifPresent(oldest -> ended.remove(oldest.getKey(), oldest.getValue()));
    }
  }

  /**
   * Whether the session was granted a claim of the job. Finds sessions that have ended, too, if
   * they ended recently.
   *
   * @param token the fencing token of the claim; null means any claim of the job
   * @throws dev.baton.error.LostClaimException if the session is unknown, or belongs to another
   *     caller
   */
  boolean wasGranted(
      Caller caller, Messages.SessionRef sessionRef, JobId job, @Nullable Long token) {
    check(sessionRef);
    Ended before = ended.get(key(caller, sessionRef));
    return (before != null && before.session().hasGranted(job, token))
        || of(caller, sessionRef).wasGranted(job, token);
  }

  private RemoteSession keep(Caller caller, Messages.SessionRef sessionRef, RemoteSession known) {
    String key = key(caller, sessionRef);
    quota.seen(caller, key, sessionRef.lease());
    RemoteSession kept = known.keptUntil(until(sessionRef));
    served.put(key, kept);
    return kept;
  }

  private Deadline until(Messages.SessionRef sessionRef) {
    return Deadline.after(clock.nanos(), sessionRef.lease().multipliedBy(2));
  }

  private void dropExpired() {
    served.values().removeIf(session -> session.keptUntil().isPast(clock));
    ended.values().removeIf(each -> each.session().keptUntil().isPast(clock));
  }

  private static void check(Messages.SessionRef sessionRef) {
    int length = sessionRef.secret().length();
    if (length < MIN_SECRET || length > MAX_SECRET) {
      throw new InvalidInputException(
          "the secret of the board session has "
              + length
              + " characters; allowed: "
              + MIN_SECRET
              + " to "
              + MAX_SECRET);
    }
    Duration lease = sessionRef.lease();
    if (lease.isNegative() || lease.isZero() || lease.compareTo(MAX_LEASE) > 0) {
      throw new InvalidInputException(
          "the lease is " + lease + "; allowed: more than 0, up to " + MAX_LEASE);
    }
  }

  private static String key(Caller caller, Messages.SessionRef sessionRef) {
    return SecretTokens.digest(caller.userId() + "\n" + sessionRef.secret());
  }
}
