// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests promise 2 with an executor that is frozen until its lease has expired and then still
 * believes in its claim.
 */
final class FrozenExecutorTest {

  @TempDir Path folder;

  @Test
  void claim_whenExecutorIsFrozenBeyondItsLease_isTakenOverAndWhatItWritesLaterIsRefused()
      throws IOException {
    Path file = folder.resolve("effects");
    try (TestInstallation baton = new TestInstallation(folder)) {
      BatonProcess frozen = baton.startRemoteExecutor("frozen", "--threads", "1");
      List<String> jobs = baton.postAppends("stubborn_append", 1, file, Duration.ofSeconds(6));
      await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(file) && count(file) == 1);
      frozen.signal("STOP");
      baton.startRemoteExecutor("heir", "--threads", "1");
      await().atMost(Duration.ofSeconds(20)).until(() -> count(file) == 2);
      // The new holder has started, so from now on the effects of the frozen executor must be
      // refused.
      frozen.signal("CONT");
      baton.awaitAllSucceeded(1, Duration.ofSeconds(30));

      var job = baton.api().get(jobs.getFirst());
      assertThat(job.get("owner").asText()).isEqualTo("heir");
      assertThat(job.get("attempt").asInt()).isEqualTo(2);
      RecordedEffects recordedEffects = RecordedEffects.read(file);
      recordedEffects.assertTokensOnlyGrow();
      assertThat(recordedEffects.of("done"))
          .singleElement()
          .satisfies(done -> assertThat(done.token()).isEqualTo(job.get("token").asLong()));
      assertThat(frozen.isAlive()).as("the woken executor goes on with other jobs").isTrue();
    }
  }

  private static long count(Path file) throws IOException {
    return Files.readAllLines(file).size();
  }
}
