// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.flow.Flow;
import dev.baton.flow.Retry;
import dev.baton.flow.Task;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.RetryPolicy;
import dev.baton.logbook.FlowState;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import dev.baton.service.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Tests that an interrupt that does not come from the executor counts as a failure of the code that
 * caused it, and has no other effect.
 */
final class ForeignInterruptTest {

  private static final RetryPolicy TWICE =
      new RetryPolicy(2, Backoff.doubling(Duration.ofMillis(10), Duration.ofMillis(20)));

  private final InMemoryExecutors inMemoryExecutors = new InMemoryExecutors();
  private final List<String> done = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    inMemoryExecutors.close();
  }

  private Task<?> step(String name) {
    return Task.named(name).run(t -> done.add(name)).revert((t, result) -> done.add("-" + name));
  }

  @Test
  void flow_whoseBodyIsInterrupted_isReverted() {
    for (boolean flag : List.of(false, true)) {
      String action = "act" + flag;
      inMemoryExecutors.register(registry ->
          registry.flow(
              action,
              InMemoryExecutors.NoParameters.class,
              noParameters ->
                  Flow.linear("f")
                      .retry(Retry.times(2))
                      .add(
                          step("a"),
                          Task.named("b")
                              .run(t -> {
                                done.add("b");
                                if (flag) {
                                  Thread.currentThread().interrupt();
                                } else {
                                  throw new InterruptedException("x");
                                }
                              }))));
    }
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    for (boolean flag : List.of(false, true)) {
      done.clear();
      Job job = inMemoryExecutors.awaitFinal(inMemoryExecutors.post("act" + flag));
      assertThat(job.state()).isEqualTo(JobState.FAILED);
      assertThat(job.status().statusMessage())
          .contains("InterruptedException")
          .endsWith("; the flow was reverted");
      assertThat(done).containsExactly("a", "b", "-a", "a", "b", "-a");
      assertThat(
              inMemoryExecutors
                  .backend
                  .logbook()
                  .orElseThrow()
                  .find(job.id())
                  .orElseThrow()
                  .flow()
                  .state())
          .isEqualTo(FlowState.REVERTED);
    }
  }

  @Test
  void flow_whoseFactoryIsInterrupted_fails() {
    AtomicBoolean interrupts = new AtomicBoolean(true);
    inMemoryExecutors.register(registry ->
        registry.flow(
            "act",
            InMemoryExecutors.NoParameters.class,
            noParameters -> {
              if (interrupts.getAndSet(false)) {
                Thread.currentThread().interrupt();
              }
              return Flow.linear("f").add(step("a"));
            }));
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    Job job =
        inMemoryExecutors.awaitFinal(
            inMemoryExecutors.post(JobSpec.builder("act").retry(TWICE).build()));
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.status().failures()).isEqualTo(1);
    assertThat(job.status().lastError()).contains("interrupted before the flow began");
  }

  @Test
  void action_thatThrowsOrLeavesAnInterrupt_failsAndIsRetried() {
    AtomicInteger attempts = new AtomicInteger();
    inMemoryExecutors.action(
        "act",
        run -> {
          switch (attempts.incrementAndGet()) {
            case 1 -> throw new InterruptedException("x");
            case 2 -> Thread.currentThread().interrupt();
            default -> done.add("done");
          }
        });
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    RetryPolicy thrice =
        new RetryPolicy(3, Backoff.doubling(Duration.ofMillis(10), Duration.ofMillis(20)));
    Job job =
        inMemoryExecutors.awaitFinal(
            inMemoryExecutors.post(JobSpec.builder("act").retry(thrice).build()));
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.status().failures()).isEqualTo(2);
    assertThat(job.status().lastError()).contains("interrupt flag");
    assertThat(inMemoryExecutors.events(job.id())).doesNotContain(JobEvent.Kind.ABANDONED);
  }

  @Test
  void isInterrupted_isTrueBeforeTheExecutorInterrupts() {
    AtomicBoolean before = new AtomicBoolean();
    AtomicBoolean after = new AtomicBoolean();
    CountDownLatch entered = new CountDownLatch(1);
    inMemoryExecutors.action(
        "act",
        run -> {
          before.set(run.isInterrupted());
          entered.countDown();
          try {
            new CountDownLatch(1).await();
          } finally {
            after.set(run.isInterrupted());
          }
        });
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    JobId id = inMemoryExecutors.post("act");
    await().atMost(InMemoryExecutors.WAIT_LIMIT).until(() -> entered.getCount() == 0);
    inMemoryExecutors.jobs().cancel(id);
    await().atMost(InMemoryExecutors.WAIT_LIMIT).untilTrue(after);
    assertThat(before).isFalse();
  }

  @Test
  void capability_thatThrowsOrLeavesAnInterrupt_isFalseAndKeepsNobodyFromClaiming() {
    AtomicInteger asked = new AtomicInteger();
    inMemoryExecutors
        .action("act", run -> done.add("act"))
        .action("other", run -> done.add("other"))
        .capability(
            "rude",
            job -> {
              if (asked.incrementAndGet() % 2 == 1) {
                throw new InterruptedException("x");
              }
              Thread.currentThread().interrupt();
              return true;
            });
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    inMemoryExecutors.post(JobSpec.builder("act").requires(List.of("rude")).build());
    await().atMost(InMemoryExecutors.WAIT_LIMIT).until(() -> asked.get() >= 2);
    assertThat(inMemoryExecutors.awaitFinal(inMemoryExecutors.post("other")).state())
        .isEqualTo(JobState.SUCCESS);
    assertThat(done).containsExactly("other");
  }

  @Test
  void listener_thatLeavesAnInterrupt_disturbsNothing() {
    inMemoryExecutors.action(
        "act",
        run -> {
          new CountDownLatch(1).await(1, java.util.concurrent.TimeUnit.MILLISECONDS);
          done.add("act");
        });
    ExecutorListener interrupting =
        new ExecutorListener() {
          @Override
          public void claimed(int jobs, Duration latency) {
            Thread.currentThread().interrupt();
          }

          @Override
          public void started(Job job, Duration waited) {
            Thread.currentThread().interrupt();
          }

          @Override
          public void ended(Job job, JobState state, Duration ran) {
            Thread.currentThread().interrupt();
          }

          @Override
          public void leaseRenewed(Duration latency) {
            Thread.currentThread().interrupt();
          }
        };
    inMemoryExecutors.start(InMemoryExecutors.options("e1"), new FaultInjector(), interrupting);
    for (int i = 0; i < 3; i++) {
      assertThat(inMemoryExecutors.awaitFinal(inMemoryExecutors.post("act")).state())
          .isEqualTo(JobState.SUCCESS);
    }
  }

  @Test
  void plugin_thatLeavesAnInterruptWhenItRegisters_isLeftOut() {
    Plugin interrupting =
        new Plugin() {
          @Override
          public String name() {
            return "rude";
          }

          @Override
          public void register(Registry registry) {
            Thread.currentThread().interrupt();
          }
        };
    Catalogue catalogue = Catalogue.of(List.of(interrupting));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(catalogue.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("interrupt flag"));
  }
}
