// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.baton.engine.EngineOptions;
import dev.baton.error.UnavailableException;
import dev.baton.service.Clock;
import dev.baton.service.Threads;
import dev.baton.testkit.service.HeldCarriers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SlurmCommandsTest {

  private static final String LONG_INPUT = "x".repeat(1 << 20);

  @TempDir Path folder;

  /** A command waits for a controller that does not answer, and reads no input. */
  @Test
  void run_commandThatDoesNotEnd_holdsNoCarrierAndFailsWhenItsTimeIsOver() throws IOException {
    Path program = folder.resolve("sbatch");
    Path started = folder.resolve("started");
    Files.writeString(program, "#!/bin/sh\n: >" + started + "\nexec sleep 300\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Map<String, String> settings = Map.of("programs", folder.toString(), "command-timeout", "PT5S");
    EngineOptions options =
        new EngineOptions("slurm", "baton", folder.resolve("data"), settings, Clock.system());
    AtomicReference<Throwable> failure = new AtomicReference<>();
    try (SlurmCommands commands = new SlurmCommands(SlurmSettings.of(options))) {
      Thread caller =
          Threads.virtual(
              "caller",
              () -> failure.set(catchThrowable(() -> commands.run(List.of("sbatch"), LONG_INPUT))));
      caller.start();
      await().until(() -> Files.exists(started));
      assertThat(HeldCarriers.names()).isEmpty();
      Threads.join(caller);
    }
    assertThat(failure.get())
        .isInstanceOf(UnavailableException.class)
        .hasMessage("sbatch did not end within PT5S");
  }
}
