// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.Lifecycle;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.RetryIdempotentCalls;
import dev.baton.service.Service;
import dev.baton.service.ServiceGroup;
import dev.baton.service.WriteBatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class ServiceStressTest {

  private static final Duration SOON = Duration.ofMillis(1);

  @Nested
  final class PollLoopStress extends ServiceStress {
    @Override
    protected Subject create() {
      return blockingLoop();
    }
  }

  @Nested
  final class ServiceGroupStress extends ServiceStress {
    @Override
    protected Subject create() {
      List<Subject> members = List.of(blockingLoop(), batcher(), blockingLoop());
      return new Subject(
          new ServiceGroup(members.stream().map(Subject::service).toList()),
          () -> members.forEach(member -> member.assertWorks().run()),
          () -> members.forEach(member -> member.assertStopped().run()));
    }
  }

  @Nested
  final class WriteBatcherStress extends ServiceStress {
    @Override
    protected Subject create() {
      return batcher();
    }
  }

  @Nested
  final class RetryIdempotentCallsStress extends ServiceStress {
    @Override
    protected Subject create() {
      RetryIdempotentCalls calls = new RetryIdempotentCalls(Clock.system());
      Deadline never = calls.deadlineAfter(Duration.ofHours(1));
      return new Subject(
          calls,
          () -> assertThat(calls.pause(1, never)).isTrue(),
          () -> assertThat(calls.pause(1, never)).isFalse());
    }
  }

  /** Returns a loop whose pass lasts until it is interrupted. */
  private static ServiceStress.Subject blockingLoop() {
    AtomicInteger inside = new AtomicInteger();
    PollLoop loop =
        PollLoop.of(
            "stress",
            () -> {
              inside.incrementAndGet();
              try {
                new CountDownLatch(1).await();
                return PassResult.waitFor(Duration.ofHours(1));
              } finally {
                inside.decrementAndGet();
              }
            });
    return new ServiceStress.Subject(
        loop,
        () -> await().pollInterval(SOON).until(() -> inside.get() == 1),
        () -> assertThat(inside).hasValue(0));
  }

  private static ServiceStress.Subject batcher() {
    WriteBatcher<Integer, Integer> writeBatcher =
        new WriteBatcher<>("stress", 4, requests -> requests);
    return new ServiceStress.Subject(
        writeBatcher,
        () -> {
          try {
            assertThat(writeBatcher.submit(7)).isEqualTo(7);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        },
        () ->
            assertThatThrownBy(() -> writeBatcher.submit(7))
                .isInstanceOf(IllegalStateException.class));
  }

  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  private final class RecordingService implements Service {
    private final String name;
    private final boolean startFails;
    private final boolean stopFails;

    RecordingService(String name, boolean startFails, boolean stopFails) {
      this.name = name;
      this.startFails = startFails;
      this.stopFails = stopFails;
    }

    @Override
    public void start() {
      calls.add("start " + name);
      if (startFails) {
        throw new IllegalStateException("start " + name);
      }
    }

    @Override
    public void stop() {
      calls.add("stop " + name);
      if (stopFails) {
        throw new IllegalStateException("stop " + name);
      }
    }
  }

  @Test
  void group_startedAndStopped_goesInOrderAndInReverse() {
    ServiceGroup group =
        new ServiceGroup(
            List.of(
                new RecordingService("a", false, false), new RecordingService("b", false, false)));
    group.start();
    group.stop();
    assertThat(calls).containsExactly("start a", "start b", "stop b", "stop a");
  }

  @Test
  void group_startFails_stopsWhatWasStartedAndAddsLaterFailures() {
    ServiceGroup group =
        new ServiceGroup(
            List.of(
                new RecordingService("a", false, true),
                new RecordingService("b", true, false),
                new RecordingService("c", false, false)));
    assertThatThrownBy(group::start)
        .hasMessage("start b")
        .satisfies(e ->
            assertThat(e.getSuppressed())
                .extracting(Throwable::getMessage)
                .containsExactly("stop a"));
    assertThat(calls).startsWith("start a", "start b").contains("stop a").doesNotContain("start c");
    List<String> before = List.copyOf(calls);
    group.stop();
    assertThat(calls).isEqualTo(before);
  }

  @Test
  void lifecycle_startFails_isStoppedAndStaysStopped() {
    Lifecycle life = new Lifecycle();
    IllegalStateException failure = new IllegalStateException("start");
    assertThatThrownBy(() ->
            life.start(
                () -> {
                  calls.add("start");
                  throw failure;
                },
                () -> {
                  calls.add("undo");
                  throw new IllegalStateException("undo");
                }))
        .isSameAs(failure)
        .satisfies(e -> assertThat(e.getSuppressed()).singleElement().asString().contains("undo"));
    life.start(() -> calls.add("start again"));
    life.stop(() -> calls.add("stop"));
    assertThat(calls).containsExactly("start", "undo");
  }

  @Test
  void group_stopsFail_stopsTheOthersAndThrowsTheFirst() {
    ServiceGroup group =
        new ServiceGroup(
            List.of(
                new RecordingService("a", false, true),
                new RecordingService("b", false, false),
                new RecordingService("c", false, true)));
    group.start();
    assertThatThrownBy(group::stop)
        .hasMessage("stop c")
        .satisfies(e ->
            assertThat(e.getSuppressed())
                .extracting(Throwable::getMessage)
                .containsExactly("stop a"));
    assertThat(calls).endsWith("stop c", "stop b", "stop a");
  }
}
