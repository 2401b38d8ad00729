// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.election;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Elects at most one leader at a time for each name. Blocking and thread-safe. Every method may
 * throw {@link dev.baton.error.UnavailableException}; after that, terms remain valid until their
 * own end.
 */
public interface Election {

  /**
   * Takes part in the elections for several names: keeps the terms that this contender has, and
   * wins the names that have no leader. The caller must call this again well before its terms end.
   *
   * @param contender the name of the calling process, unique to the process; shown as the leader
   * @param lease how long a term remains valid after the last confirmation
   * @return the terms that the contender has now; for a name without a term, another contender
   *     leads or nobody does
   */
  List<Term> contend(Collection<String> names, String contender, Duration lease);

  /**
   * Ends one term so that another contender can win at once. Has no effect if the term has ended.
   */
  void resign(Term term);

  /** Returns the present leaders by name. A name without a leader is missing or maps to null. */
  Map<String, @Nullable String> leaders(Collection<String> names);
}
