// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.EngineReason;
import dev.baton.engine.EngineStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests answers that the test servers cannot be made to give. */
final class ParseContainerTest {

  private static final String STARTED = "2026-01-02T03:04:05.5Z";

  @Test
  void read_timeoutReached_isTimeoutWhateverTheExitCode() throws IOException {
    EngineStatus status = status("exited", 0, "2026-01-02T03:04:15.5Z", "PT10S", 0, false);
    assertThat(status.reason()).isEqualTo(EngineReason.TIMEOUT);
    assertThat(status.message()).isEqualTo("it ran for longer than its timeout of PT10S");
    assertThat(status("exited", 0, "2026-01-02T03:04:15.499Z", "PT10S", 0, false).isSuccess())
        .isTrue();
  }

  @Test
  void read_killedByPodmanWithALimit_isOutOfMemory() throws IOException {
    EngineStatus limited = status("exited", 137, "2026-01-02T03:04:06Z", "PT1H", 1000, true);
    assertThat(limited.reason()).isEqualTo(EngineReason.OUT_OF_MEMORY);
    assertThat(limited.message()).contains("most likely", "1000 bytes");
    EngineStatus free = status("exited", 137, "2026-01-02T03:04:06Z", "PT1H", 0, true);
    assertThat(free.reason()).isEqualTo(EngineReason.SIGNAL);
    EngineStatus docker = status("exited", 137, "2026-01-02T03:04:06Z", "PT1H", 1000, false);
    assertThat(docker.reason()).isEqualTo(EngineReason.SIGNAL);
    assertThat(docker.message()).isEqualTo("it was ended by signal 9");
  }

  @Test
  void read_endBeforeStart_isAtTheStart() throws IOException {
    EngineStatus status = status("exited", 1, "2026-01-02T03:04:05.49Z", "PT1H", 0, true);
    assertThat(status.finished()).isEqualTo(Instant.parse(STARTED));
    assertThat(status.reason()).isEqualTo(EngineReason.EXIT_CODE);
  }

  @Test
  void read_pausedOrRemoved_saysSo() throws IOException {
    EngineStatus paused = status("paused", 0, "0001-01-01T00:00:00Z", "PT1H", 0, false);
    assertThat(paused.isOver()).isFalse();
    assertThat(paused.message()).isEqualTo("the container is paused");
    assertThat(container("removing", 3, "2026-01-02T03:04:06Z", "PT1H", 0, false).job())
        .satisfies(job -> assertThat(job.deleting()).isTrue())
        .satisfies(job -> assertThat(job.status().exitCode()).isEqualTo(3));
  }

  @Test
  void read_labelsThatAnybodyMayHaveWritten_areNoneIfTheyFitNothing() throws IOException {
    for (String timeout : List.of("soon", "", "PT-1S", "PT0S", "P999999999999999999D")) {
      DockerContainer over = container("exited", 0, "2026-01-02T03:04:15.5Z", timeout, 0, false);
      assertThat(over.job().status().isSuccess()).as(timeout).isTrue();
      DockerContainer running = container("running", 0, "0001-01-01T00:00:00Z", timeout, 0, false);
      assertThat(running.remainingTime()).as(timeout).isNull();
    }
    DockerContainer longest =
        container("running", 0, "0001-01-01T00:00:00Z", "P106751991167300D", 0, false);
    assertThat(longest.remainingTime()).isGreaterThan(Duration.ofDays(36_500));
  }

  private static EngineStatus status(
      String state, int code, String finished, String timeout, long memory, boolean podman)
      throws IOException {
    return container(state, code, finished, timeout, memory, podman).job().status();
  }

  private static DockerContainer container(
      String state, int code, String finished, String timeout, long memory, boolean podman)
      throws IOException {
    String json =
        """
        {"Id": "1", "Name": "/one", "Created": "2026-01-02T03:04:05+00:00",
         "Config": {"Labels": {"baton.dev/timeout": "%s"}}, "HostConfig": {"Memory": %d},
         "State": {"Status": "%s", "ExitCode": %d, "StartedAt": "%s", "FinishedAt": "%s"}}
        """
            .formatted(timeout, memory, state, code, STARTED, finished);
    return ParseContainer.read(
        DockerApi.JSON.readTree(json), Instant.parse("2026-01-02T03:05:05Z"), podman);
  }
}
