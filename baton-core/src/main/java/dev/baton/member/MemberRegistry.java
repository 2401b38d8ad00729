// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.member;

import dev.baton.job.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The list of the processes of an installation that are alive or were alive recently. It also
 * passes questions of operators to these processes. Blocking and thread-safe. Every method may
 * throw {@link dev.baton.error.UnavailableException}.
 */
public interface MemberRegistry {

  /**
   * Records that a member is alive and not lost, with its present description. The first heartbeat
   * of a member, and one heartbeat every ten minutes, also {@linkplain
   * dev.baton.member.ActionStore#provide provides} its actions.
   *
   * @return unanswered questions to the member
   */
  List<Question> heartbeat(Member member);

  /** Removes a member; has no effect if the member is not registered. */
  void leave(String memberId);

  /**
   * Records that the process of a member has ended without {@link #leave}, or cannot be reached.
   * The member counts as {@linkplain Member#lost lost} until its next heartbeat, and the time of
   * its last heartbeat stays. Has no effect if the member is not registered.
   *
   * <p>By default, this removes the member, so that it does not count as alive.
   */
  default void markLost(String memberId) {
    leave(memberId);
  }

  /**
   * Returns the members whose last heartbeat is not older than the duration, ordered by kind and
   * name. Members that are {@linkplain Member#lost lost} are among them.
   */
  List<Member> members(Duration seenWithin);

  /** Like {@link #members}, but without the members that are {@linkplain Member#lost lost}. */
  default List<Member> membersNotLost(Duration seenWithin) {
    return members(seenWithin).stream().filter(member -> !member.lost()).toList();
  }

  /**
   * Sends a question to a member. The member receives the question with its next heartbeat.
   * Questions are removed after 10 minutes.
   *
   * @param subject the subject of the question, such as {@link #THREADS}
   * @return id of the question
   */
  String postQuestion(String memberId, String subject);

  /**
   * Registers a callback that is called when there may be a question to a member. The callback may
   * be called on any thread and must return quickly. It may be called too often or never, so a
   * member also sends heartbeats periodically.
   *
   * @return closing it removes the callback; empty if the registry supports no callbacks, so that
   *     members send heartbeats more often
   */
  default Optional<Watch> watch(Runnable onQuestion) {
    return Optional.empty();
  }

  /**
   * Stores the answer to a question, which is then no longer sent to the member. Only the first 4
   * MiB are kept. Has no effect if the question has an answer or was removed.
   */
  void answer(String questionId, String text);

  /** Returns the answer; empty if there is no answer yet. */
  Optional<String> answerTo(String questionId);

  /** The subject of a question that requests a dump of all threads. */
  String THREADS = "threads";

  /**
   * The subject of a question for the engines of an executor. The answer is a JSON array of their
   * checks.
   */
  String ENGINES = "engines";

  /** The subject of a request to claim no more jobs. */
  String DRAIN = "drain";

  /** The subject of a request to claim jobs again. */
  String UNDRAIN = "undrain";

  /** The start of the subject of a request to change a log level; level and logger follow. */
  String LOG_LEVEL = "log-level";

  /** The level that takes all changes of a log level back. */
  String CONFIGURED_LEVEL = "CONFIGURED";

  /**
   * The subject of a question for the log levels. The answer has a line for each logger with a
   * level of its own: the level, the logger, and {@code changed} if a request changed the level.
   */
  String LOG_LEVELS = "log-levels";

  /** The start of the subject of a request to run a distribution now; its name follows. */
  String RUN_DISTRIBUTION = "run-distribution";

  /** The start of the answer to a request that the member has carried out. */
  String DONE = "done: ";

  record Question(String id, String subject) {}
}
