// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

import dev.baton.board.Admission.ActionVersion;
import dev.baton.board.BoardSession;
import dev.baton.job.JobId;
import dev.baton.service.Deadline;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A stay as this server serves it.
 *
 * @param denied kinds that the board was told not to be accepted only because the client had not
 *     been asked; boards remember that for the life of the claims
 * @param granted what it was granted, as far as this server knows
 * @param keptUntil when it is forgotten here unless asked for again
 */
record RemoteSession(
    BoardSession session, Set<ActionVersion> denied, GrantedClaims granted, Deadline keptUntil) {

  static RemoteSession of(BoardSession boardSession, Deadline keptUntil) {
    return new RemoteSession(
        boardSession, ConcurrentHashMap.newKeySet(), new GrantedClaims(), keptUntil);
  }

  RemoteSession keptUntil(Deadline later) {
    return new RemoteSession(session, denied, granted, later);
  }

  /**
   * Whether the stay was granted a claim of the job.
   *
   * @param token of the claim; null is any
   */
  boolean wasGranted(JobId job, @Nullable Long token) {
    if (!granted.has(job, token)) {
      // By another server, or before this one was started.
      session.heldClaims().forEach(claimRef -> granted.add(claimRef.job(), claimRef.token()));
    }
    return granted.has(job, token);
  }

  /** As {@link #wasGranted}, without asking the board. */
  boolean hasGranted(JobId job, @Nullable Long token) {
    return granted.has(job, token);
  }

  /** Whether the board has to be told anew what is accepted. */
  boolean isWronglyDenied(Set<ActionVersion> accepted) {
    return !Collections.disjoint(denied, accepted);
  }

  /** Denied kinds about which the client still says nothing, as when it never got the question. */
  List<ActionVersion> undecided(
      Collection<ActionVersion> accepted, Collection<ActionVersion> rejected) {
    Set<ActionVersion> kinds = new HashSet<>(denied);
    kinds.removeAll(accepted);
    kinds.removeAll(rejected);
    return List.copyOf(kinds);
  }
}
