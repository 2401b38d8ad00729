// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.job.Watch;
import dev.baton.member.Member;
import dev.baton.member.MemberRegistry;
import dev.baton.protocol.Messages;
import dev.baton.protocol.Messages.LongPollTopic;
import dev.baton.protocol.ProtocolCalls;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The member registry of the server. A description is sent only if it is new, changed or several
 * minutes old; otherwise the stand-by poll is the heartbeat.
 */
final class RemoteMemberRegistry implements MemberRegistry {

  // Shorter than ten minutes, within which the server provides the actions of a member again.
  private static final Duration SEND_EVERY = Duration.ofMinutes(9);
  private static final Duration JITTER = Duration.ofMinutes(2);

  private record Sent(Member member, Deadline again) {}

  private final RemoteClient remoteClient;
  private final StandByLoop standByLoop;
  private final Clock clock;
  private final Map<String, Sent> sent = new ConcurrentHashMap<>();

  RemoteMemberRegistry(RemoteClient remoteClient, StandByLoop standByLoop, Clock clock) {
    this.remoteClient = remoteClient;
    this.standByLoop = standByLoop;
    this.clock = clock;
  }

  @Override
  public List<Question> heartbeat(Member member) {
    if (isSent(member) && standByLoop.isHeartbeatOf(member.id())) {
      return standByLoop.takeQuestions(member.id());
    }
    long jitter = ThreadLocalRandom.current().nextLong(JITTER.toMillis());
    Deadline again = Deadline.after(clock.nanos(), SEND_EVERY.minusMillis(jitter));
    List<Question> questions =
        remoteClient.call(ProtocolCalls.HEARTBEAT, new Messages.Heartbeat(member)).questions();
    sent.put(member.id(), new Sent(member, again));
    standByLoop.addMember(member.id());
    return questions;
  }

  private boolean isSent(Member member) {
    Sent before = sent.get(member.id());
    return before != null
        && !before.again().isPast(clock)
        // The registry ignores the time that the member sends, so it does not count as a change.
        && before.member().equals(member.withSeen(before.member().seen()));
  }

  @Override
  public Optional<Watch> watch(Runnable onQuestion) {
    return Optional.of(standByLoop.watch(LongPollTopic.QUESTIONS, onQuestion));
  }

  @Override
  public void leave(String memberId) {
    standByLoop.removeMember(memberId);
    sent.remove(memberId);
    remoteClient.call(ProtocolCalls.LEAVE_MEMBER_REGISTRY, new Messages.TextMessage(memberId));
  }

  @Override
  public List<Member> members(Duration seenWithin) {
    Messages.MembersRequest request = new Messages.MembersRequest(seenWithin);
    return remoteClient.repeat(ProtocolCalls.MEMBERS, request).members();
  }

  /**
   * Not repeated while the server does not answer, because the member could receive the question
   * twice.
   */
  @Override
  public String postQuestion(String memberId, String subject) {
    return remoteClient
        .call(ProtocolCalls.POST_QUESTION, new Messages.PostQuestion(memberId, subject))
        .text();
  }

  @Override
  public void answer(String questionId, String text) {
    Messages.AnswerQuestion answerQuestion = new Messages.AnswerQuestion(questionId, text);
    remoteClient.repeat(ProtocolCalls.ANSWER, answerQuestion);
  }

  @Override
  public Optional<String> answerTo(String questionId) {
    Messages.TextMessage question = new Messages.TextMessage(questionId);
    return Optional.ofNullable(remoteClient.repeat(ProtocolCalls.ANSWER_TO, question).text());
  }
}
