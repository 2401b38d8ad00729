// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import dev.baton.job.Watch;
import dev.baton.member.Member;
import dev.baton.member.MemberRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A member registry that passes each call to another one, for tests that change a method. */
abstract class ForwardingMemberRegistry implements MemberRegistry {

  private final MemberRegistry memberRegistry;

  ForwardingMemberRegistry(MemberRegistry memberRegistry) {
    this.memberRegistry = memberRegistry;
  }

  @Override
  public List<Question> heartbeat(Member member) {
    return memberRegistry.heartbeat(member);
  }

  @Override
  public void leave(String memberId) {
    memberRegistry.leave(memberId);
  }

  @Override
  public void markLost(String memberId) {
    memberRegistry.markLost(memberId);
  }

  @Override
  public List<Member> members(Duration seenWithin) {
    return memberRegistry.members(seenWithin);
  }

  @Override
  public String postQuestion(String memberId, String subject) {
    return memberRegistry.postQuestion(memberId, subject);
  }

  @Override
  public Optional<Watch> watch(Runnable onQuestion) {
    return memberRegistry.watch(onQuestion);
  }

  @Override
  public void answer(String questionId, String text) {
    memberRegistry.answer(questionId, text);
  }

  @Override
  public Optional<String> answerTo(String questionId) {
    return memberRegistry.answerTo(questionId);
  }
}
