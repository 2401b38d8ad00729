// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.baton.access.Caller;
import dev.baton.error.ConflictException;
import dev.baton.error.InvalidInputException;
import dev.baton.flow.Flow;
import dev.baton.flow.FlowNode;
import dev.baton.flow.Symbol;
import dev.baton.flow.Task;
import dev.baton.flowrunner.FlowListener;
import dev.baton.flowrunner.FlowOptions;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.RetryPolicy;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowState;
import dev.baton.logbook.Logbook;
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
 * Tests flows as the actions of jobs: the final state of the job, and requests while the flow runs.
 */
final class ExecutorFlowTest {

  private static final Symbol<String> IP = Symbol.of("ip", String.class);

  private final InMemoryExecutors inMemoryExecutors = new InMemoryExecutors();
  private final List<String> done = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    inMemoryExecutors.close();
  }

  private void flow(FlowNode flow) {
    inMemoryExecutors.register(registry ->
        registry.flow("act", InMemoryExecutors.NoParameters.class, noParameters -> flow));
  }

  private Task<?> step(String name) {
    return Task.named(name).run(t -> done.add(name)).revert((t, result) -> done.add("-" + name));
  }

  private Task<?> failing(String name, AtomicBoolean fails) {
    return Task.named(name)
        .run(t -> {
          if (fails.get()) {
            throw new IllegalStateException("no " + name);
          }
          done.add(name);
        })
        .revert((t, result) -> done.add("-" + name));
  }

  private Job run() {
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    return inMemoryExecutors.awaitFinal(inMemoryExecutors.post("act"));
  }

  private Logbook book(JobId id) {
    return inMemoryExecutors.backend.logbook().orElseThrow().find(id).orElseThrow();
  }

  @Test
  void flow_thatSucceeds_givesItsValuesAsResult() {
    flow(
        Flow.linear("f")
            .add(
                Task.named("allocate").provides(IP).execute(t -> "10.0.0.7"),
                Task.named("use").requires(IP).run(t -> done.add(t.get(IP)))));
    Job job = run();
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.status().result()).hasToString("{\"ip\":\"10.0.0.7\"}");
    assertThat(done).containsExactly("10.0.0.7");
    assertThat(book(job.id()).flow().state()).isEqualTo(FlowState.SUCCESS);
  }

  @Test
  void listenersAndOptions_ofARegisteredFlow_holdForItsJobs() {
    List<String> heard = new CopyOnWriteArrayList<>();
    inMemoryExecutors.register(registry ->
        registry
            .flow(
                "act",
                InMemoryExecutors.NoParameters.class,
                noParameters ->
                    Flow.linear("f").add(step("a"), failing("b", new AtomicBoolean(true))))
            .options(FlowOptions.DEFAULT.withNeverResolve(true))
            .listener(job -> new RecordingFlowListener(job.job().id(), heard)));
    Job job = run();
    String id = job.id().toString();
    assertThat(heard)
        .containsExactly(
            id + " f PENDING RUNNING",
            "a PENDING RUNNING",
            "a RUNNING SUCCESS",
            "b PENDING RUNNING",
            "b RUNNING FAILURE",
            id + " f RUNNING FAILURE");
    assertThat(done).containsExactly("a");
  }

  private record RecordingFlowListener(JobId job, List<String> lines) implements FlowListener {
    @Override
    public void flowChanged(FlowDetail flow, FlowState from) {
      lines.add(job + " " + flow.name() + " " + from + " " + flow.state());
    }

    @Override
    public void atomChanged(AtomDetail atom, AtomState from) {
      lines.add(atom.name() + " " + from + " " + atom.state());
    }
  }

  @Test
  void flow_thatFails_isUndoneAndTheJobFailedWithTheCause() {
    flow(Flow.linear("f").add(step("a"), step("b"), failing("c", new AtomicBoolean(true))));
    Job job = run();
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().statusMessage())
        .contains("'c' failed: java.lang.IllegalStateException: no c")
        .contains("the flow was reverted");
    assertThat(done).containsExactly("a", "b", "-b", "-a");
    assertThat(inMemoryExecutors.log(job.id())).anyMatch(line -> line.startsWith("c failed"));
  }

  @Test
  void job_withAnotherAttempt_runsTheRevertedFlowAgain() {
    AtomicInteger runs = new AtomicInteger();
    flow(
        Flow.linear("f")
            .add(
                step("a"),
                Task.named("b")
                    .run(t -> {
                      if (runs.incrementAndGet() == 1) {
                        throw new IllegalStateException("not yet");
                      }
                    })));
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    RetryPolicy twice =
        new RetryPolicy(2, Backoff.doubling(Duration.ofMillis(20), Duration.ofMillis(20)));
    Job job =
        inMemoryExecutors.awaitFinal(
            inMemoryExecutors.post(JobSpec.builder("act").retry(twice).build()));
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.status().failures()).isEqualTo(1);
    assertThat(done).containsExactly("a", "-a", "a");
  }

  @Test
  void flow_thatAwaitsASignal_freesTheExecutorAndContinues() {
    flow(
        Flow.linear("f")
            .add(
                step("a"),
                Task.named("approval").run(t -> done.add(t.await("approve").asText())),
                step("b")));
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    JobId id = inMemoryExecutors.post("act");
    await()
        .atMost(InMemoryExecutors.WAIT_LIMIT)
        .until(() -> inMemoryExecutors.events(id).contains(JobEvent.Kind.WAITING));
    assertThat(inMemoryExecutors.job(id).status().statusMessage())
        .isEqualTo("waits for the signal 'approve'");
    inMemoryExecutors.jobs().signal(id, "approve", TextNode.valueOf("yes"));
    assertThat(inMemoryExecutors.awaitFinal(id).state()).isEqualTo(JobState.SUCCESS);
    assertThat(done).containsExactly("a", "yes", "b");
  }

  @Test
  void flow_thatSleeps_isGoneOnWithInTime() {
    flow(Flow.linear("f").add(Task.named("nap").run(t -> t.sleep(Duration.ofMillis(300)))));
    Job job = run();
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(inMemoryExecutors.events(job.id())).contains(JobEvent.Kind.WAITING);
    assertThat(job.status().attempt()).isEqualTo(2);
  }

  @Test
  void executorThatStops_handsTheFlowOverAtTheNextAtom() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    flow(
        Flow.linear("f")
            .add(
                Task.named("long")
                    .run(t -> {
                      inside.countDown();
                      await().atMost(InMemoryExecutors.WAIT_LIMIT).until(t::stopRequested);
                      done.add("long");
                    }),
                step("next")));
    Executor first = inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    JobId id = inMemoryExecutors.post("act");
    inside.await();
    first.stop();
    assertThat(inMemoryExecutors.job(id).state()).isEqualTo(JobState.RUNNING);
    assertThat(done).containsExactly("long");
    assertThat(book(id).flow().state()).isEqualTo(FlowState.SUSPENDED);
    inMemoryExecutors.start(InMemoryExecutors.options("e2"));
    assertThat(inMemoryExecutors.awaitFinal(id).state()).isEqualTo(JobState.SUCCESS);
    assertThat(done).containsExactly("long", "next");
  }

  @Test
  void cancelAndRevert_ofARunningFlow_undoesItAndEndsCanceled() {
    CountDownLatch never = new CountDownLatch(1);
    flow(Flow.linear("f").add(step("a"), Task.named("hang").run(t -> never.await())));
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    JobId id = inMemoryExecutors.post("act");
    await().atMost(InMemoryExecutors.WAIT_LIMIT).until(() -> done.contains("a"));
    inMemoryExecutors.jobs().cancelAndRevert(id);
    Job job = inMemoryExecutors.awaitFinal(id);
    assertThat(job.state()).isEqualTo(JobState.CANCELED);
    assertThat(job.status().statusMessage()).isEqualTo("cancelled; the flow was reverted");
    assertThat(done).containsExactly("a", "-a");
  }

  @Test
  void cancelAndRevert_ofAWaitingFlow_undoesItAndEndsCanceled() {
    flow(Flow.linear("f").add(step("a"), Task.named("w").run(t -> t.await("never"))));
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    JobId id = inMemoryExecutors.post("act");
    await()
        .atMost(InMemoryExecutors.WAIT_LIMIT)
        .until(() -> inMemoryExecutors.events(id).contains(JobEvent.Kind.WAITING));
    inMemoryExecutors.jobs().cancelAndRevert(id);
    assertThat(inMemoryExecutors.awaitFinal(id).state()).isEqualTo(JobState.CANCELED);
    assertThat(done).containsExactly("a", "-a");
  }

  @Test
  void cancelAndKeep_leavesWhatWasDone() {
    flow(Flow.linear("f").add(step("a"), Task.named("w").run(t -> t.await("never"))));
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    JobId id = inMemoryExecutors.post("act");
    await()
        .atMost(InMemoryExecutors.WAIT_LIMIT)
        .until(() -> inMemoryExecutors.events(id).contains(JobEvent.Kind.WAITING));
    assertThat(inMemoryExecutors.jobs().cancel(id).state()).isEqualTo(JobState.CANCELED);
    assertThat(done).containsExactly("a");
    JobId undo = inMemoryExecutors.jobs().continueFlow(id, null).id();
    assertThat(inMemoryExecutors.awaitFinal(undo).state()).isEqualTo(JobState.SUCCESS);
    assertThat(done).containsExactly("a", "-a");
    assertThat(inMemoryExecutors.job(undo).status().statusMessage())
        .contains(id.toString())
        .contains("was reverted");
  }

  @Test
  void timeout_ofAFlow_revertsIt() {
    CountDownLatch never = new CountDownLatch(1);
    flow(Flow.linear("f").add(step("a"), Task.named("hang").run(t -> never.await())));
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    JobSpec spec = JobSpec.builder("act").timeout(Duration.ofMillis(300)).build();
    Job job = inMemoryExecutors.awaitFinal(inMemoryExecutors.post(spec));
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().returnCode()).isEqualTo(124);
    assertThat(job.status().statusMessage()).contains("timed out after PT0.3S");
    assertThat(done).containsExactly("a", "-a");
  }

  @Test
  void revertThatFails_canBeTriedAgain() {
    AtomicBoolean broken = new AtomicBoolean(true);
    Task<?> sticky =
        Task.named("sticky")
            .run(t -> done.add("sticky"))
            .revert((t, result) -> {
              if (broken.get()) {
                throw new IllegalStateException("cannot undo");
              }
              done.add("-sticky");
            });
    flow(Flow.linear("f").add(step("a"), sticky, failing("c", new AtomicBoolean(true))));
    Job job = run();
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().statusMessage())
        .contains("'sticky' could not be reverted")
        .contains("baton job revert " + job.id())
        .endsWith("; not reverted: 'a' (SUCCESS), 'sticky' (REVERT_FAILURE)");
    assertThat(book(job.id()).atoms().get("sticky").state()).isEqualTo(AtomState.REVERT_FAILURE);
    broken.set(false);
    JobId again = inMemoryExecutors.jobs().continueFlow(job.id(), null).id();
    assertThat(inMemoryExecutors.awaitFinal(again).state()).isEqualTo(JobState.SUCCESS);
    assertThat(done).containsExactly("a", "sticky", "-sticky", "-a");
  }

  @Test
  void continueFlow_fromAnAtom_executesItAndItsSuccessorsAgain() {
    flow(Flow.linear("f").add(step("a"), step("b"), step("c")));
    Job job = run();
    JobId again = inMemoryExecutors.jobs().continueFlow(job.id(), "b").id();
    assertThat(inMemoryExecutors.awaitFinal(again).state()).isEqualTo(JobState.SUCCESS);
    assertThat(done).containsExactly("a", "b", "c", "b", "c");
    assertThat(inMemoryExecutors.job(job.id()).state()).isEqualTo(JobState.SUCCESS);
  }

  @Test
  void continueFlow_ofAJobThatIsNotFinal_isRefused() {
    flow(Flow.linear("f").add(step("a")));
    JobId id = inMemoryExecutors.post("act");
    assertThatThrownBy(() -> inMemoryExecutors.jobs().continueFlow(id, null))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("QUEUED");
  }

  @Test
  void changedFlow_isLeftToOthersAndSaysSo() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    AtomicBoolean changed = new AtomicBoolean();
    inMemoryExecutors.register(registry ->
        registry.flow(
            "act",
            InMemoryExecutors.NoParameters.class,
            noParameters ->
                Flow.linear("f")
                    .add(
                        changed.get() ? step("a").version("2") : step("a"),
                        Task.named("w")
                            .run(t -> {
                              inside.countDown();
                              t.await("go");
                            }))));
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));
    JobId id = inMemoryExecutors.post("act");
    inside.await();
    await()
        .atMost(InMemoryExecutors.WAIT_LIMIT)
        .until(() -> inMemoryExecutors.events(id).contains(JobEvent.Kind.WAITING));
    changed.set(true);
    inMemoryExecutors.jobs().signal(id, "go", TextNode.valueOf("now"));
    await()
        .atMost(InMemoryExecutors.WAIT_LIMIT)
        .until(() ->
            String.valueOf(inMemoryExecutors.job(id).status().statusMessage()).contains("'a'"));
    assertThat(inMemoryExecutors.job(id).state()).isEqualTo(JobState.QUEUED);
    assertThat(inMemoryExecutors.job(id).status().statusMessage())
        .contains("differs from the stored flow");
    assertThat(done).containsExactly("a");
  }

  @Test
  void flow_thatCannotRun_isRefusedWhenItIsPosted() {
    inMemoryExecutors.register(registry ->
        registry.flow(
            "act",
            InMemoryExecutors.NoParameters.class,
            noParameters -> Flow.linear("f").add(Task.named("use").requires(IP).run(t -> {}))));
    assertThatThrownBy(
            () -> inMemoryExecutors.catalogue().checked(JobSpec.of("act"), Caller.internal()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'ip'")
        .hasMessageContaining("required by use");
  }
}
