// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.memory;

import dev.baton.job.Watch;
import dev.baton.job.Watchers;
import dev.baton.member.ActionStore;
import dev.baton.member.Member;
import dev.baton.member.MemberRegistry;
import dev.baton.service.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class InMemoryMemberRegistry implements MemberRegistry {

  private static final Duration QUESTIONS_LIVE = Duration.ofMinutes(10);
  private static final int MAX_ANSWER = 4 << 20;

  private record PendingQuestion(
      String member, Question question, Instant at, @Nullable String answer) {}

  private final Clock clock;
  private final ActionStore actions;
  private final Watchers watchers = new Watchers();
  // Guarded by the lock of this object.
  private final Map<String, Member> members = new HashMap<>();
  private final Map<String, PendingQuestion> questions = new LinkedHashMap<>();

  InMemoryMemberRegistry(Clock clock, ActionStore actions) {
    this.clock = clock;
    this.actions = actions;
  }

  @Override
  public synchronized List<Question> heartbeat(Member member) {
    actions.provide(member.nameAndHost(), member.actions());
    members.put(member.id(), member.toBuilder().seen(clock.now()).lost(false).build());
    dropOldQuestions();
    return questions.values().stream()
        .filter(pendingQuestion ->
            pendingQuestion.member().equals(member.id()) && pendingQuestion.answer() == null)
        .map(PendingQuestion::question)
        .toList();
  }

  @Override
  public synchronized void leave(String memberId) {
    members.remove(memberId);
  }

  @Override
  public synchronized void markLost(String memberId) {
    members.computeIfPresent(memberId, (id, member) -> member.toBuilder().lost(true).build());
  }

  @Override
  public synchronized List<Member> members(Duration seenWithin) {
    Instant earliest = clock.now().minus(seenWithin);
    return members.values().stream()
        .filter(member -> !member.seen().isBefore(earliest))
        .sorted(
            Comparator.comparing(Member::kind)
                .thenComparing(Member::name)
                .thenComparing(Member::id))
        .toList();
  }

  @Override
  public String postQuestion(String memberId, String subject) {
    Question question = new Question(UUID.randomUUID().toString(), subject);
    keep(memberId, question);
    watchers.notifyWatchers();
    return question.id();
  }

  private synchronized void keep(String memberId, Question question) {
    dropOldQuestions();
    questions.put(question.id(), new PendingQuestion(memberId, question, clock.now(), null));
  }

  @Override
  public Optional<Watch> watch(Runnable onQuestion) {
    return Optional.of(watchers.add(onQuestion));
  }

  @Override
  public synchronized void answer(String questionId, String text) {
    dropOldQuestions();
    String bounded = text.length() <= MAX_ANSWER ? text : text.substring(0, MAX_ANSWER);
    questions.computeIfPresent(
        questionId,
        (id, pendingQuestion) ->
            pendingQuestion.answer() != null
                ? pendingQuestion
                : new PendingQuestion(
                    pendingQuestion.member(),
                    pendingQuestion.question(),
                    pendingQuestion.at(),
                    bounded));
  }

  @Override
  public synchronized Optional<String> answerTo(String questionId) {
    dropOldQuestions();
    return Optional.ofNullable(questions.get(questionId)).map(PendingQuestion::answer);
  }

  private void dropOldQuestions() {
    Instant earliest = clock.now().minus(QUESTIONS_LIVE);
    questions.values().removeIf(pendingQuestion -> pendingQuestion.at().isBefore(earliest));
  }
}
