// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.error.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Tests the answers to questions that the registry repeats. */
final class MemberHeartbeatTest {

  private static final MemberRegistry.Question REQUEST =
      new MemberRegistry.Question("1", "run-distribution tidy");

  /** A registry with one request, which fails to store its first answer. */
  private static final class FailingRegistry implements MemberRegistry {
    private final AtomicInteger heartbeats = new AtomicInteger();
    private final List<String> answers = new CopyOnWriteArrayList<>();

    /** Always repeats the request, as a registry does that reads the request before its answer. */
    @Override
    public List<Question> heartbeat(Member member) {
      heartbeats.incrementAndGet();
      return List.of(REQUEST);
    }

    @Override
    public void leave(String memberId) {}

    @Override
    public List<Member> members(Duration seenWithin) {
      return List.of();
    }

    @Override
    public String postQuestion(String memberId, String subject) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void answer(String questionId, String text) {
      answers.add(text);
      if (answers.size() == 1) {
        throw new UnavailableException("the store does not answer");
      }
    }

    @Override
    public Optional<String> answerTo(String questionId) {
      return Optional.empty();
    }
  }

  @Test
  void request_whoseAnswerIsNotStored_isCarriedOutOnce() {
    FailingRegistry registry = new FailingRegistry();
    AtomicInteger runs = new AtomicInteger();
    Member member =
        Member.builder("executor/1", Member.Kind.DISTRIBUTOR, "d", Instant.EPOCH).build();
    MemberHeartbeat heartbeat =
        MemberHeartbeat.create(registry, () -> member, () -> "", "executor=e1");
    heartbeat.answersTo(
        MemberRegistry.RUN_DISTRIBUTION,
        name -> MemberRegistry.DONE + name + " " + runs.incrementAndGet());
    heartbeat.start();
    try {
      await()
          .until(() -> {
            heartbeat.sendHeartbeatNow();
            return registry.answers.size() >= 2 && registry.heartbeats.get() >= 10;
          });
    } finally {
      heartbeat.stop();
    }
    assertThat(runs).hasValue(1);
    assertThat(registry.answers).containsExactly("done: tidy 1", "done: tidy 1");
  }
}
