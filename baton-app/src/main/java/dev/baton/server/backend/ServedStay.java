// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

import dev.baton.board.Admission.Kind;
import dev.baton.board.Claims;
import dev.baton.service.Deadline;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A stay as this server serves it.
 *
 * @param denied kinds that the board was told not to be accepted only because the client had not
 *     been asked; boards remember that for the life of the claims
 * @param keptUntil when it is forgotten here unless asked for again
 */
record ServedStay(Claims claims, Set<Kind> denied, Deadline keptUntil) {

  static ServedStay of(Claims claims, Deadline keptUntil) {
    return new ServedStay(claims, ConcurrentHashMap.newKeySet(), keptUntil);
  }

  ServedStay keptUntil(Deadline later) {
    return new ServedStay(claims, denied, later);
  }

  /** Whether the board has to be told anew what is accepted. */
  boolean wronglyDenied(Set<Kind> accepted) {
    return !Collections.disjoint(denied, accepted);
  }

  /** Denied kinds about which the client still says nothing, as when it never got the question. */
  List<Kind> undecided(Collection<Kind> accepted, Collection<Kind> rejected) {
    Set<Kind> kinds = new HashSet<>(denied);
    kinds.removeAll(accepted);
    kinds.removeAll(rejected);
    return List.copyOf(kinds);
  }
}
