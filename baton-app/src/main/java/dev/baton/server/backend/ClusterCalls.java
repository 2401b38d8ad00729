// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

import dev.baton.access.Caller;
import dev.baton.backend.Backend;
import dev.baton.distributor.DistributionStore;
import dev.baton.election.Election;
import dev.baton.election.Term;
import dev.baton.executor.MemberBounds;
import dev.baton.executor.Roster;
import dev.baton.plugin.ActionStore;
import dev.baton.plugin.KnownAction;
import dev.baton.service.Clock;
import dev.baton.wire.Calls;
import dev.baton.wire.Forms;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Elections, distributions, the roster, and whether the backend is well. */
final class ClusterCalls {

  private final Backend backend;
  private final Election election;
  private final DistributionStore distributions;
  private final Roster roster;
  private final ActionStore actions;
  private final ConfinedMembers confined;
  private final Clock clock;

  ClusterCalls(Backend backend, Clock clock) {
    this.backend = backend;
    this.election = backend.election();
    this.distributions = backend.distributions();
    this.roster = backend.roster();
    this.actions = backend.actions();
    this.confined = new ConfinedMembers(backend.actions(), backend.roster(), clock);
    this.clock = clock;
  }

  void addTo(Routes routes) {
    routes.on(Calls.CONTEND, this::contend);
    routes.on(Calls.RESIGN, this::resign);
    routes.on(Calls.LEADERS, this::leaders);
    routes.on(Calls.DISTRIBUTIONS, q -> new Forms.States(distributions.all()));
    routes.on(Calls.SAVE_DISTRIBUTION, this::save);
    routes.on(Calls.BEAT, this::beat);
    routes.on(Calls.LEAVE_ROSTER, this::leaveRoster);
    routes.on(Calls.MEMBERS, this::members);
    routes.on(Calls.KNOWN_ACTIONS, this::knownActions);
    routes.on(Calls.PROVIDE_ACTIONS, this::provide);
    routes.on(Calls.FORGET_ACTION, q -> new Forms.Flag(actions.forget(q.text())));
    routes.on(Calls.ASK, q -> new Forms.Text(roster.ask(q.member(), q.subject())));
    routes.on(Calls.ANSWER, this::answer);
    routes.on(Calls.ANSWER_TO, q -> new Forms.OptionalText(roster.answerTo(q.text()).orElse(null)));
    routes.on(Calls.CHECK, this::check);
  }

  private Forms.Terms contend(Forms.Contend request) {
    List<Term> terms = election.contend(request.names(), request.contender(), request.lease());
    return new Forms.Terms(terms.stream().map(term -> Forms.TermForm.of(term, clock)).toList());
  }

  private Forms.Nothing resign(Forms.TermForm term) {
    election.resign(local(term));
    return new Forms.Nothing();
  }

  private Forms.Leaders leaders(Forms.Names request) {
    Map<String, @Nullable String> leaders = new HashMap<>(election.leaders(request.names()));
    leaders.values().removeIf(leader -> leader == null);
    return new Forms.Leaders(leaders);
  }

  private Forms.Nothing save(Forms.SaveState request) {
    distributions.save(request.state(), local(request.term()));
    return new Forms.Nothing();
  }

  /** Stores go by the token; the deadline is the client's business. */
  private Term local(Forms.TermForm term) {
    return term.since(clock.nanos());
  }

  /**
   * Without refusals: an executor has no use for the ids of other executors' jobs. With an
   * executor's key also without actions: it wants to know who is alive and reaches what.
   */
  private Forms.Members members(Caller caller, Forms.SeenWithin request) {
    return new Forms.Members(
        roster.members(request.within()).stream()
            .map(member -> member.withRefusals(List.of()))
            .map(member -> caller.isAdmin() ? member : member.withActions(List.of()))
            .toList());
  }

  /** With an executor's key without the keys of others. */
  private Forms.KnownActions knownActions(Caller caller, Forms.Nothing nothing) {
    return new Forms.KnownActions(
        actions.all().stream()
            .map(known ->
                caller.isAdmin()
                    ? known
                    : new KnownAction(
                        known.action().withDefinedBy(null), known.providedBy(), known.provided()))
            .toList());
  }

  private Forms.Nothing provide(Forms.Provide request) {
    actions.provide(request.by(), request.actions());
    return new Forms.Nothing();
  }

  private Forms.Questions beat(Caller caller, Forms.Beat request) {
    MemberBounds.check(request.member());
    return new Forms.Questions(roster.beat(confined.checked(caller, request.member())));
  }

  private Forms.Nothing leaveRoster(Caller caller, Forms.Text member) {
    roster.leave(confined.leaving(caller, member.text()));
    return new Forms.Nothing();
  }

  private Forms.Nothing answer(Forms.Reply reply) {
    roster.answer(reply.question(), reply.text());
    return new Forms.Nothing();
  }

  private Forms.Text check(Forms.Nothing nothing) {
    backend.check();
    return new Forms.Text(backend.description());
  }
}
