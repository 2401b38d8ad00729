// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.error.UnavailableException;
import dev.baton.member.Member;
import dev.baton.member.MemberRegistry;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Sends questions and requests of operators to members, and waits for their answers. Members with a
 * store and remote executors get them in the same way, with their next heartbeat. A request without
 * an answer in time is withdrawn, so that a member that comes back later does not carry it out.
 *
 * @param stopping is counted down when the server stops, which ends the wait
 */
record AskMembers(MemberRegistry memberRegistry, Clock clock, CountDownLatch stopping) {
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final int POLL_MILLIS = 200;

  /** The answer that the server itself gives, so that the registry no longer sends the question. */
  private static final String WITHDRAWN = "the question was withdrawn";

  /**
   * Returns the answer of one member.
   *
   * @throws UnavailableException if the member does not answer in time
   */
  String ask(Member member, String subject) throws InterruptedException {
    List<String> answers = ask(List.of(member), subject, answer -> true);
    if (answers.isEmpty()) {
      throw new UnavailableException(
          member.id()
              + " did not answer within "
              + ANSWER.toSeconds()
              + " s; the request is withdrawn, but is carried out if the process has received it"
              + " already");
    }
    return answers.getFirst();
  }

  /**
   * Asks several members, and returns the answers that came in time. Does not wait for further
   * answers after an answer that is enough.
   */
  List<String> ask(List<Member> members, String subject, Predicate<String> isEnough)
      throws InterruptedException {
    return List.copyOf(ask(members, subject, isEnough, ANSWER).values());
  }

  /**
   * Asks several members, and returns the answers that came within the time, by the ids of the
   * members.
   */
  Map<String, String> askWithin(Duration time, List<Member> members, String subject)
      throws InterruptedException {
    return ask(members, subject, answer -> false, time);
  }

  private Map<String, String> ask(
      List<Member> members, String subject, Predicate<String> isEnough, Duration time)
      throws InterruptedException {
    Deadline end = Deadline.after(clock.nanos(), time);
    Map<String, String> open = new LinkedHashMap<>();
    members.forEach(
        member -> open.put(memberRegistry.postQuestion(member.id(), subject), member.id()));
    Map<String, String> answers = new LinkedHashMap<>();
    try {
      boolean waits = !open.isEmpty();
      while (waits) {
        takeAnswers(open, answers);
        waits =
            !open.isEmpty() && answers.values().stream().noneMatch(isEnough) && !end.isPast(clock);
        if (waits && stopping.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
          throw new UnavailableException("the server is stopping");
        }
      }
    } finally {
      open.keySet().forEach(question -> memberRegistry.answer(question, WITHDRAWN));
      // A member may have answered before its question was withdrawn.
      takeAnswers(open, answers);
    }
    return answers;
  }

  private void takeAnswers(Map<String, String> open, Map<String, String> answers) {
    for (String question : List.copyOf(open.keySet())) {
      memberRegistry
          .answerTo(question)
          .ifPresent(answer -> {
            String member = Objects.requireNonNull(open.remove(question));
            if (!answer.equals(WITHDRAWN)) {
              answers.put(member, answer);
            }
          });
    }
  }
}
