// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.member;

import dev.baton.job.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Who is alive, and a letter box to ask them something. Blocking and thread-safe; every method may
 * throw {@link dev.baton.error.UnavailableException}.
 */
public interface MemberRegistry {

  /**
   * Says that a member is alive and what it does. The first beat of a member, and one every ten
   * minutes, {@linkplain dev.baton.member.ActionStore#provide provides} its actions.
   *
   * @return questions to it that nobody answered yet
   */
  List<Question> heartbeat(Member member);

  /** Strikes a member off; no effect if it is not there. */
  void leave(String memberId);

  /** The members that were seen within the given time, by kind and name. */
  List<Member> members(Duration seenWithin);

  /**
   * Asks a member; it finds the question at its next beat. Questions are dropped after 10 minutes.
   *
   * @param subject what is asked, such as {@link #THREADS}
   * @return id of the question
   */
  String ask(String memberId, String subject);

  /**
   * Calls back, from any thread and quickly, when a member may have been asked something; perhaps
   * too often, perhaps never: a member also beats by the clock.
   *
   * @return to end it; empty where the roster cannot tell at all, so that members beat more often
   */
  default Optional<Watch> watch(Runnable onQuestion) {
    return Optional.empty();
  }

  /** Stores the answer, bounded to 4 MiB, unless the question is gone. */
  void answer(String questionId, String text);

  /** The answer, when it is there. */
  Optional<String> answerTo(String questionId);

  /** The subject of a question for a dump of all threads. */
  String THREADS = "threads";

  /** Something that a member is asked. */
  record Question(String id, String subject) {}
}
