// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.actions.container.EnginePlugin;
import dev.baton.actions.container.EngineSettings;
import dev.baton.actions.processengine.ProcessEngine;
import dev.baton.engine.EngineFactory;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.Engines;
import dev.baton.filter.Filter;
import dev.baton.flow.Container;
import dev.baton.flow.ContainerResult;
import dev.baton.flow.EndedContainer;
import dev.baton.flow.Flow;
import dev.baton.flow.FlowNode;
import dev.baton.flow.Symbol;
import dev.baton.flow.Task;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.job.JobState;
import dev.baton.service.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests tasks that are containers and that fail or end in an unusual way. */
final class ContainerTaskTest {

  private static final Symbol<ContainerResult> RESULT = Symbol.of("result", ContainerResult.class);

  @TempDir Path folder;

  private final InMemoryExecutors inMemoryExecutors = new InMemoryExecutors();
  private final List<EndedContainer> ends = new CopyOnWriteArrayList<>();
  private Engines engines;
  private EnginePlugin plugin;

  @BeforeEach
  void openEngine() {
    EngineFactory process = ProcessEngine::open;
    engines =
        new Engines(
            () -> Map.of("process", process),
            name ->
                new EngineOptions(
                    name, "test", folder.resolve("engine"), Map.of(), Clock.system()));
    plugin =
        new EnginePlugin(
            engines,
            EngineSettings.using("process"),
            inMemoryExecutors.backend.jobs(),
            Clock.system());
    inMemoryExecutors.register(plugin::register);
  }

  @AfterEach
  void close() {
    inMemoryExecutors.close();
    plugin.close();
    engines.close();
  }

  private Job run(Supplier<FlowNode> flow) {
    inMemoryExecutors.register(registry ->
        registry.flow("act", InMemoryExecutors.NoParameters.class, noParameters -> flow.get()));
    inMemoryExecutors.start(InMemoryExecutors.options("e"));
    return inMemoryExecutors.awaitFinal(inMemoryExecutors.post("act"));
  }

  private Job runTasks(FlowNode... tasks) {
    return run(() -> Flow.linear("f").add(tasks));
  }

  private Container shell(String script) {
    return Container.of("sh", "-c", script).workdir(folder.toString());
  }

  private Task<?> failing() {
    return Task.named("failing")
        .run(t -> {
          throw new IllegalStateException("never");
        });
  }

  private List<String> log() throws IOException {
    return Files.readAllLines(folder.resolve("log"));
  }

  private List<Job> childrenOf(JobId parent) {
    Filter filter =
        new Filter.Equal(Filter.Path.of("parent-job"), new Filter.Value.Text(parent.toString()));
    return inMemoryExecutors.jobs().search(JobQuery.of(filter, 100)).jobs();
  }

  private void deleteContainers() {
    Filter filter =
        new Filter.Equal(Filter.Path.of("action"), new Filter.Value.Text(Container.ACTION));
    inMemoryExecutors
        .jobs()
        .search(JobQuery.of(filter, 100))
        .jobs()
        .forEach(job -> inMemoryExecutors.jobs().delete(job.id()));
  }

  @Test
  void container_thatSucceeds_givesATypedResult() {
    List<ContainerResult> seen = new CopyOnWriteArrayList<>();
    Job job =
        runTasks(
            Task.container("run", t -> shell("echo one; echo two")).provides(RESULT),
            Task.named("use").requires(RESULT).run(t -> seen.add(t.get(RESULT))));
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    ContainerResult result = seen.getFirst();
    assertThat(result.lastLines()).containsExactly("one", "two");
    assertThat(result.lastLine()).contains("two");
    assertThat(result.exitCode()).isZero();
    assertThat(result.engine()).isEqualTo("process");
    assertThat(result.reason()).isEqualTo("completed");
    assertThat(result.started()).isNotNull();
    String child = childrenOf(job.id()).getFirst().id().uuid();
    assertThat(result.name()).isEqualTo("baton-" + child);
  }

  @Test
  void container_thatTheEngineRefuses_isNotUndone() {
    Job job =
        runTasks(
            Task.container(
                "run",
                t -> shell("true").memoryLimit("1Gi"),
                (t, end) -> {
                  ends.add(end);
                  return shell("true");
                }));
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().statusMessage()).contains("memory-limit", "the flow was reverted");
    assertThat(ends).isEmpty();
    assertThat(childrenOf(job.id())).hasSize(1);
  }

  @Test
  void container_inAnUnknownEngine_isNotUndone() {
    Job job =
        runTasks(
            Task.container("run", t -> shell("true").engine("steam"), (t, end) -> shell("true")));
    assertThat(job.status().statusMessage())
        .contains("'steam' is unknown", "the flow was reverted");
    assertThat(childrenOf(job.id())).hasSize(1);
  }

  @Test
  void container_whoseParametersAreWrong_failsItsTaskAndPostsNothing() {
    Job job =
        runTasks(
            Task.container("run", t -> shell("true").tier("giant"), (t, end) -> shell("true")));
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().statusMessage()).contains("'run' failed", "the flow was reverted");
  }

  @Test
  void revert_thatReturnsNothing_runsNothing() {
    Job job =
        runTasks(
            Task.container(
                "run",
                t -> shell("echo done; exit 4"),
                (t, end) -> {
                  ends.add(end);
                  return null;
                }));
    assertThat(job.status().statusMessage()).contains("exit code 4", "the flow was reverted");
    assertThat(ends).hasSize(1);
    assertThat(ends.getFirst().state()).isEqualTo(JobState.FAILED);
    assertThat(ends.getFirst().result().orElseThrow().exitCode()).isEqualTo(4);
    assertThat(ends.getFirst().message()).contains("exit code 4");
    assertThat(childrenOf(job.id())).hasSize(1);
  }

  @Test
  void revert_thatFails_isRunAgainWhenTheJobIsRevertedAgain() throws IOException {
    Job job =
        runTasks(
            Task.container(
                "run",
                t -> shell("echo made >> log; echo id-7"),
                (t, end) ->
                    shell(
                        "echo \"undo $BATON_UNDO_LAST_LINE\" >> log; [ -e mended ] || exit"
                            + " 5")),
            failing());
    assertThat(job.status().statusMessage()).contains("could not be reverted", "exit code 5");
    Files.writeString(folder.resolve("mended"), "");
    Job again =
        inMemoryExecutors.awaitFinal(inMemoryExecutors.jobs().continueFlow(job.id(), null).id());
    assertThat(again.state()).as(again.status().statusMessage()).isEqualTo(JobState.SUCCESS);
    assertThat(log()).containsExactly("made", "undo id-7", "undo id-7");
  }

  @Test
  void revert_ofAContainerWhoseJobWasDeleted_getsTheResult() throws IOException {
    Job job =
        runTasks(
            Task.container(
                "run",
                t -> shell("echo id-8"),
                (t, end) -> shell("echo \"undo $BATON_UNDO_LAST_LINE\" >> log")),
            Task.named("delete").run(t -> deleteContainers()),
            failing());
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(log()).containsExactly("undo id-8");
  }
}
