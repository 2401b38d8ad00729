// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Kills a server while executors work through it. */
@Execution(ExecutionMode.CONCURRENT)
final class RestartedServerTest {

  private static final int JOBS = 300;

  @TempDir Path folder;

  @Test
  void jobs_whenTheServerIsKilledAndStartedAgain_allSucceedOnce() throws IOException {
    Path file = folder.resolve("effects");
    try (TestInstallation baton = new TestInstallation(folder)) {
      baton.startRemoteExecutor("one", "--threads", "4", "--lease", "PT60S");
      baton.startRemoteExecutor("two", "--threads", "4", "--lease", "PT60S");
      baton.postAppends("fenced_append", JOBS, file, Duration.ofMillis(150));
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> Files.exists(file) && Files.readAllLines(file).size() > JOBS / 4);
      baton.restartServer();
      baton.awaitAllSucceeded(JOBS, Duration.ofMinutes(2));
    }
    RecordedEffects recordedEffects = RecordedEffects.read(file);
    recordedEffects.assertTokensOnlyGrow();
    // The lease outlived the restart, so no other executor got a job.
    assertThat(
            recordedEffects.all().stream()
                .collect(Collectors.groupingBy(RecordedEffects.Effect::job, Collectors.counting()))
                .values())
        .hasSize(JOBS)
        .allMatch(count -> count == 1L);
  }
}
