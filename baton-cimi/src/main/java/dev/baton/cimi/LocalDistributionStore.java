// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import dev.baton.election.DistributionState;
import dev.baton.election.DistributionStore;
import dev.baton.election.Term;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the states of distributions in the memory of this process, because a CIMI server does not
 * store them. A process that becomes the leader has no state, so it starts with the next scheduled
 * time.
 */
final class LocalDistributionStore implements DistributionStore {

  private final Map<String, DistributionState> states = new ConcurrentHashMap<>();

  @Override
  public List<DistributionState> all() {
    return List.copyOf(states.values());
  }

  @Override
  public void save(DistributionState state, Term term) {
    states.put(state.name(), state);
  }
}
