// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.election;

import java.util.List;

/**
 * Stores the state of distributions durably, so that a new leader continues where the old leader
 * stopped. Blocking and thread-safe. Every method may throw {@link
 * dev.baton.error.UnavailableException}.
 */
public interface DistributionStore {

  /** Returns all states, ordered by name. */
  List<DistributionState> all();

  /**
   * Stores the state of the distribution that the term belongs to.
   *
   * @throws dev.baton.error.LostClaimException if a leader with a greater token has stored a state
   */
  void save(DistributionState state, Term term);
}
