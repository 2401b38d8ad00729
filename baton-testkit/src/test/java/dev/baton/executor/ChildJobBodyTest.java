// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.baton.filter.Filter;
import dev.baton.flow.ChildJobException;
import dev.baton.flow.Flow;
import dev.baton.flow.FlowNode;
import dev.baton.flow.Retry;
import dev.baton.flow.Symbol;
import dev.baton.flow.Task;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.logbook.AtomState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests tasks of flows that run as child jobs. */
final class ChildJobBodyTest {

  private record Answer(String of) {}

  private static final Symbol<Answer> ANSWER = Symbol.of("answer", Answer.class);

  private final InMemoryExecutors inMemoryExecutors = new InMemoryExecutors();
  private final List<String> done = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    inMemoryExecutors.close();
  }

  private void flow(String name, Supplier<FlowNode> flow) {
    inMemoryExecutors.register(registry ->
        registry.flow(name, InMemoryExecutors.NoParameters.class, noParameters -> flow.get()));
  }

  private Task<?> step(String name) {
    return Task.named(name).run(t -> done.add(name)).revert((t, result) -> done.add("-" + name));
  }

  private static Task<?> child() {
    return Task.job("child", t -> JobSpec.of("child"));
  }

  private Task<?> failing() {
    return Task.named("failing")
        .run(t -> {
          throw new IllegalStateException("never");
        });
  }

  private List<Job> childrenOf(JobId parent) {
    Filter filter =
        new Filter.Equal(Filter.Path.of("parent-job"), new Filter.Value.Text(parent.toString()));
    return inMemoryExecutors.jobs().search(JobQuery.of(filter, 100)).jobs();
  }

  @Test
  void job_thatSucceeds_givesItsResultAndHoldsNoSlotWhileItRuns() {
    inMemoryExecutors.action("child", job -> job.result(Map.of("of", "child")));
    flow(
        "act",
        () ->
            Flow.linear("f")
                .add(
                    Task.job("child", t -> JobSpec.of("child")).provides(ANSWER),
                    Task.named("use").requires(ANSWER).run(t -> done.add(t.get(ANSWER).of()))));
    // With one slot, the child job cannot run if its parent holds the slot.
    inMemoryExecutors.start(InMemoryExecutors.options("e1").withSlots(1));
    Job job = inMemoryExecutors.awaitFinal(inMemoryExecutors.post("act"));
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.status().statusMessage()).isEqualTo("continued after a wait");
    assertThat(done).containsExactly("child");
    assertThat(childrenOf(job.id())).extracting(Job::state).containsExactly(JobState.SUCCESS);
    assertThat(inMemoryExecutors.log(job.id()))
        .anyMatch(line -> line.contains("(child); the flow waits for it"));
  }

  @Test
  void job_thatFails_failsItsTask() {
    inMemoryExecutors.action(
        "child",
        job -> {
          throw new IllegalStateException("no child");
        });
    AtomicInteger attempts = new AtomicInteger();
    flow(
        "act",
        () ->
            Flow.linear("f")
                .retry(Retry.times(2).onlyOn(ChildJobException.class))
                .add(Task.named("count").run(t -> attempts.incrementAndGet()), child()));
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    Job job = inMemoryExecutors.awaitFinal(inMemoryExecutors.post("act"));
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().statusMessage()).contains("'child' failed").contains("no child");
    assertThat(attempts).hasValue(2);
    // Each attempt posts its own child job.
    assertThat(childrenOf(job.id()))
        .extracting(Job::state)
        .containsExactly(JobState.FAILED, JobState.FAILED);
  }

  @Test
  void job_thatSucceeded_isRevertedWithTheFlow() {
    flow("child", () -> Flow.linear("inner").add(step("a"), step("b")));
    flow("act", () -> Flow.linear("f").add(step("before"), child(), failing()));
    inMemoryExecutors.start(InMemoryExecutors.options("e1").withSlots(1));
    Job job = inMemoryExecutors.awaitFinal(inMemoryExecutors.post("act"));
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(done).containsExactly("before", "a", "b", "-b", "-a", "-before");
    assertThat(childrenOf(job.id()))
        .extracting(Job::state)
        .containsExactlyInAnyOrder(JobState.SUCCESS, JobState.SUCCESS);
  }

  @Test
  void job_ofAFlowThatIsRevertedAfterItsEnd_isRevertedToo() {
    flow("child", () -> Flow.linear("inner").add(step("a"), step("b")));
    flow("act", () -> Flow.linear("f").add(step("before"), child()));
    inMemoryExecutors.start(InMemoryExecutors.options("e1").withSlots(1));
    Job job = inMemoryExecutors.awaitFinal(inMemoryExecutors.post("act"));
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    Job reverting =
        inMemoryExecutors.awaitFinal(inMemoryExecutors.jobs().continueFlow(job.id(), null).id());
    assertThat(reverting.state()).isEqualTo(JobState.SUCCESS);
    assertThat(done).containsExactly("before", "a", "b", "-b", "-a", "-before");
  }

  @Test
  void job_thatRunsWhenItsParentIsCancelled_isRevertedBeforeTheParentIs() {
    flow(
        "child",
        () ->
            Flow.linear("inner")
                .add(step("a"), Task.named("wait").run(t -> t.await("never-sent"))));
    flow("act", () -> Flow.linear("f").add(step("before"), child()));
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    JobId id = inMemoryExecutors.post("act");
    await().atMost(InMemoryExecutors.WAIT_LIMIT).until(() -> done.contains("a"));
    await()
        .atMost(InMemoryExecutors.WAIT_LIMIT)
        .until(() -> childrenOf(id).getFirst().state() == JobState.QUEUED);
    inMemoryExecutors.jobs().cancelAndRevert(id);
    assertThat(inMemoryExecutors.awaitFinal(id).state()).isEqualTo(JobState.CANCELED);
    assertThat(done).containsExactly("before", "a", "-a", "-before");
    assertThat(childrenOf(id)).extracting(Job::state).containsExactly(JobState.CANCELED);
  }

  @Test
  void job_whosePosterDiedAfterThePost_isNotPostedAgain() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    inMemoryExecutors.action(
        "child",
        job -> {
          runs.incrementAndGet();
          ended.countDown();
        });
    CountDownLatch posted = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    flow(
        "act",
        () ->
            Flow.linear("f")
                .add(
                    Task.named("child")
                        .run(t -> {
                          JobId id = t.childJobs().post(t.idempotencyKey(), JobSpec.of("child"));
                          done.add(id.toString());
                          if (calls.incrementAndGet() == 1) {
                            posted.countDown();
                            // Blocks until this executor is stopped.
                            new CountDownLatch(1).await();
                          }
                        })));
    Executor first = inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    JobId id = inMemoryExecutors.post("act");
    posted.await();
    ended.await();
    await()
        .atMost(InMemoryExecutors.WAIT_LIMIT)
        .until(() -> childrenOf(id).getFirst().state().isFinal());
    first.stopNow();
    inMemoryExecutors.start(InMemoryExecutors.options("e2"));
    assertThat(inMemoryExecutors.awaitFinal(id).state()).isEqualTo(JobState.SUCCESS);
    assertThat(done).hasSize(2);
    assertThat(done.get(1)).isEqualTo(done.getFirst());
    assertThat(runs).hasValue(1);
    assertThat(childrenOf(id)).hasSize(1);
  }

  @Test
  void log_inATask_isInTheLogOfTheJob() {
    flow(
        "act",
        () ->
            Flow.linear("f")
                .add(
                    Task.named("say")
                        .run(t -> {
                          t.log("one\ntwo");
                          throw new IllegalStateException("enough");
                        })
                        .revertAlways(t -> {
                          t.log("undone");
                          return null;
                        })));
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    Job job = inMemoryExecutors.awaitFinal(inMemoryExecutors.post("act"));
    assertThat(inMemoryExecutors.log(job.id())).contains("[say] one", "[say] undone");
  }

  @Test
  void revert_thatWaits_isCalledAgainWhenItsSignalCame() {
    flow(
        "act",
        () ->
            Flow.linear("f")
                .add(
                    step("a"),
                    Task.named("b")
                        .run(t -> done.add("b"))
                        .revertAlways(t -> {
                          done.add("ask");
                          t.await("undo_b");
                          return done.add("-b");
                        }),
                    failing()));
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    JobId id = inMemoryExecutors.post("act");
    await()
        .atMost(InMemoryExecutors.WAIT_LIMIT)
        .until(() -> done.contains("ask") && inMemoryExecutors.job(id).state() == JobState.QUEUED);
    assertThat(
            inMemoryExecutors
                .backend
                .logbook()
                .orElseThrow()
                .find(id)
                .orElseThrow()
                .atoms()
                .get("b")
                .state())
        .isEqualTo(AtomState.REVERTING);
    inMemoryExecutors.jobs().signal(id, "undo_b", TextNode.valueOf("yes"));
    assertThat(inMemoryExecutors.awaitFinal(id).state()).isEqualTo(JobState.FAILED);
    assertThat(done).containsExactly("a", "b", "ask", "ask", "-b", "-a");
  }
}
