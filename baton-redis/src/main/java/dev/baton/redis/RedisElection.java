// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.redis;

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

/**
 * Elections in Redis. A term is a value with the moment of its end on the clock of the server, and
 * its token comes from the same counter as the tokens of locks.
 */
record RedisElection(RedisCalls calls, Clock clock) implements Election {

  @Override
  public List<Term> contend(Collection<String> names, String contender, Duration lease) {
    if (names.isEmpty()) {
      return List.of();
    }
    List<String> elections = List.copyOf(names);
    List<String> arguments = new ArrayList<>();
    arguments.add(String.valueOf(lease.toMillis()));
    arguments.addAll(elections);
    Deadline until = Deadline.after(clock.nanos(), lease);
    List<String> tokens = RedisCalls.texts(calls.callAndWait("contend", contender, arguments));
    List<Term> terms = new ArrayList<>();
    for (int i = 0; i < elections.size(); i++) {
      if (!tokens.get(i).isEmpty()) {
        terms.add(new Term(elections.get(i), contender, Long.parseLong(tokens.get(i)), until));
      }
    }
    return terms;
  }

  @Override
  public void resign(Term term) {
    calls.callAndWait(
        "resign", term.contender(), List.of(term.name(), String.valueOf(term.token())));
  }

  @Override
  public Map<String, @Nullable String> leaders(Collection<String> names) {
    List<String> elections = List.copyOf(names);
    Map<String, @Nullable String> leaders = new HashMap<>();
    if (!elections.isEmpty()) {
      List<String> found = RedisCalls.texts(calls.callAndWait("leaders", "", elections));
      for (int i = 0; i < elections.size(); i++) {
        if (!found.get(i).isEmpty()) {
          leaders.put(elections.get(i), found.get(i));
        }
      }
    }
    return leaders;
  }
}
