// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.election;

import java.util.List;

/**
 * Durable state of distributions, so that a new leader goes on where the old one stopped. Blocking
 * and thread-safe; every method may throw {@link dev.baton.error.UnavailableException}.
 */
public interface DistributionStore {

  /** All states, by name. */
  List<DistributionState> all();

  /**
   * Writes the state of the distribution that the term is for.
   *
   * @throws dev.baton.error.LostClaimException if a leader with a greater token wrote before
   */
  void save(DistributionState state, Term term);
}
