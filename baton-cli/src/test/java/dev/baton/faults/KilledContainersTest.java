// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.faults.CountingContainers.CountingJob;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Tests that engine jobs outlive their executor: it is killed while twenty of them run in each
 * engine, and the next executor continues each job. All engines are tested at the same time, which
 * takes no longer than one engine.
 */
@Tag("integration")
@ResourceLock("engines")
final class KilledContainersTest {

  /** The number of jobs of each engine. */
  private static final int JOBS = Integer.getInteger("baton.faults.containers", 4);

  private static final Duration BOUND = Duration.ofMinutes(4);
  private static final Duration LOOK = Duration.ofMillis(500);

  @TempDir Path folder;

  @Test
  void containers_whenTheirExecutorIsKilled_areAdoptedWithTheirOutputAndExitCodes()
      throws IOException {
    List<RealEngine> engines = new ArrayList<>(RealEngine.servers());
    engines.add(RealEngine.process());
    List<String> flags = new ArrayList<>(List.of("--threads", "200", "--lease", "PT15S"));
    engines.forEach(engine -> flags.addAll(engine.flags()));
    Path data = folder.resolve("data");
    try (TestInstallation baton = new TestInstallation(folder);
        CountingContainers countingContainers = new CountingContainers(baton.api(), folder)) {
      String[] more = flags.toArray(String[]::new);
      BatonProcess first = baton.startRemoteExecutor("a", more);
      List<CountingJob> all = countingContainers.post(engines, JOBS, "killed");
      for (CountingJob one : all) {
        await(one.name())
            .atMost(BOUND)
            .pollDelay(Duration.ZERO)
            .pollInterval(LOOK)
            .until(() -> countingContainers.texts(one).contains("err 1"));
      }
      first.killHard();
      baton.startRemoteExecutor("b", more);
      for (CountingJob one : all) {
        await(one.name())
            .atMost(BOUND)
            .pollDelay(Duration.ZERO)
            .pollInterval(LOOK)
            .until(() -> countingContainers.message(one).startsWith("continues in engine"));
      }
      engines.forEach(engine -> engine.awaitJobs(data, CountingJob.ids(all), JOBS));
      countingContainers.endAll();
      for (CountingJob one : all) {
        await(one.name())
            .atMost(BOUND)
            .pollDelay(Duration.ZERO)
            .pollInterval(LOOK)
            .until(() -> countingContainers.isFinal(one));
        countingContainers.assertWhole(one);
        assertThat(countingContainers.texts(one))
            .anyMatch(text -> text.startsWith("continues with "));
      }
      // No job uses the engine jobs any more.
      engines.forEach(engine -> engine.awaitJobs(data, CountingJob.ids(all), 0));
    }
  }
}
