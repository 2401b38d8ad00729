// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.baton.flow.Flow;
import dev.baton.flow.Node;
import dev.baton.flow.Retry;
import dev.baton.flow.Symbol;
import dev.baton.flow.Task;
import dev.baton.flow.TaskContext;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.RetryPolicy;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.Logbook;
import dev.baton.runner.FlowOptions;
import dev.baton.service.Backoff;
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
 * Flows whose executor dies at any write, before or after it is durable: who looks at the job
 * afterwards is told the same as if nothing had happened.
 */
@Execution(ExecutionMode.CONCURRENT)
final class FlowEndCrashTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Symbol<String> IP = Symbol.of("ip", String.class);

  private final List<Trial> trials = new ArrayList<>();

  /**
   * A flow, and what is done with it.
   *
   * @param end what its job's message is to contain
   */
  record Story(
      String name,
      FlowOptions options,
      BiFunction<Trial, JobSpec, Node> flow,
      BiFunction<Trial, JobId, JobId> play,
      JobSpec spec,
      String end) {

    static Story of(String name, BiFunction<Trial, JobSpec, Node> flow, String end) {
      return new Story(
          name, FlowOptions.DEFAULT.serial(), flow, (trial, id) -> id, JobSpec.of("act"), end);
    }

    Story with(FlowOptions other) {
      return new Story(name, other, flow, play, spec, end);
    }

    Story posted(JobSpec other) {
      return new Story(name, options, flow, play, other, end);
    }

    Story then(BiFunction<Trial, JobId, JobId> next) {
      return new Story(name, options, flow, next, spec, end);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Story> stories() {
    return Stream.of(
        Story.of(
            "succeeds",
            (trial, spec) ->
                Flow.linear("f").add(step("a"), Task.named("b").provides(IP).execute(t -> "x")),
            "null"),
        Story.of(
            "is reverted",
            (trial, spec) -> Flow.linear("f").add(step("a"), step("b"), failing("c")),
            "'c' failed"),
        Story.of(
                "is reverted in part",
                (trial, spec) ->
                    Flow.linear("f")
                        .add(
                            step("a"),
                            Flow.linear("part").retry(Retry.times(2)).add(step("b"), failing("c"))),
                "reverted in part")
            .with(FlowOptions.DEFAULT.serial().withDeferReverts(false)),
        Story.of(
                "reverts what was cut off",
                (trial, spec) -> {
                  CountDownLatch begun = new CountDownLatch(1);
                  return Flow.unordered("f")
                      .add(
                          Task.named("z")
                              .run(t -> {
                                if (trial.turned.getCount() > 0) {
                                  begun.await();
                                }
                                throw new IllegalStateException("no z");
                              })
                              .revertAlways(t -> {
                                trial.turned.countDown();
                                return null;
                              }),
                          Task.named("a")
                              .run(t -> {
                                begun.countDown();
                                trial.turned.await();
                              })
                              .revertAlways(t -> null));
                },
                "'z' failed")
            .with(FlowOptions.DEFAULT.withMaxWorkers(2)),
        Story.of(
            "fails in several branches",
            (trial, spec) ->
                Flow.unordered("f")
                    .add(failing("z"), Flow.linear("l").add(step("m"), failing("b"))),
            "'z' failed"),
        Story.of(
            "cannot be reverted",
            (trial, spec) -> Flow.linear("f").add(step("a"), sticky("b"), step("c"), failing("d")),
            "'b' could not be reverted"),
        Story.of(
                "cannot be reverted in one of several branches",
                (trial, spec) ->
                    Flow.linear("f")
                        .add(Flow.unordered("u").add(step("a"), sticky("b")), failing("d")),
                "'b' could not be reverted")
            .with(FlowOptions.DEFAULT.serial().withCommits(FlowOptions.Commits.EACH)),
        Story.of(
                "is not resolved",
                (trial, spec) -> Flow.unordered("f").add(step("a"), failing("b"), step("c")),
                "'b' failed")
            .with(
                FlowOptions.DEFAULT
                    .serial()
                    .withNeverResolve(true)
                    .withCommits(FlowOptions.Commits.EACH)),
        Story.of(
            "cannot be decided",
            (trial, spec) -> {
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
        Story.of(
                "is out of time",
                (trial, spec) ->
                    Flow.linear("f").add(step("a"), Task.named("b").run(t -> trial.turned.await())),
                "timed out after")
            .posted(JobSpec.builder("act").timeout(Duration.ofMillis(400)).build()),
        Story.of(
                "is cancelled",
                (trial, spec) ->
                    Flow.linear("f").add(step("a"), Task.named("b").run(t -> t.await("never"))),
                "cancelled; what was done is undone")
            .then((trial, id) -> {
              trial.awaitWait(id);
              trial.bed.jobs().cancelAndRevert(id);
              return id;
            }),
        Story.of(
                "waits and succeeds",
                (trial, spec) ->
                    Flow.linear("f").add(step("a"), Task.named("b").run(t -> t.await("go"))),
                "waited, and went on")
            .then((trial, id) -> {
              trial.awaitWait(id);
              trial.bed.jobs().signal(id, "go", TextNode.valueOf("now"));
              return id;
            }),
        Story.of(
                "has a second attempt",
                (trial, spec) ->
                    Flow.linear("f")
                        .add(
                            step("a"),
                            Task.named("b")
                                .run(t -> {
                                  if (trial.bed.job(trial.job).status().failures() == 0) {
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
        Story.of(
                "is run again from an atom",
                (trial, spec) ->
                    Flow.linear("f")
                        .add(step("a"), Task.named("b").provides(IP).execute(trial::runner)),
                "null")
            .then((trial, id) -> {
              trial.awaitEnd(id);
              return trial.bed.jobs().continueFlow(id, "b").id();
            }),
        Story.of(
                "is undone",
                (trial, spec) -> Flow.linear("f").add(step("a"), step("b")),
                "had done is undone")
            .then((trial, id) -> {
              trial.awaitEnd(id);
              return trial.bed.jobs().continueFlow(id, null).id();
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
    atOnce(trials, Trial::close);
  }

  /** Stopping takes a moment each, and so does waiting for the end of a lease. */
  private static void atOnce(List<Trial> trials, Consumer<Trial> body) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> ends = new ArrayList<>();
      trials.forEach(trial -> ends.add(threads.submit(() -> body.accept(trial))));
      for (Future<?> end : ends) {
        end.get();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("stories")
  void job_whoseExecutorDiesAtAnyWrite_tellsTheSameInTheEnd(Story story) throws Exception {
    Trial quiet = new Trial(story, 0, true);
    quiet.play();
    Told expected = quiet.told();
    assertThat(String.valueOf(expected.message())).contains(story.end());
    List<Trial> dying = new ArrayList<>();
    for (long write = 1; write <= quiet.gate.writes(); write++) {
      dying.add(new Trial(story, write, false));
      dying.add(new Trial(story, write, true));
    }
    atOnce(dying, Trial::play);
    long died = dying.stream().filter(trial -> trial.gate.isCut()).count();
    // Grouped writes may be fewer in one run than in another.
    assertThat(died).isGreaterThan(quiet.gate.writes());
    for (Trial trial : dying) {
      assertThat(trial.told()).as(trial.name).isEqualTo(expected);
    }
  }

  /** What a job and its flow say in the end; the ids of jobs left out. */
  record Told(
      JobState state,
      @Nullable Integer returnCode,
      @Nullable String message,
      @Nullable JsonNode result,
      int failures,
      Map<String, AtomState> atoms) {

    static Told of(Job job, Logbook book) {
      Map<String, AtomState> atoms = new TreeMap<>();
      book.atoms().forEach((name, atom) -> atoms.put(name, atom.state()));
      String message = job.status().statusMessage();
      return new Told(
          job.state(),
          job.status().returnCode(),
          message == null ? null : message.replaceAll("job/[0-9a-f-]+", "job/ID"),
          job.status().result(),
          job.status().failures(),
          atoms);
    }
  }

  /** One flow from its post to its end, in a world of its own. */
  final class Trial implements AutoCloseable {
    private final Story story;
    private final String name;
    private final long fatal;
    private final boolean kept;
    private final Bed bed = new Bed();
    private final Gate gate = new Gate();

    /** Opens once something is being reverted. */
    private final CountDownLatch turned = new CountDownLatch(1);

    // Written before the executor starts.
    private volatile JobId job = JobId.named("none");
    private volatile JobId last = JobId.named("none");

    Trial(Story story, long fatal, boolean kept) {
      this.story = story;
      this.name = (kept ? "after write " : "before write ") + fatal;
      this.fatal = fatal;
      this.kept = kept;
      bed.register(registry ->
          registry
              .flow("act", Bed.Nothing.class, nothing -> story.flow().apply(this, story.spec()))
              .options(story.options()));
      trials.add(this);
    }

    String runner(TaskContext context) {
      return context.idempotencyKey().startsWith(job.toString()) ? "first job" : "second job";
    }

    void play() {
      job = bed.post(story.spec());
      last = job;
      gate.dieAt(fatal, kept);
      bed.start(Bed.options("first").withLease(Duration.ofSeconds(1)), gate, ExecutorListener.NONE);
      Thread successor = Thread.startVirtualThread(this::replace);
      last = story.play().apply(this, job);
      awaitEnd(last);
      successor.interrupt();
    }

    /** Starts another executor once the first one has died. */
    private void replace() {
      await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(gate::isCut);
      bed.executors().getFirst().stopNow();
      bed.start(Bed.options("second"));
    }

    void awaitWait(JobId id) {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> bed.events(id).contains(JobEvent.Kind.WAITING));
    }

    void awaitEnd(JobId id) {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> bed.job(id).state().isFinal());
    }

    Told told() {
      return Told.of(bed.job(last), bed.backend.logbook().orElseThrow().find(last).orElseThrow());
    }

    @Override
    public void close() {
      turned.countDown();
      bed.close();
    }
  }
}
