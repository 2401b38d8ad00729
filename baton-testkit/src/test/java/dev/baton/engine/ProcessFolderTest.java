// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.actions.processengine.ProcessEngine;
import dev.baton.service.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that files of other programs do not disturb the folder in which the process engine keeps
 * its jobs.
 */
final class ProcessFolderTest {

  private static final Duration TIMEOUT = Duration.ofMinutes(4);
  private static final int LONGER_THAN_ONE_ARGUMENT_MAY_BE = 200_000;

  @TempDir Path folder;
  private Engine engine;

  @BeforeEach
  void open() {
    engine =
        ProcessEngine.open(new EngineOptions("process", "test", folder, Map.of(), Clock.system()));
  }

  @AfterEach
  void close() {
    engine.list().forEach(job -> engine.delete(job.name()));
    await().atMost(TIMEOUT).until(() -> engine.list().isEmpty());
    engine.close();
  }

  @Test
  void argument_longerThanTheSystemTakes_cannotStartAndSaysSoAtOnce() {
    EngineStatus status =
        engine
            .create(
                EngineSpec.named("long")
                    .command("echo", "x".repeat(LONGER_THAN_ONE_ARGUMENT_MAY_BE))
                    .build())
            .status();
    assertThat(status.reason()).isEqualTo(EngineReason.CANNOT_START);
    assertThat(status.exitCode()).isEqualTo(126);
    assertThat(status.message()).startsWith("Argument list too long");
  }

  @Test
  void entry_thatIsNoJobOrBroken_doesNotKeepOthersFromBeingListedAndRun() throws IOException {
    Path registry = Files.createDirectories(folder.resolve("test"));
    Files.writeString(registry.resolve("Notes of Somebody.json"), "{}");
    Files.writeString(registry.resolve("broken.json"), "no record");
    Files.writeString(registry.resolve("result.txt"), "x");
    engine.create(EngineSpec.named("fine").command("true").build());
    await().atMost(TIMEOUT).until(() -> engine.find("fine").orElseThrow().status().isSuccess());
    assertThat(engine.list()).extracting(EngineJob::name).containsExactly("fine");
    engine.delete("fine");
    await().atMost(TIMEOUT).until(() -> engine.find("fine").isEmpty());
    assertThat(engine.check().load().jobs()).isZero();
  }
}
