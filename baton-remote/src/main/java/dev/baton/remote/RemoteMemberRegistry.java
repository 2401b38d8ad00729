// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.member.Member;
import dev.baton.member.MemberRegistry;
import dev.baton.protocol.Messages;
import dev.baton.protocol.ProtocolCalls;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

record RemoteMemberRegistry(RemoteClient remoteClient) implements MemberRegistry {

  @Override
  public List<Question> heartbeat(Member member) {
    return remoteClient.call(ProtocolCalls.HEARTBEAT, new Messages.Heartbeat(member)).questions();
  }

  @Override
  public void leave(String memberId) {
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
