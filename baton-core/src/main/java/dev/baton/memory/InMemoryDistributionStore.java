// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.memory;

import dev.baton.election.DistributionState;
import dev.baton.election.DistributionStore;
import dev.baton.election.Term;
import dev.baton.error.LostClaimException;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

final class InMemoryDistributionStore implements DistributionStore {

  private record Saved(DistributionState state, long token) {}

  // Guarded by the lock of this object.
  private final NavigableMap<String, Saved> saved = new TreeMap<>();

  @Override
  public synchronized List<DistributionState> all() {
    return saved.values().stream().map(Saved::state).toList();
  }

  @Override
  public synchronized void save(DistributionState state, Term term) {
    Saved before = saved.get(state.name());
    if (before != null && before.token() > term.token()) {
      throw new LostClaimException(
          "distribution '"
              + state.name()
              + "' has a newer leader: its token is "
              + before.token()
              + ", and the token of this write is "
              + term.token());
    }
    saved.put(state.name(), new Saved(state, term.token()));
  }
}
