// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.flow.Flow;
import dev.baton.flow.FlowNode;
import dev.baton.flow.Symbol;
import dev.baton.flow.Task;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import dev.baton.testkit.backend.BackendTestSetup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of child jobs: tasks of flows that run as jobs, with executors on a real backend.
 * The clock of the fixture must be the system clock.
 */
public abstract class ChildJobContract extends BackendTestSetup {

  private static final Duration TIMEOUT = Duration.ofMinutes(4);

  /**
   * Shorter than the period after which a parent polls its child jobs, so the parent must have been
   * notified.
   */
  private static final Duration WHEN_TOLD = Duration.ofSeconds(8);

  private static final int MANY = 20;

  private record Answer(String of) {}

  private record NoParameters() {}

  private static final Symbol<Answer> ANSWER = Symbol.of("answer", Answer.class);

  private final List<String> done = new CopyOnWriteArrayList<>();
  private final CountDownLatch posted = new CountDownLatch(1);
  private TestExecutors setup;

  @BeforeEach
  final void openSetup() {
    setup = new TestExecutors(backend(), Catalogue.of(List.of(new Flows())), fixture().clock());
  }

  @AfterEach
  final void closeSetup() {
    setup.close();
  }

  private final class Flows implements Plugin {
    @Override
    public void register(Registry registry) {
      registry.action(
          "answer", NoParameters.class, (job, noParameters) -> job.result(Map.of("of", "child")));
      registry.action(
          "fail",
          NoParameters.class,
          (job, noParameters) -> {
            throw new IllegalStateException("no child");
          });
      flow(registry, "two_steps", () -> Flow.linear("inner").add(step("a"), step("b")));
      flow(
          registry,
          "waiting",
          () ->
              Flow.linear("inner")
                  .add(step("a"), Task.named("wait").run(t -> t.await("never-sent"))));
      flow(registry, "ask", this::ask);
      flow(registry, "ask_failing", () -> Flow.linear("f").add(child("fail")));
      flow(
          registry,
          "undo",
          () -> Flow.linear("f").add(step("before"), child("two_steps"), failing()));
      flow(registry, "wait", () -> Flow.linear("f").add(step("before"), child("waiting")));
      flow(registry, "many", this::many);
      flow(registry, "die", this::die);
    }

    private void flow(Registry registry, String name, Supplier<FlowNode> flow) {
      registry.flow(name, NoParameters.class, noParameters -> flow.get());
    }

    private FlowNode ask() {
      return Flow.linear("f")
          .add(
              Task.job("child", t -> JobSpec.of("answer")).provides(ANSWER),
              Task.named("use").requires(ANSWER).run(t -> done.add(t.get(ANSWER).of())));
    }

    private FlowNode many() {
      return Flow.unordered("f")
          .add(
              IntStream.range(0, MANY)
                  .mapToObj(i -> Task.job("child-" + i, t -> JobSpec.of("answer")))
                  .toArray(FlowNode[]::new));
    }

    /**
     * The first call posts the child job and then blocks, so that it never waits for the child job.
     */
    private FlowNode die() {
      return Flow.linear("f")
          .add(
              Task.named("child")
                  .run(t -> {
                    done.add("" + t.childJobs().post(t.idempotencyKey(), JobSpec.of("answer")));
                    if (posted.getCount() > 0) {
                      posted.countDown();
                      new CountDownLatch(1).await();
                    }
                  }));
    }

    private Task<?> step(String name) {
      return Task.named(name).run(t -> done.add(name)).revert((t, result) -> done.add("-" + name));
    }

    private Task<?> child(String action) {
      return Task.job("child", t -> JobSpec.of(action));
    }

    private Task<?> failing() {
      return Task.named("failing")
          .run(t -> {
            throw new IllegalStateException("never");
          });
    }
  }

  private Job run(String action) {
    setup.startExecutor(fixture().executorView(backend()), 1);
    return setup.awaitFinal(setup.post(action), TIMEOUT);
  }

  @Test
  protected void child_thatSucceeds_givesItsResultAndTellsTheParent() {
    Job job = run("ask");
    assertThat(job.state()).as(job.status().statusMessage()).isEqualTo(JobState.SUCCESS);
    assertThat(done).containsExactly("child");
    Job child = setup.childrenOf(job.id()).getFirst();
    assertThat(Duration.between(child.updated(), job.updated())).isLessThan(WHEN_TOLD);
  }

  @Test
  protected void child_thatFails_failsItsTask() {
    Job job = run("ask_failing");
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().statusMessage()).contains("'child' failed", "no child");
  }

  @Test
  protected void child_whoseParentFails_isRevertedByAJob() {
    Job job = run("undo");
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(done).containsExactly("before", "a", "b", "-b", "-a", "-before");
    assertThat(setup.childrenOf(job.id()))
        .extracting(Job::state)
        .containsExactlyInAnyOrder(JobState.SUCCESS, JobState.SUCCESS);
  }

  @Test
  protected void child_whoseParentIsCancelled_isRevertedBefore() {
    setup.startExecutor(fixture().executorView(backend()), 1);
    JobId id = setup.post("wait");
    await().atMost(TIMEOUT).until(() -> done.contains("a"));
    await().atMost(TIMEOUT).until(() -> setup.childrenOf(id).getFirst().state() == JobState.QUEUED);
    setup.cancelAndRevert(id);
    assertThat(setup.awaitFinal(id, TIMEOUT).state()).isEqualTo(JobState.CANCELED);
    assertThat(done).containsExactly("before", "a", "-a", "-before");
  }

  @Test
  protected void child_thatIsDeletedWhileItRuns_failsItsTaskAndIsNotPostedAgain() {
    setup.startExecutor(fixture().executorView(backend()), 1);
    JobId id = setup.post("wait");
    await().atMost(TIMEOUT).until(() -> done.contains("a"));
    await().atMost(TIMEOUT).until(() -> setup.job(id).state() == JobState.QUEUED);
    setup.delete(setup.childrenOf(id).getFirst().id());
    Job job = setup.awaitFinal(id, TIMEOUT);
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().statusMessage())
        .contains("'child' failed", "ChildJobException", "was deleted");
    assertThat(done).containsExactly("before", "a", "-before");
    assertThat(setup.childrenOf(id)).isEmpty();
  }

  @Test
  protected void child_whosePosterDied_isNotPostedAgain() throws InterruptedException {
    setup.startExecutor(fixture().executorView(backend()), 5);
    JobId id = setup.post("die");
    posted.await();
    setup.killExecutors();
    setup.startExecutor(fixture().executorView(fixture().otherProcessView()), 5);
    assertThat(setup.awaitFinal(id, TIMEOUT).state()).isEqualTo(JobState.SUCCESS);
    assertThat(done).hasSize(2);
    assertThat(done.get(1)).isEqualTo(done.getFirst());
    assertThat(setup.childrenOf(id)).hasSize(1);
  }

  @Test
  protected void children_endingAtOnce_areAllSeenByTheParent() {
    setup.startExecutor(fixture().executorView(backend()), 5);
    setup.startExecutor(fixture().executorView(fixture().otherProcessView()), 5);
    Job job = setup.awaitFinal(setup.post("many"), TIMEOUT);
    assertThat(job.state()).as(job.status().statusMessage()).isEqualTo(JobState.SUCCESS);
    assertThat(setup.childrenOf(job.id())).hasSize(MANY);
  }
}
