// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import dev.baton.error.NotFoundException;
import dev.baton.member.Member;
import dev.baton.member.MemberRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A member registry without members, because a CIMI server does not know which processes are alive.
 */
final class NoMemberRegistry implements MemberRegistry {

  @Override
  public List<Question> heartbeat(Member member) {
    return List.of();
  }

  @Override
  public void leave(String memberId) {}

  @Override
  public List<Member> members(Duration seenWithin) {
    return List.of();
  }

  @Override
  public String postQuestion(String memberId, String subject) {
    throw new NotFoundException(
        "'" + memberId + "' cannot be asked: a CIMI server has no member registry");
  }

  @Override
  public void answer(String questionId, String text) {}

  @Override
  public Optional<String> answerTo(String questionId) {
    return Optional.empty();
  }
}
