// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import dev.baton.access.Caller;
import dev.baton.backend.Backend;
import dev.baton.election.DistributionStore;
import dev.baton.election.Election;
import dev.baton.election.Term;
import dev.baton.member.ActionStore;
import dev.baton.member.CheckMember;
import dev.baton.member.KnownAction;
import dev.baton.member.Member;
import dev.baton.member.MemberRegistry;
import dev.baton.protocol.Messages;
import dev.baton.protocol.ProtocolCalls;
import dev.baton.service.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The protocol calls for elections, distributions, the member registry, the known actions, and the
 * check of the backend.
 */
final class InstallationCalls {

  private final Backend backend;
  private final Election election;
  private final DistributionStore distributions;
  private final MemberRegistry memberRegistry;
  private final ActionStore actions;
  private final MemberReportChecks confined;
  private final StandByMembers standByMembers;
  private final Clock clock;

  InstallationCalls(Backend backend, StandByMembers standByMembers, Clock clock) {
    this.standByMembers = standByMembers;
    this.backend = backend;
    this.election = backend.election();
    this.distributions = backend.distributions();
    this.memberRegistry = backend.memberRegistry();
    this.actions = backend.actions();
    this.confined = new MemberReportChecks(backend.actions(), backend.memberRegistry(), clock);
    this.clock = clock;
  }

  void addTo(CallRoutes callRoutes) {
    callRoutes.add(ProtocolCalls.CONTEND, this::contend);
    callRoutes.add(ProtocolCalls.RESIGN, this::resign);
    callRoutes.add(ProtocolCalls.LEADERS, this::leaders);
    callRoutes.add(
        ProtocolCalls.DISTRIBUTIONS, q -> new Messages.DistributionStates(distributions.all()));
    callRoutes.add(ProtocolCalls.SAVE_DISTRIBUTION, this::save);
    callRoutes.add(ProtocolCalls.HEARTBEAT, this::beat);
    callRoutes.add(ProtocolCalls.LEAVE_MEMBER_REGISTRY, this::leaveMemberRegistry);
    callRoutes.add(ProtocolCalls.MEMBERS, this::members);
    callRoutes.add(ProtocolCalls.KNOWN_ACTIONS, this::knownActions);
    callRoutes.add(ProtocolCalls.PROVIDE_ACTIONS, this::provide);
    callRoutes.add(
        ProtocolCalls.DELETE_ACTION, q -> new Messages.FlagReply(actions.deleteAction(q.text())));
    callRoutes.add(
        ProtocolCalls.POST_QUESTION,
        q -> new Messages.TextMessage(memberRegistry.postQuestion(q.member(), q.subject())));
    callRoutes.add(ProtocolCalls.ANSWER, this::answer);
    callRoutes.add(
        ProtocolCalls.ANSWER_TO,
        q -> new Messages.OptionalTextMessage(memberRegistry.answerTo(q.text()).orElse(null)));
    callRoutes.add(ProtocolCalls.CHECK, this::check);
  }

  private Messages.Terms contend(Messages.Contend request) {
    List<Term> terms = election.contend(request.names(), request.contender(), request.lease());
    return new Messages.Terms(
        terms.stream().map(term -> Messages.TermMessage.of(term, clock)).toList());
  }

  private Messages.EmptyMessage resign(Messages.TermMessage term) {
    election.resign(local(term));
    return new Messages.EmptyMessage();
  }

  private Messages.Leaders leaders(Messages.ElectionNames request) {
    Map<String, @Nullable String> leaders = new HashMap<>(election.leaders(request.names()));
    leaders.values().removeIf(leader -> leader == null);
    return new Messages.Leaders(leaders);
  }

  private Messages.EmptyMessage save(Messages.SaveDistributionState request) {
    distributions.save(request.state(), local(request.term()));
    return new Messages.EmptyMessage();
  }

  /**
   * Converts the message to a term. Its deadline has no meaning on this server: the store checks
   * only the fencing token, and only the client watches the deadline.
   */
  private Term local(Messages.TermMessage term) {
    return term.since(clock.nanos());
  }

  /**
   * Returns the members without their capability refusals, because an executor does not need the
   * ids of jobs that other executors refused. With an executor's key, also without their actions,
   * because an executor needs only the places that the members can reach.
   */
  private Messages.MemberList members(Caller caller, Messages.MembersRequest request) {
    return new Messages.MemberList(
        memberRegistry.members(request.within()).stream()
            .map(member -> member.withRefusals(List.of()))
            .map(member -> caller.isAdmin() ? member : member.withActions(List.of()))
            .toList());
  }

  /**
   * Returns the known actions. With an executor's key, the answer does not show which keys defined
   * them.
   */
  private Messages.KnownActionList knownActions(Caller caller, Messages.EmptyMessage emptyMessage) {
    return new Messages.KnownActionList(
        actions.all().stream()
            .map(known ->
                caller.isAdmin()
                    ? known
                    : new KnownAction(
                        known.action().withDefinedBy(null), known.providedBy(), known.provided()))
            .toList());
  }

  private Messages.EmptyMessage provide(Messages.ProvideActions request) {
    actions.provide(request.by(), request.actions());
    return new Messages.EmptyMessage();
  }

  private Messages.Questions beat(Caller caller, Messages.Heartbeat request) {
    CheckMember.check(request.member());
    Member stored = confined.checked(caller, request.member());
    return new Messages.Questions(standByMembers.heartbeat(caller, request.member().id(), stored));
  }

  private Messages.EmptyMessage leaveMemberRegistry(Caller caller, Messages.TextMessage member) {
    standByMembers.forget(caller, member.text());
    memberRegistry.leave(confined.leaving(caller, member.text()));
    return new Messages.EmptyMessage();
  }

  private Messages.EmptyMessage answer(Messages.AnswerQuestion answerQuestion) {
    memberRegistry.answer(answerQuestion.question(), answerQuestion.text());
    return new Messages.EmptyMessage();
  }

  private Messages.TextMessage check(Messages.EmptyMessage emptyMessage) {
    backend.check();
    return new Messages.TextMessage(backend.description());
  }
}
