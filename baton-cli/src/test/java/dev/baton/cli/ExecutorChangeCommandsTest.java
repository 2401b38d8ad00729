// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.cli.TestBaton.Result;
import dev.baton.console.ExitCode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the commands that change what a running process does. */
final class ExecutorChangeCommandsTest {

  @TempDir Path folder;
  private TestBaton baton;

  @BeforeEach
  void start() {
    baton = new TestBaton(folder);
  }

  @AfterEach
  void stop() {
    baton.close();
  }

  private String post() {
    return baton.run("post", "dummy_test_action", "--seconds", "600").out().strip();
  }

  private void awaitState(String job, String state) {
    await()
        .atMost(Duration.ofMinutes(4))
        .until(() -> baton.run("job", "get", job).out().contains(state));
  }

  @Test
  void drain_waitsForTheJobs_andUndrainTakesItBack() {
    String running = post();
    awaitState(running, "RUNNING");
    Result waited = baton.run("executor", "drain", "here", "--wait", "--timeout", "10s");
    assertThat(waited.code()).isEqualTo(ExitCode.WAITED_LONG_ENOUGH);
    assertThat(waited.out())
        .isEqualTo(
            """
            here: the executor claims no more jobs; 1 still run
            here still runs 1 job after 10s
            """);
    assertThat(waited.err()).contains("here runs 1 job\n");
    assertThat(baton.run("executor", "list").out()).contains("draining");
    String waiting = post();
    assertThat(baton.run("job", "cancel", running).code()).isZero();

    Result ended = baton.run("executor", "drain", "here", "--wait", "--output", "json");
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).contains("\"running\" : 0");
    assertThat(baton.run("job", "get", waiting).out()).contains("QUEUED");

    assertThat(baton.run("executor", "undrain", "here").out())
        .isEqualTo("here: the executor claims jobs again\n");
    awaitState(waiting, "RUNNING");
  }

  @Test
  void logLevel_isChangedAndTakenBack() {
    // A logger that nothing uses, because the other tests share the log of this JVM.
    String[] change = {"executor", "log-level", "here", "trace", "--logger", "dev.baton.no.such"};
    assertThat(baton.run(change).out())
        .isEqualTo("here: the level of dev.baton.no.such is TRACE\n");
    assertThat(baton.run("executor", "log-level", "here").out())
        .containsPattern("dev\\.baton\\.no\\.such +TRACE +yes");
    change[3] = "configured";
    assertThat(baton.run(change).code()).isZero();
    assertThat(baton.run("executor", "log-level", "here").out()).doesNotContain("no.such");
  }

  @Test
  void wrongUse_isRefusedWithTheReason() {
    Result level = baton.run("executor", "log-level", "here", "loud");
    assertThat(level.code()).isEqualTo(ExitCode.USAGE);
    assertThat(level.err()).contains("attribute 'level' is 'LOUD'; allowed: ERROR, WARN");
    Result limit = baton.run("executor", "drain", "here", "--timeout", "1m");
    assertThat(limit.code()).isEqualTo(ExitCode.USAGE);
    assertThat(limit.err()).contains("--timeout is given without --wait");
    Result name = baton.run("executor", "drain", "there");
    assertThat(name.code()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(name.err()).contains("no executor 'there' is alive");
  }
}
