// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.service.Threads;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests starts of processes on virtual threads. */
final class ProcessStarterTest {

  private final AtomicReference<@Nullable Object> result = new AtomicReference<>();

  private void onVirtualThread(ProcessBuilder builder, boolean interrupted) throws Exception {
    Thread thread =
        Threads.virtual(
            "test-start",
            () -> {
              try {
                if (interrupted) {
                  Thread.currentThread().interrupt();
                }
                Process process = ProcessStarter.start(builder);
                boolean kept = Thread.interrupted();
                result.set(process.waitFor() + (kept ? " interrupted" : ""));
              } catch (IOException | InterruptedException e) {
                result.set(e);
              }
            });
    thread.start();
    assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
  }

  @Test
  void start_onAVirtualThread_returnsTheProcess() throws Exception {
    onVirtualThread(new ProcessBuilder("sh", "-c", "exit 7"), false);
    assertThat(result).hasValue("7");
  }

  @Test
  void start_ofAnInterruptedThread_startsAndKeepsTheInterrupt() throws Exception {
    onVirtualThread(new ProcessBuilder("sh", "-c", "exit 7"), true);
    assertThat(result).hasValue("7 interrupted");
  }

  @Test
  void start_thatFails_throwsTheFailureOfTheSystem() throws Exception {
    onVirtualThread(new ProcessBuilder("/no/such/program"), false);
    assertThat((Exception) result.get())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/no/such/program");
  }
}
