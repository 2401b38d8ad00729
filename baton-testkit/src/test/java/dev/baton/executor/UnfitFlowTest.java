// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.baton.error.InvalidInputException;
import dev.baton.flow.Flow;
import dev.baton.flow.FlowNode;
import dev.baton.flow.Retry;
import dev.baton.flow.Symbol;
import dev.baton.flow.Task;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.RetryPolicy;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.Logbook;
import dev.baton.service.Backoff;
import dev.baton.service.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests flows that the present plugin cannot continue in the middle. */
final class UnfitFlowTest {

  private static final String LEFT =
      "not reverted: 'a' (SUCCESS), 'w' (RUNNING); to revert this: baton job revert ";

  private final InMemoryExecutors inMemoryExecutors = new InMemoryExecutors();
  private final FaultInjector faultInjector = new FaultInjector();
  private final List<String> done = new CopyOnWriteArrayList<>();
  // The flow factory of the plugin. Tests replace it, as a new version of the plugin would.
  private final AtomicReference<Supplier<FlowNode>> factory = new AtomicReference<>(this::original);
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  /** Parameters that a test can make invalid. */
  record CheckedParameters(String word) {
    private static final AtomicReference<String> REFUSED = new AtomicReference<>("nothing");

    CheckedParameters {
      if (word.equals(REFUSED.get())) {
        throw new InvalidInputException("word is '" + word + "'; expected another one");
      }
    }
  }

  /** The differences between the definition and the stored flow. */
  enum DefinitionChange {
    VERSION {
      @Override
      FlowNode flow(UnfitFlowTest test) {
        return Flow.linear("f").add(test.step("a").version("2"), test.waiting());
      }
    },
    KIND {
      @Override
      FlowNode flow(UnfitFlowTest test) {
        return Flow.linear("f").retry(Retry.times(2).named("a")).add(test.waiting());
      }
    },
    SYMBOL {
      @Override
      FlowNode flow(UnfitFlowTest test) {
        Symbol<String> unowned = Symbol.of("nobodys", String.class);
        Task<?> failing = Task.named("needy").requires(unowned).run(task -> {});
        return Flow.linear("f").add(test.step("a"), test.waiting(), failing);
      }
    };

    abstract FlowNode flow(UnfitFlowTest test);
  }

  @AfterEach
  void close() {
    CheckedParameters.REFUSED.set("nothing");
    inMemoryExecutors.close();
  }

  private Task<?> step(String name) {
    return Task.named(name).run(t -> done.add(name)).revert((t, result) -> done.add("-" + name));
  }

  private Task<?> waiting() {
    return Task.named("w").run(t -> done.add(t.await("go").asText()));
  }

  private FlowNode original() {
    return Flow.linear("f").add(step("a"), waiting());
  }

  private static FlowNode broken() {
    throw new IllegalStateException("no such setting");
  }

  /** Starts a flow that has executed its first step and waits for a signal. */
  private JobId begun(int attempts) {
    inMemoryExecutors.register(registry ->
        registry.flow("act", CheckedParameters.class, parameters -> factory.get().get()));
    inMemoryExecutors.start(executor());
    RetryPolicy retry =
        new RetryPolicy(attempts, Backoff.doubling(Duration.ofMillis(20), Duration.ofMillis(20)));
    JobSpec spec = JobSpec.builder("act").payload("{\"word\": \"hello\"}").retry(retry).build();
    JobId id = inMemoryExecutors.post(spec);
    await()
        .atMost(InMemoryExecutors.WAIT_LIMIT)
        .until(() -> inMemoryExecutors.events(id).contains(JobEvent.Kind.WAITING));
    return id;
  }

  private Executor executor() {
    Clock shifted =
        new Clock() {
          @Override
          public Instant now() {
            return Clock.system().now().plus(ahead.get());
          }

          @Override
          public long nanos() {
            return Clock.system().nanos();
          }
        };
    return Executor.create(
        InMemoryExecutors.options("e1"),
        FaultInjectingPorts.of(inMemoryExecutors.backend, faultInjector),
        inMemoryExecutors.catalogue(),
        inMemoryExecutors.jobService(),
        ExecutorListener.NONE,
        shifted);
  }

  private void signal(JobId id) {
    inMemoryExecutors.jobs().signal(id, "go", TextNode.valueOf("went"));
  }

  private Logbook book(JobId id) {
    return inMemoryExecutors.backend.logbook().orElseThrow().find(id).orElseThrow();
  }

  private String message(JobId id) {
    return String.valueOf(inMemoryExecutors.job(id).status().statusMessage());
  }

  private void awaitMessage(JobId id, String part) {
    await().atMost(InMemoryExecutors.WAIT_LIMIT).until(() -> message(id).contains(part));
  }

