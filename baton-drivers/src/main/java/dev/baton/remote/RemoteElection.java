// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.election.Election;
import dev.baton.election.Term;
import dev.baton.service.Clock;
import dev.baton.service.Retry;
import dev.baton.wire.Calls;
import dev.baton.wire.Forms;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

final class RemoteElection implements Election {

  private final Http http;
  private final Clock clock;
  private final Retry retry;

  RemoteElection(Http http, Clock clock, Retry retry) {
    this.http = http;
    this.clock = clock;
    this.retry = retry;
  }

  @Override
  public List<Term> contend(Collection<String> names, String contender, Duration lease) {
    Forms.Contend request = new Forms.Contend(List.copyOf(names), contender, lease);
    long start = clock.nanos();
    return http.call(Calls.CONTEND, request).terms().stream()
        .map(term -> term.since(start))
        .toList();
  }

  @Override
  public void resign(Term term) {
    http.call(Calls.RESIGN, Forms.TermForm.of(term, clock));
  }

  @Override
  public Map<String, @Nullable String> leaders(Collection<String> names) {
    Forms.Names request = new Forms.Names(List.copyOf(names));
    return new HashMap<>(retry.harmless(() -> http.call(Calls.LEADERS, request)).leaders());
  }
}
