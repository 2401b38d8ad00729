// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.faults.Effects.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promises 1 and 2 with executors that die: no job is lost, and claims never overlap. */
final class KilledExecutorTest {

  private static final int JOBS = 600;
  private static final int KILLS = 4;

  @TempDir Path folder;

  @Test
  void jobs_whenExecutorsAreKilledAgainAndAgain_allSucceedAndNoStaleEffectIsAccepted()
      throws IOException {
    Path file = folder.resolve("effects");
    try (Installation baton = new Installation(folder)) {
      BatonProcess survivor = baton.startRemoteExecutor("survivor", "--threads", "4");
      BatonProcess victim = baton.startRemoteExecutor("victim", "--threads", "4");
      baton.postAppends("fenced_append", JOBS, file, Duration.ofMillis(100));
      for (int kill = 1; kill <= KILLS; kill++) {
        int enough = JOBS * kill / (KILLS + 2);
        await().atMost(Duration.ofMinutes(1)).until(() -> count(file) >= enough);
        victim.killHard();
        victim = baton.startRemoteExecutor("victim", "--threads", "4");
      }
      baton.awaitAllSucceeded(JOBS, Duration.ofMinutes(2));
      assertThat(survivor.isAlive()).isTrue();
    }
    Effects effects = Effects.read(file);
    effects.assertTokensOnlyGrow();
    assertThat(new HashSet<>(effects.all().stream().map(Effect::job).toList())).hasSize(JOBS);
  }

  private static long count(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }
}
