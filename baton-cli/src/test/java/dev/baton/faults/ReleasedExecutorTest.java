// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Kills an executor and releases its claims from another process. */
@Execution(ExecutionMode.CONCURRENT)
final class ReleasedExecutorTest {

  /** Longer than the test, so that only the release lets the other executor resume the job. */
  private static final String LEASE = "PT10M";

  private static final Duration BOUND = Duration.ofMinutes(4);

  @TempDir Path folder;

  @Test
  void job_whenTheClaimsOfItsKilledExecutorAreReleased_isResumedBeforeTheLeaseEnds()
      throws IOException {
    Path session = folder.resolve("session");
    try (TestInstallation baton = new TestInstallation(folder)) {
      BatonProcess first =
          baton.startRemoteExecutor("a", "--lease", LEASE, "--session-file", session.toString());
      String id =
          baton
              .postAppends("fenced_append", 1, folder.resolve("effects"), Duration.ofSeconds(3))
              .getFirst();
      await()
          .atMost(BOUND)
          .until(() -> baton.api().get(id).path("state").asText().equals("RUNNING"));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(session)))
          .isEqualTo("rw-------");
      first.killHard();
      baton.startRemoteExecutor("b", "--lease", LEASE);

      assertThat(baton.command("executor", "release", "--session-file", session.toString()))
          .contains("Released the claims of the executor; other executors resume its jobs");

      baton.awaitAllSucceeded(1, BOUND);
      assertThat(baton.api().history(id)).contains("resumed");
      assertThat(session).doesNotExist();
    }
  }

  @Test
  void sessionFile_afterAStopInOrder_isGone() throws IOException {
    Path session = folder.resolve("session");
    try (TestInstallation baton = new TestInstallation(folder)) {
      BatonProcess executor = baton.startRemoteExecutor("a", "--session-file", session.toString());
      baton.postAppends("fenced_append", 1, folder.resolve("effects"), Duration.ofMillis(1));
      baton.awaitAllSucceeded(1, BOUND);
      assertThat(session).exists();
      executor.signal("TERM");
      assertThat(executor.awaitEnd(BOUND)).isZero();
      assertThat(session).doesNotExist();
    }
  }
}
