// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import dev.baton.board.Admission.ActionVersion;
import dev.baton.board.BoardSession;
import dev.baton.job.JobId;
import dev.baton.server.BoundedMap;
import dev.baton.service.Deadline;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A board session of a remote executor, as this server keeps it.
 *
 * @param denied the action versions that the board regards as not accepted, because the client has
 *     rejected them or had not decided about them yet; the board remembers this until {@link
 *     #forgetWrongDenials}
 * @param granted the fencing token of the newest claim of each job that the session was granted, as
 *     far as this server knows; a claim stays here after its end, because the store checks by the
 *     token whether the claim is still valid
 * @param keptUntil when this server drops the session from its cache, unless another call uses the
 *     session before
 */
record RemoteSession(
    BoardSession session, Set<ActionVersion> denied, Map<JobId, Long> granted, Deadline keptUntil) {

  private static final int MAX_CLAIMS = 20_000;

  static RemoteSession of(BoardSession boardSession, Deadline keptUntil) {
    Map<JobId, Long> granted = Collections.synchronizedMap(new BoundedMap<>(MAX_CLAIMS));
    return new RemoteSession(boardSession, ConcurrentHashMap.newKeySet(), granted, keptUntil);
  }

  RemoteSession keptUntil(Deadline later) {
    return new RemoteSession(session, denied, granted, later);
  }

  /**
   * Whether the session was granted a claim of the job.
   *
   * @param token the token of the claim; null means any claim of the job
   */
  boolean wasGranted(JobId job, @Nullable Long token) {
    if (!hasGranted(job, token)) {
      // The claim may have been granted by another server, or by this server before its restart.
      // The board knows it.
      session.heldClaims().forEach(claimRef -> granted.put(claimRef.job(), claimRef.token()));
    }
    return hasGranted(job, token);
  }

  /**
   * Whether this server knows that the session was granted the claim. Does not read the board,
   * unlike {@link #wasGranted}.
   */
  boolean hasGranted(JobId job, @Nullable Long token) {
    Long known = granted.get(job);
    return known != null && (token == null || token.equals(known));
  }

  /**
   * Makes the board ask again if the client now accepts action versions that the board regards as
   * not accepted.
   */
  void forgetWrongDenials(Set<ActionVersion> accepted) {
    if (!Collections.disjoint(denied, accepted)) {
      session.forgetAdmission();
      denied.clear();
    }
  }

  /**
   * Returns the action versions that the board does not offer to this session, because the remote
   * executor has not yet said whether it accepts them; for example, it did not receive the
   * question.
   */
  List<ActionVersion> undecided(
      Collection<ActionVersion> accepted, Collection<ActionVersion> rejected) {
    Set<ActionVersion> kinds = new HashSet<>(denied);
    kinds.removeAll(accepted);
    kinds.removeAll(rejected);
    return List.copyOf(kinds);
  }
}
