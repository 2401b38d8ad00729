// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import dev.baton.election.Election;
import dev.baton.election.Term;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An election that nobody wins, because a CIMI server holds no elections. Leaders are elected in
 * ZooKeeper.
 */
final class NoElection implements Election {

  @Override
  public List<Term> contend(Collection<String> names, String contender, Duration lease) {
    return List.of();
  }

  @Override
  public void resign(Term term) {}

  @Override
  public Map<String, @Nullable String> leaders(Collection<String> names) {
    return Map.of();
  }
}
