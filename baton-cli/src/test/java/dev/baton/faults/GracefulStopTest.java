// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests the effect of SIGTERM on an executor (docs/configuration.md, "Signals"). */
@Execution(ExecutionMode.CONCURRENT)
final class GracefulStopTest {

  // Longer than the test: a claim can only pass on because the stopping executor abandons it. With
  // a short lease, a busy machine could let a lease expire, which starts a job once more.
  private static final String LEASE = "PT2M";

  @TempDir Path folder;

  @Test
  void executor_whenTerminated_finishesWhatFitsIntoTheGraceAndHandsOverTheRest()
      throws IOException {
    Path file = folder.resolve("effects");
    try (TestInstallation baton = new TestInstallation(folder)) {
      BatonProcess stopping =
          baton.startRemoteExecutor(
              "stopping", "--threads", "4", "--grace", "PT3S", "--lease", LEASE);
      baton.postAppends("fenced_append", 2, file, Duration.ofSeconds(2));
      baton.postAppends("fenced_append", 2, file, Duration.ofSeconds(8));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> baton.api().states().equals(Map.of("RUNNING", 4L)));
      stopping.signal("TERM");
      assertThat(stopping.awaitEnd(Duration.ofSeconds(20))).isZero();

      assertThat(RecordedEffects.read(file).all()).as("ended within the grace").hasSize(2);
      baton.startRemoteExecutor("heir", "--threads", "4", "--lease", LEASE);
      baton.awaitAllSucceeded(4, Duration.ofSeconds(30));
      assertThat(baton.api().get("job?filter=owner='heir'").get("resources"))
          .hasSize(2)
          .allSatisfy(job -> {
            assertThat(job.get("attempt").asInt())
                .as(baton.api().get(job.get("id").asText() + "/history").toString())
                .isEqualTo(2);
            assertThat(job.get("failures").asInt()).isZero();
          });
    }
  }
}
