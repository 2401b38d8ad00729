// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.actions.processengine.ProcessEngine;
import dev.baton.engine.Engine;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.EngineReason;
import dev.baton.engine.EngineResources;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.EngineStatus;
import dev.baton.service.Clock;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests limits of processes with the control groups of this machine. Needs root. */
@Tag("integration")
final class ProcessLimitsTest {

  private static final Duration SOON = Duration.ofMinutes(4);
  private static final long MEBIBYTE = 1 << 20;

  /** Doubles a text in the shell until the memory is used up. */
  private static final String GREEDY = "x=xxxxxxxxxxxxxxxx; while :; do x=$x$x; done";

  @TempDir Path folder;

  private Path memory;
  private Path cpu;
  private Engine engine;

  @BeforeEach
  void makeGroups() {
    String name = "baton-test-" + UUID.randomUUID();
    memory = group("memory", name);
    cpu = group("cpu", name);
    engine =
        ProcessEngine.open(
            new EngineOptions(
                "process",
                "limits",
                folder,
                Map.of("cgroup-memory", memory.toString(), "cgroup-cpu", cpu.toString()),
                Clock.system()));
  }

  @AfterEach
  void removeGroups() throws IOException {
    engine.list().forEach(job -> engine.delete(job.name()));
    await().atMost(SOON).until(() -> engine.list().isEmpty());
    engine.close();
    Files.deleteIfExists(memory);
    Files.deleteIfExists(cpu);
  }

  /** Makes a control group, of version 1 (a folder for each controller) or version 2. */
  private static Path group(String controller, String name) {
    Path mount = Path.of("/sys/fs/cgroup");
    boolean split = Files.isDirectory(mount.resolve(controller));
    try {
      return Files.createDirectories((split ? mount.resolve(controller) : mount).resolve(name));
    } catch (IOException e) {
      throw InstalledPrograms.skipOrFail("Control groups", "no control group can be made: " + e);
    }
  }

  @Test
  void memoryLimit_exceeded_isTheReason() {
    engine.create(
        EngineSpec.named("greedy").command("sh", "-c", GREEDY).memoryLimit(64 * MEBIBYTE).build());
    EngineStatus status = awaitOver("greedy");
    assertThat(status.reason()).isEqualTo(EngineReason.OUT_OF_MEMORY);
    assertThat(status.message()).isEqualTo("it needed more memory than its limit");
    assertRemoved("greedy");
  }

  @Test
  void memoryLimit_thatSuffices_isNoHindrance() {
    engine.create(
        EngineSpec.named("modest")
            .command("sh", "-c", "exit 3")
            .memoryLimit(64 * MEBIBYTE)
            .build());
    EngineStatus status = awaitOver("modest");
    assertThat(status.reason()).isEqualTo(EngineReason.EXIT_CODE);
    assertThat(status.exitCode()).isEqualTo(3);
  }

  @Test
  void cpuLimit_exceeded_slowsItDown() throws IOException {
    engine.create(
        EngineSpec.named("busy")
            .command("sh", "-c", "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done")
            .resources(new EngineResources(null, new BigDecimal("0.1"), null, null))
            .build());
    assertThat(awaitOver("busy").isSuccess()).isTrue();
    String throttled =
        Files.readAllLines(cpu.resolve("busy").resolve("cpu.stat")).stream()
            .filter(line -> line.startsWith("nr_throttled "))
            .findFirst()
            .orElseThrow();
    assertThat(Integer.parseInt(throttled.substring("nr_throttled ".length()))).isPositive();
    assertRemoved("busy");
  }

  private EngineStatus awaitOver(String name) {
    return await()
        .atMost(SOON)
        .until(() -> engine.find(name).orElseThrow().status(), EngineStatus::isOver);
  }

  /** Deletes the engine job and asserts that its control groups are removed. */
  private void assertRemoved(String name) {
    engine.delete(name);
    await().atMost(SOON).until(() -> engine.find(name).isEmpty());
    assertThat(memory.resolve(name)).doesNotExist();
    assertThat(cpu.resolve(name)).doesNotExist();
  }
}
