// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineImage;
import dev.baton.engine.EngineSpec;
import dev.baton.flow.Container;
import dev.baton.flow.ContainerResult;
import dev.baton.flow.Flow;
import dev.baton.flow.FlowNode;
import dev.baton.flow.Symbol;
import dev.baton.flow.Task;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.testkit.contract.engine.EngineTestSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of flows whose tasks are containers, on a real engine. One container builds, the
 * next container tests and fails, and containers revert both. Each container adds a line to a file.
 * The user who posts the flow has no right to run containers.
 */
public abstract class ContainerFlowContract extends EngineTestSetup {

  private static final Symbol<ContainerResult> BUILT = Symbol.of("built", ContainerResult.class);
  private static final String RELEASE = "release";
  private static final String FAILED_TEST = "undo test: FAILED 3 it is bad";
  private static final String GOOD_BUILD = "undo build: SUCCESS 0 1.0";

  // Containers write to this folder too, and they may run as other users.
  @TempDir Path folder;

  private ContainerFlowExecutors setup;
  private Engine engine;

  @BeforeEach
  final void openSetup() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    setup = new ContainerFlowExecutors(fixture(), RELEASE, this::release);
    engine = openOtherEngine(setup.installationName());
  }

  @AfterEach
  final void closeSetup() {
    try {
      await().atMost(fixture().timeout()).until(() -> engine.list().isEmpty());
    } finally {
      setup.close();
    }
  }

  private FlowNode release() {
    return Flow.linear(RELEASE)
        .add(
            Task.container(
                    "build",
                    t -> step("build", "echo app > \"$DIR/app\"; echo 1.0"),
                    (t, end) -> revertStep("build", "rm \"$DIR/app\""))
                .provides(BUILT),
            Task.container(
                    "test",
                    t ->
                        step("test", "echo it is bad >&2; exit 3")
                            .env("VERSION", " " + t.get(BUILT).lastLine().orElseThrow()),
                    (t, end) -> revertStep("test", ""))
                .requires(BUILT));
  }

  /**
   * Returns a container that adds its name to the log, waits while its hold file exists, and then
   * runs the script.
   */
  private Container step(String name, String script) {
    return container(
        "echo \""
            + name
            + "$VERSION\" >> \"$DIR/log\"; while [ -e \"$DIR/hold-"
            + name
            + "\" ]; do sleep 0.1; done; "
            + script);
  }

  private Container revertStep(String name, String script) {
    return step(
        "undo " + name + ": $BATON_UNDO_STATE $BATON_UNDO_EXIT_CODE $BATON_UNDO_LAST_LINE", script);
  }

  private Container container(String script) {
    Container plain =
        Container.of("sh", "-c", script)
            .engine(ContainerFlowExecutors.ENGINE)
            .env("DIR", folder + "");
    EngineSpec spec = spec("any").build();
    EngineImage image = spec.image();
    return image == null
        ? plain
        : plain.image(image.name()).raw(spec.raw()).volumes(folder + ":" + folder);
  }

  private List<String> log() {
    Path log = folder.resolve("log");
    try {
      return Files.exists(log)
          ? Files.readAllLines(log).stream().map(String::strip).toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for a line that may come from the last of the flow's four containers. */
  private void awaitLog(String line) {
    await().atMost(fixture().timeout().multipliedBy(4)).until(() -> log().contains(line));
  }

  private Path hold(String step) throws IOException {
    return Files.writeString(
        folder.resolve("hold-" + step), "", StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private Job awaitFinal(JobId id) {
    return setup.executors().awaitFinal(id, fixture().timeout().multipliedBy(4));
  }

  private void assertReverted(Job job) {
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().statusMessage())
        .contains("'test' failed", "exit code 3", "it is bad", "the flow was reverted");
    assertThat(log()).containsExactly("build", "test 1.0", FAILED_TEST, GOOD_BUILD);
    assertThat(folder.resolve("app")).doesNotExist();
    assertThat(setup.executors().childrenOf(job.id()))
        .extracting(Job::state)
        .containsExactlyInAnyOrder(
            JobState.SUCCESS, JobState.FAILED, JobState.SUCCESS, JobState.SUCCESS);
  }

  @Test
  protected void flow_whoseSecondContainerFails_isUndoneByContainers() {
    setup.startExecutor();
    assertReverted(awaitFinal(setup.executors().post(RELEASE)));
  }

  @Test
  protected void executor_killedWhileAContainerRuns_leavesItToTheNext() throws IOException {
    Path held = hold("test");
    setup.startExecutor();
    JobId id = setup.executors().post(RELEASE);
    awaitLog("test 1.0");
    setup.executors().killExecutors();
    setup.startExecutor();
    Files.delete(held);
    assertReverted(awaitFinal(id));
  }

  @Test
  protected void executor_killedWhileAnUndoContainerRuns_leavesItToTheNext() throws IOException {
    Path held = hold("undo build: SUCCESS 0 1.0");
    setup.startExecutor();
    JobId id = setup.executors().post(RELEASE);
    awaitLog(GOOD_BUILD);
    setup.executors().killExecutors();
    setup.startExecutor();
    Files.delete(held);
    assertReverted(awaitFinal(id));
  }

  @Test
  protected void cancel_whileAContainerRuns_deletesItBeforeItIsUndone() throws IOException {
    hold("test");
    setup.startExecutor();
    JobId id = setup.executors().post(RELEASE);
    awaitLog("test 1.0");
    setup.executors().cancelAndRevert(id);
    Job job = awaitFinal(id);
    assertThat(job.state()).isEqualTo(JobState.CANCELED);
    // The exit code depends on the signal that ended the program, which each engine chooses. A
    // shell may print the name of the signal.
    assertThat(log())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("build"),
            line -> assertThat(line).isEqualTo("test 1.0"),
            line -> assertThat(line).matches("undo test: CANCELED( \\d*)?( Terminated)?"),
            line -> assertThat(line).isEqualTo(GOOD_BUILD));
  }
}
