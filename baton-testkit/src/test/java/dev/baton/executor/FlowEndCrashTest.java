// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.baton.flow.Flow;
import dev.baton.flow.FlowNode;
import dev.baton.flow.Retry;
import dev.baton.flow.Symbol;
import dev.baton.flow.Task;
import dev.baton.flow.TaskContext;
import dev.baton.flowrunner.FlowOptions;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.RetryPolicy;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.Logbook;
import dev.baton.service.Backoff;
import dev.baton.service.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests flows whose executor dies at any write, before or after the write is durable. A reader of
 * the job sees the same end as without a crash.
 */
@Execution(ExecutionMode.CONCURRENT)
final class FlowEndCrashTest {

  private static final Duration TIMEOUT = Duration.ofMinutes(4);
  private static final Symbol<String> IP = Symbol.of("ip", String.class);

  private final List<CrashTrial> trials = new ArrayList<>();

  /**
   * A flow, and the calls that a user makes to its job.
   *
   * @param end a text that the status message of the job must contain
   */
  record Scenario(
      String name,
      FlowOptions options,
      BiFunction<CrashTrial, JobSpec, FlowNode> flow,
      BiFunction<CrashTrial, JobId, JobId> play,
      JobSpec spec,
      String end) {

    static Scenario of(String name, BiFunction<CrashTrial, JobSpec, FlowNode> flow, String end) {
      return new Scenario(
          name, FlowOptions.DEFAULT.serial(), flow, (crashTrial, id) -> id, JobSpec.of("act"), end);
    }

    Scenario with(FlowOptions other) {
      return new Scenario(name, other, flow, play, spec, end);
    }

    Scenario posted(JobSpec other) {
      return new Scenario(name, options, flow, play, other, end);
    }

    Scenario then(BiFunction<CrashTrial, JobId, JobId> next) {
      return new Scenario(name, options, flow, next, spec, end);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Scenario> stories() {
    return Stream.of(
        Scenario.of(
            "succeeds",
            (crashTrial, spec) ->
                Flow.linear("f").add(step("a"), Task.named("b").provides(IP).execute(t -> "x")),
            "null"),
        Scenario.of(
            "is reverted",
            (crashTrial, spec) -> Flow.linear("f").add(step("a"), step("b"), failing("c")),
            "'c' failed"),
        Scenario.of(
                "is reverted in part",
                (crashTrial, spec) ->
                    Flow.linear("f")
                        .add(
                            step("a"),
                            Flow.linear("part").retry(Retry.times(2)).add(step("b"), failing("c"))),
                "part of the flow was reverted")
            .with(FlowOptions.DEFAULT.serial().withDeferReverts(false)),
        Scenario.of(
                "reverts what was cut off",
                (crashTrial, spec) -> {
                  CountDownLatch begun = new CountDownLatch(1);
                  return Flow.unordered("f")
                      .add(
                          Task.named("z")
                              .run(t -> {
                                if (crashTrial.turned.getCount() > 0) {
                                  begun.await();
                                }
                                throw new IllegalStateException("no z");
                              })
                              .revertAlways(t -> {
                                crashTrial.turned.countDown();
                                return null;
                              }),
                          Task.named("a")
                              .run(t -> {
                                begun.countDown();
                                crashTrial.turned.await();
                              })
                              .revertAlways(t -> null));
                },
                "'z' failed")
            .with(FlowOptions.DEFAULT.withMaxWorkers(2)),
        Scenario.of(
            "fails in several branches",
            (crashTrial, spec) ->
                Flow.unordered("f")
                    .add(failing("z"), Flow.linear("l").add(step("m"), failing("b"))),
            "'z' failed"),
        Scenario.of(
            "cannot be reverted",
            (crashTrial, spec) ->
                Flow.linear("f").add(step("a"), sticky("b"), step("c"), failing("d")),
            "'b' could not be reverted"),
        Scenario.of(
                "cannot be reverted in one of several branches",
                (crashTrial, spec) ->
                    Flow.linear("f")
                        .add(Flow.unordered("u").add(step("a"), sticky("b")), failing("d")),
                "'b' could not be reverted")
            .with(FlowOptions.DEFAULT.serial().withCommits(FlowOptions.Commits.EACH)),
        Scenario.of(
                "is not resolved",
                (crashTrial, spec) -> Flow.unordered("f").add(step("a"), failing("b"), step("c")),
                "'b' failed")
            .with(
                FlowOptions.DEFAULT
                    .serial()
                    .withNeverResolve(true)
                    .withCommits(FlowOptions.Commits.EACH)),
        Scenario.of(
            "cannot be decided",
            (crashTrial, spec) -> {
              Task<?> a = step("a");
              Task<?> b = step("b");
              return Flow.graph("f")
                  .add(a, b)
                  .link(
                      a,
                      b,
                      history -> {
                        throw new IllegalStateException("no idea");
                      });
            },
            "'b' could not decide"),
        Scenario.of(
                "is out of time",
                (crashTrial, spec) ->
                    Flow.linear("f")
                        .add(step("a"), Task.named("b").run(t -> crashTrial.turned.await())),
                "timed out after")
            .posted(JobSpec.builder("act").timeout(Duration.ofMillis(400)).build()),
        Scenario.of(
                "is cancelled",
                (crashTrial, spec) ->
                    Flow.linear("f").add(step("a"), Task.named("b").run(t -> t.await("never"))),
                "cancelled; the flow was reverted")
            .then((crashTrial, id) -> {
              crashTrial.awaitWait(id);
              crashTrial.inMemoryExecutors.jobs().cancelAndRevert(id);
              return id;
            }),
        Scenario.of(
                "waits and succeeds",
                (crashTrial, spec) ->
                    Flow.linear("f").add(step("a"), Task.named("b").run(t -> t.await("go"))),
                "continued after a wait")
            .then((crashTrial, id) -> {
              crashTrial.awaitWait(id);
              crashTrial.inMemoryExecutors.jobs().signal(id, "go", TextNode.valueOf("now"));
              return id;
            }),
        Scenario.of(
                "has a second attempt",
                (crashTrial, spec) ->
                    Flow.linear("f")
                        .add(
                            step("a"),
                            Task.named("b")
                                .run(t -> {
                                  if (crashTrial
                                          .inMemoryExecutors
                                          .job(crashTrial.job)
                                          .status()
                                          .failures()
                                      == 0) {
                                    throw new IllegalStateException("not yet");
                                  }
                                })),
                "")
            .posted(
                JobSpec.builder("act")
                    .retry(
                        new RetryPolicy(
                            2, Backoff.doubling(Duration.ofMillis(20), Duration.ofMillis(20))))
                    .build()),
        Scenario.of(
                "is run again from an atom",
                (crashTrial, spec) ->
                    Flow.linear("f")
                        .add(step("a"), Task.named("b").provides(IP).execute(crashTrial::runner)),
                "null")
            .then((crashTrial, id) -> {
              crashTrial.awaitEnd(id);
              return crashTrial.inMemoryExecutors.jobs().continueFlow(id, "b").id();
            }),
        Scenario.of(
                "is undone",
                (crashTrial, spec) -> Flow.linear("f").add(step("a"), step("b")),
                " was reverted")
            .then((crashTrial, id) -> {
              crashTrial.awaitEnd(id);
              return crashTrial.inMemoryExecutors.jobs().continueFlow(id, null).id();
            }));
  }

  private static Task<?> step(String name) {
    return Task.named(name).run(t -> {}).revertAlways(t -> null);
  }

  private static Task<?> failing(String name) {
    return Task.named(name)
        .run(t -> {
          throw new IllegalStateException("no " + name);
        });
  }

  private static Task<?> sticky(String name) {
    return Task.named(name)
        .run(t -> {})
        .revert((t, result) -> {
          throw new IllegalStateException("stuck");
        });
  }

  @AfterEach
  void close() throws Exception {
    atOnce(trials, CrashTrial::close);
  }

  /**
   * Runs the body for all trials in parallel, because each stop takes a moment, and so does waiting
   * for the end of a lease.
   */
  private static void atOnce(List<CrashTrial> trials, Consumer<CrashTrial> body) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> ends = new ArrayList<>();
      trials.forEach(crashTrial -> ends.add(threads.submit(() -> body.accept(crashTrial))));
      for (Future<?> end : ends) {
        end.get();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("stories")
  void job_whoseExecutorDiesAtAnyWrite_tellsTheSameInTheEnd(Scenario scenario) throws Exception {
    CrashTrial quiet = new CrashTrial(scenario, 0, true);
    quiet.play();
    VisibleEnd expected = quiet.told();
    assertThat(String.valueOf(expected.message())).contains(scenario.end());
    List<CrashTrial> dying = new ArrayList<>();
    for (long write = 1; write <= quiet.faultInjector.writes(); write++) {
      dying.add(new CrashTrial(scenario, write, false));
      dying.add(new CrashTrial(scenario, write, true));
    }
    atOnce(dying, CrashTrial::play);
    long died = dying.stream().filter(crashTrial -> crashTrial.faultInjector.isCut()).count();
    // Grouped writes may be fewer in one run than in another, so some trials end without a crash.
    assertThat(died).isGreaterThan(quiet.faultInjector.writes());
    for (CrashTrial crashTrial : dying) {
      assertThat(crashTrial.told()).as(crashTrial.name).isEqualTo(expected);
    }
  }

  /** The final state of a job and its flow that a reader sees, without job ids. */
  record VisibleEnd(
      JobState state,
      @Nullable Integer returnCode,
      @Nullable String message,
      @Nullable JsonNode result,
      int failures,
      Map<String, AtomState> atoms) {

    static VisibleEnd of(Job job, Logbook book) {
      Map<String, AtomState> atoms = new TreeMap<>();
      book.atoms().forEach((name, atom) -> atoms.put(name, atom.state()));
      String message = job.status().statusMessage();
      return new VisibleEnd(
          job.state(),
          job.status().returnCode(),
          message == null ? null : message.replaceAll("job/[0-9a-f-]+", "job/ID"),
          job.status().result(),
          job.status().failures(),
          atoms);
    }
  }

  /** One flow from its post to its end, with its own backend. */
  final class CrashTrial implements AutoCloseable {
    private final Scenario scenario;
    private final String name;
    private final long fatal;
    private final boolean kept;
    private final InMemoryExecutors inMemoryExecutors = new InMemoryExecutors();
    private final FaultInjector faultInjector = new FaultInjector();

    /** Opens when the first atom is reverted. */
    private final CountDownLatch turned = new CountDownLatch(1);

    // Written before the executor starts.
    private volatile JobId job = JobId.named("none");
    private volatile JobId last = JobId.named("none");
    // Written by the thread of the test, read by the thread that starts the second executor.
    private volatile boolean isOver;

    CrashTrial(Scenario scenario, long fatal, boolean kept) {
      this.scenario = scenario;
      this.name = (kept ? "after write " : "before write ") + fatal;
      this.fatal = fatal;
      this.kept = kept;
      inMemoryExecutors.register(registry ->
          registry
              .flow(
                  "act",
                  InMemoryExecutors.NoParameters.class,
                  noParameters -> scenario.flow().apply(this, scenario.spec()))
              .options(scenario.options()));
      trials.add(this);
    }

    String runner(TaskContext context) {
      return context.idempotencyKey().startsWith(job.toString()) ? "first job" : "second job";
    }

    void play() {
      job = inMemoryExecutors.post(scenario.spec());
      last = job;
      faultInjector.dieAt(fatal, kept);
      inMemoryExecutors.start(
          InMemoryExecutors.options("first").withLease(Duration.ofSeconds(1)),
          faultInjector,
          ExecutorListener.NONE);
      Thread successor = Thread.startVirtualThread(this::replace);
      try {
        last = scenario.play().apply(this, job);
        awaitEnd(last);
      } finally {
        isOver = true;
        Threads.join(successor);
      }
    }

    /** Starts another executor after the first executor has died; ends if it does not die. */
    private void replace() {
      await()
          .atMost(TIMEOUT)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> isOver || faultInjector.isCut());
      if (isOver) {
        return;
      }
      inMemoryExecutors.executors().getFirst().stopNow();
      inMemoryExecutors.start(InMemoryExecutors.options("second"));
    }

    void awaitWait(JobId id) {
      await()
          .atMost(TIMEOUT)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> inMemoryExecutors.events(id).contains(JobEvent.Kind.WAITING));
    }

    void awaitEnd(JobId id) {
      await()
          .atMost(TIMEOUT)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> inMemoryExecutors.job(id).state().isFinal());
    }

    VisibleEnd told() {
      return VisibleEnd.of(
          inMemoryExecutors.job(last),
          inMemoryExecutors.backend.logbook().orElseThrow().find(last).orElseThrow());
    }

    @Override
    public void close() {
      turned.countDown();
      inMemoryExecutors.close();
    }
  }
}
