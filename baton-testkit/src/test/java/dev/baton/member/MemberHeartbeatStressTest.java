// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.job.Watch;
import dev.baton.service.Clock;
import dev.baton.testkit.service.ServiceStress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.parallel.Isolated;

/** Starts and stops heartbeats in any order. */
@Isolated("checks the threads of the JVM")
final class MemberHeartbeatStressTest extends ServiceStress {

  /** A registry in memory that counts the watches that are open. */
  private static final class CountingRegistry implements MemberRegistry {
    private final Set<String> present = ConcurrentHashMap.newKeySet();
    private final AtomicInteger watches = new AtomicInteger();

    @Override
    public List<Question> heartbeat(Member member) {
      present.add(member.id());
      return List.of();
    }

    @Override
    public void leave(String memberId) {
      present.remove(memberId);
    }

    @Override
    public List<Member> members(Duration seenWithin) {
      return List.of();
    }

    @Override
    public String postQuestion(String memberId, String subject) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Watch> watch(Runnable onQuestion) {
      watches.incrementAndGet();
      return Optional.of(watches::decrementAndGet);
    }

    @Override
    public void answer(String questionId, String text) {}

    @Override
    public Optional<String> answerTo(String questionId) {
      return Optional.empty();
    }
  }

  @Override
  protected Subject create() {
    CountingRegistry registry = new CountingRegistry();
    Member member =
        Member.builder("executor/1", Member.Kind.EXECUTOR, "e1", Clock.system().now()).build();
    return new Subject(
        MemberHeartbeat.create(registry, () -> member, () -> "", "executor=e1"),
        () ->
            await()
                .pollInterval(Duration.ofMillis(1))
                .until(() -> registry.present.contains("executor/1")),
        () -> {
          assertThat(registry.present).isEmpty();
          assertThat(registry.watches).hasValue(0);
          assertNoThreads("heartbeat");
        });
  }
}
