// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.memory;

import dev.baton.election.Election;
import dev.baton.election.Term;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

final class InMemoryElection implements Election {

  private final Clock clock;
  // Guarded by the lock of this object.
  private final Map<String, Term> terms = new HashMap<>();
  private final Map<String, Long> tokens = new HashMap<>();

  InMemoryElection(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized List<Term> contend(
      Collection<String> names, String contender, Duration lease) {
    Deadline until = Deadline.after(clock.nanos(), lease);
    List<Term> won = new ArrayList<>();
    for (String name : names) {
      Term present = present(name);
      if (present == null || present.contender().equals(contender)) {
        long token = present == null ? tokens.merge(name, 1L, Long::sum) : present.token();
        Term term = new Term(name, contender, token, until);
        terms.put(name, term);
        won.add(term);
      }
    }
    return won;
  }

  private @Nullable Term present(String name) {
    Term term = terms.get(name);
    return term == null || term.trustedUntil().isPast(clock) ? null : term;
  }

  @Override
  public synchronized void resign(Term term) {
    Term present = terms.get(term.name());
    if (present != null && present.token() == term.token()) {
      terms.remove(term.name());
    }
  }

  @Override
  public synchronized Map<String, @Nullable String> leaders(Collection<String> names) {
    Map<String, @Nullable String> leaders = new HashMap<>();
    for (String name : names) {
      Term present = present(name);
      if (present != null) {
        leaders.put(name, present.contender());
      }
    }
    return leaders;
  }
}
