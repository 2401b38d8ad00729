// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Tests that a second signal ends a stop that waits for jobs (docs/configuration.md, "Signals").
 */
@Execution(ExecutionMode.CONCURRENT)
final class SecondSignalTest {

  private static final Duration AT_ONCE = Duration.ofSeconds(10);
  private static final Duration READY = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void executor_whenTerminatedTwice_abandonsItsJobsAndEndsNow() throws IOException {
    try (TestInstallation baton = new TestInstallation(folder)) {
      BatonProcess stopping =
          baton.startRemoteExecutor(
              "stopping", "--threads", "4", "--grace", "PT5M", "--lease", "PT5M");
      baton.postAppends("fenced_append", 4, folder.resolve("effects"), Duration.ofMinutes(5));
      TestApiClient api = baton.api();
      await().atMost(READY).until(api::states, Map.of("RUNNING", 4L)::equals);
      stopping.signal("TERM");
      awaitStopping(api);
      assertThat(api.states()).isEqualTo(Map.of("RUNNING", 4L));
      stopping.signal("TERM");
      assertThat(stopping.awaitEnd(AT_ONCE)).isZero();
      // The jobs are already abandoned, because the lease is longer than this test.
      assertThat(api.get("board").get("resources"))
          .hasSize(4)
          .allSatisfy(posting -> assertThat(posting.has("owner")).isFalse());
    }
  }

  @Test
  void up_whenInterruptedTwice_endsNowAndLeavesNoCommandRunning() throws IOException {
    Path pid = folder.resolve("pid");
    try (TestInstallation baton = TestInstallation.up(folder, "--grace", "PT5M")) {
      TestApiClient api = baton.api();
      String job = api.post(List.of(sleepingCommand(pid))).getFirst();
      await().atMost(READY).until(() -> Files.exists(pid) && Files.size(pid) > 0);
      ProcessHandle command =
          ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
      baton.server().signal("INT");
      awaitStopping(api);
      assertThat(command.isAlive()).as("within the grace the command goes on").isTrue();
      baton.server().signal("INT");
      assertThat(baton.server().awaitEnd(AT_ONCE)).isZero();
      await().atMost(AT_ONCE).until(() -> !command.isAlive());

      baton.restartServer();
      assertThat(baton.api().history(job)).startsWith("posted", "started", "abandoned");
    }
  }

  private static ObjectNode sleepingCommand(Path pid) {
    ObjectNode job = TestApiClient.JSON.createObjectNode().put("action", "run_command");
    job.putObject("payload")
        .putArray("command")
        .add("sh")
        .add("-c")
        .add("echo $$ > " + pid + "; exec sleep 300");
    return job;
  }

  /**
   * Waits until the server reports that it is stopping. The server answers while it waits for its
   * own jobs, and it is a member itself.
   */
  private static void awaitStopping(TestApiClient api) {
    await()
        .atMost(READY)
        .until(() -> api.get("executor").findValuesAsText("stopping").contains("true"));
  }
}