  @Test
  void factoryThatThrows_whenAttemptsAreUsedUp_failsTheJobAndNamesWhatIsLeft() {
    JobId id = begun(2);
    factory.set(UnfitFlowTest::broken);
    signal(id);
    Job job = inMemoryExecutors.awaitFinal(id);
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().failures()).isEqualTo(2);
    assertThat(message(id).lines().findFirst().orElseThrow())
        .isEqualTo("IllegalStateException-no such setting; " + LEFT + id);
    assertThat(job.status().lastError())
        .isEqualTo("IllegalStateException: no such setting; " + LEFT + id);
    assertThat(book(id).unsettled()).extracting(AtomDetail::name).containsExactly("a", "w");
    assertThat(done).containsExactly("a");
  }

  @Test
  void endThatTheStoreRefusesTwice_isStoredWithoutTheNamesOfTasks() {
    JobId id = begun(1);
    factory.set(() -> {
      faultInjector.refuseWrites(2);
      return broken();
    });
    signal(id);
    assertThat(inMemoryExecutors.awaitFinal(id).state()).isEqualTo(JobState.FAILED);
    assertThat(message(id)).isEqualTo("the end of the job could not be stored");
  }

  @Test
  void flowThatWasGivenUp_withAPluginThatFits_canBeUndoneOrGoneOnWith() {
    JobId id = begun(1);
    factory.set(UnfitFlowTest::broken);
    signal(id);
    inMemoryExecutors.awaitFinal(id);
    factory.set(this::original);
    JobId again = inMemoryExecutors.jobs().continueFlow(id, "w").id();
    signal(again);
    assertThat(inMemoryExecutors.awaitFinal(again).state()).isEqualTo(JobState.SUCCESS);
    assertThat(done).containsExactly("a", "went");
    JobId undo = inMemoryExecutors.jobs().continueFlow(id, null).id();
    assertThat(inMemoryExecutors.awaitFinal(undo).state()).isEqualTo(JobState.SUCCESS);
    assertThat(done).containsExactly("a", "went", "-a");
  }

  @Test
  void revertOfAFlowThatWasGivenUp_whichFailsToo_namesWhatIsLeft() {
    JobId id = begun(1);
    factory.set(UnfitFlowTest::broken);
    signal(id);
    inMemoryExecutors.awaitFinal(id);
    JobId undo = inMemoryExecutors.jobs().continueFlow(id, null).id();
    assertThat(inMemoryExecutors.awaitFinal(undo).state()).isEqualTo(JobState.FAILED);
    assertThat(message(undo)).contains(LEFT + undo);
  }

  @Test
  void factory_thatThrowsOnce_isCalledAgainAndTheFlowContinues() {
    JobId id = begun(2);
    AtomicInteger calls = new AtomicInteger();
    factory.set(() -> calls.incrementAndGet() == 1 ? broken() : original());
    signal(id);
    Job job = inMemoryExecutors.awaitFinal(id);
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.status().failures()).isEqualTo(1);
    assertThat(done).containsExactly("a", "went");
  }

  @Test
  void parametersThatNoLongerFit_failTheAttemptAndNameWhatIsLeft() {
    JobId id = begun(2);
    CheckedParameters.REFUSED.set("hello");
    signal(id);
    Job job = inMemoryExecutors.awaitFinal(id);
    assertThat(job.status().failures()).isEqualTo(2);
    assertThat(job.status().lastError()).contains("word is 'hello'").endsWith(LEFT + id);
  }

  @ParameterizedTest
  @EnumSource
  void definitionThatNoLongerFits_isLeftToOthersForADay(DefinitionChange definitionChange) {
    JobId id = begun(1);
    factory.set(() -> definitionChange.flow(this));
    signal(id);
    awaitMessage(id, "an executor that can continue the flow is awaited until");
    assertThat(inMemoryExecutors.job(id).state()).isEqualTo(JobState.QUEUED);
    assertThat(inMemoryExecutors.job(id).status().failures()).isZero();
    Instant since = book(id).flow().unfitSince();
    assertThat(since).isNotNull();
    ahead.set(UnfitFlow.WAIT_LIMIT.minusMinutes(5));
    inMemoryExecutors.jobs().retry(id);
    await()
        .atMost(InMemoryExecutors.WAIT_LIMIT)
        .until(() ->
            inMemoryExecutors.job(id).status().attempt() >= 3
                && inMemoryExecutors.job(id).state() == JobState.QUEUED);
    assertThat(book(id).flow().unfitSince()).isEqualTo(since);
    ahead.set(UnfitFlow.WAIT_LIMIT);
    inMemoryExecutors.jobs().retry(id);
    Job job = inMemoryExecutors.awaitFinal(id);
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(message(id)).contains("no executor could continue the flow for 24 h").contains(LEFT);
    assertThat(done).containsExactly("a");
  }

  @Test
  void definition_thatFitsAgain_continuesAndTheDayIsForgotten() {
    JobId id = begun(1);
    factory.set(() -> DefinitionChange.VERSION.flow(this));
    signal(id);
    awaitMessage(id, "an executor that can continue the flow is awaited until");
    factory.set(this::original);
    inMemoryExecutors.jobs().retry(id);
    assertThat(inMemoryExecutors.awaitFinal(id).state()).isEqualTo(JobState.SUCCESS);
    FlowDetail flow = book(id).flow();
    assertThat(flow.unfitSince()).isNull();
    assertThat(done).containsExactly("a", "went");
  }

  @Test
  void flowThatNeverStarted_andCannotBeCompiled_fails() {
    factory.set(UnfitFlowTest::broken);
    inMemoryExecutors.register(registry ->
        registry.flow("act", CheckedParameters.class, parameters -> factory.get().get()));
    inMemoryExecutors.start(executor());
    JobId id =
        inMemoryExecutors.post(JobSpec.builder("act").payload("{\"word\": \"hello\"}").build());
    assertThat(inMemoryExecutors.awaitFinal(id).status().lastError())
        .isEqualTo("IllegalStateException: no such setting");
  }
}
