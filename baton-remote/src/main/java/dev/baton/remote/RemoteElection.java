// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.election.Election;
import dev.baton.election.Term;
import dev.baton.protocol.Messages;
import dev.baton.protocol.ProtocolCalls;
import dev.baton.service.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

record RemoteElection(RemoteClient remoteClient, Clock clock) implements Election {

  @Override
  public List<Term> contend(Collection<String> names, String contender, Duration lease) {
    Messages.Contend request = new Messages.Contend(List.copyOf(names), contender, lease);
    long start = clock.nanos();
    return remoteClient.call(ProtocolCalls.CONTEND, request).terms().stream()
        .map(term -> term.since(start))
        .toList();
  }

  @Override
  public void resign(Term term) {
    remoteClient.call(ProtocolCalls.RESIGN, Messages.TermMessage.of(term, clock));
  }

  @Override
  public Map<String, @Nullable String> leaders(Collection<String> names) {
    Messages.ElectionNames request = new Messages.ElectionNames(List.copyOf(names));
    return new HashMap<>(remoteClient.repeat(ProtocolCalls.LEADERS, request).leaders());
  }
}
