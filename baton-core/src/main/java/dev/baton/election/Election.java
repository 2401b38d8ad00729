// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.election;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * For each name, at most one leader at a time. Blocking and thread-safe; every method may throw
 * {@link dev.baton.error.UnavailableException}, after which terms hold until their own end.
 */
public interface Election {

  /**
   * Stands for several offices at once: keeps those that this contender leads, wins those that are
   * free. To be called again well before the terms end.
   *
   * @param contender unique to the process that asks; shown as the leader
   * @param lease how long a term outlives the last confirmation
   * @return the terms that the contender now has; those missing it does not have
   */
  List<Term> contend(Collection<String> names, String contender, Duration lease);

  /** Gives up one office so that another may win it at once; no effect if it is not held. */
  void resign(Term term);

  /** The present leaders by name; a name without one is missing, or maps to null. */
  Map<String, @Nullable String> leaders(Collection<String> names);
}
