// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.EngineStatus;
import dev.baton.service.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests programs whose keeper is killed, and processes that programs leave. */
@Timeout(120)
final class ProcessKeeperTest {

  private static final Duration LONG = Duration.ofSeconds(50);

  @TempDir private Path folder;
  private Engine engine;

  @BeforeEach
  void open() {
    engine =
        ProcessEngine.open(new EngineOptions("process", "test", folder, Map.of(), Clock.system()));
  }

  @AfterEach
  void close() {
    engine.list().forEach(job -> engine.delete(job.name()));
    await().atMost(LONG).until(() -> engine.list().isEmpty());
    engine.close();
  }

  private void create(String name, String script) {
    engine.create(EngineSpec.named(name).command("sh", "-c", script).build());
  }

  private EngineStatus end(String name) {
    await().atMost(LONG).until(() -> engine.find(name).orElseThrow().status().isOver());
    return engine.find(name).orElseThrow().status();
  }

  /** Waits until the program has written a process number, and returns it. */
  private long written(String file) throws IOException {
    Path path = folder.resolve(file);
    await().atMost(LONG).until(() -> Files.exists(path) && !Files.readString(path).isBlank());
    return Long.parseLong(Files.readString(path).strip());
  }

  private static ProcessHandle keeper() {
    return ProcessHandle.current()
        .children()
        .filter(child ->
            child
                .info()
                .arguments()
                .filter(words -> List.of(words).contains("baton-keeper"))
                .isPresent())
        .findAny()
        .orElseThrow();
  }

  private static void killKeeper() {
    ProcessHandle keeper = keeper();
    keeper.destroyForcibly();
    await().atMost(LONG).until(() -> !keeper.isAlive());
  }

  private static boolean isOver(long number) {
    return ProcessState.read(number).map(ProcessState::isOver).orElse(true);
  }

  @Test
  void keeper_killed_losesNoProgramAndIsReplaced() throws IOException {
    String gate = folder.resolve("gate").toString();
    String pid = folder.resolve("pid").toString();
    create("first", "echo $$ > " + pid + "; until [ -e " + gate + " ]; do sleep 0.1; done; exit 3");
    long program = written("pid");
    killKeeper();

    create("second", "exit 4");

    assertThat(end("second").exitCode()).isEqualTo(4);
    assertThat(isOver(program)).isFalse();
    Files.createFile(Path.of(gate));
    assertThat(end("first").exitCode()).isEqualTo(3);
  }

  /** The program {@code timeout} moves to a process group of its own, in the same session. */
  private String leaving(String file) {
    return "timeout 300 sleep 321 & echo $! > " + folder.resolve(file) + "; exit 5";
  }

  @Test
  void leftovers_inAnotherProcessGroup_areKilled() throws IOException {
    create("leaves", leaving("left"));
    assertThat(end("leaves").exitCode()).isEqualTo(5);
    long left = written("left");
    await().atMost(LONG).until(() -> isOver(left));
  }

  @Test
  void leftovers_whenNobodyReadsTheReport_areKilledByTheSupervisor() throws IOException {
    String gate = folder.resolve("gate").toString();
    create("leaves", "until [ -e " + gate + " ]; do sleep 0.1; done; " + leaving("left"));
    await()
        .atMost(LONG)
        .until(() -> engine.find("leaves").orElseThrow().status().started() != null);
    // With the keeper, this process loses the pipe for reports, as if it were dead.
    killKeeper();
    Files.createFile(Path.of(gate));

    assertThat(end("leaves").exitCode()).isEqualTo(5);
    long left = written("left");
    await().atMost(LONG).until(() -> isOver(left));
  }

  @Test
  void variables_thatTheShellReserves_doNotPreventTheProgram() {
    engine.create(
        EngineSpec.named("variables")
            .command("sh", "-c", "[ \"$OTHER\" = \"it's \" ] && exit 6")
            .env(Map.of("OPTIND", "none", "PPID", "x", "OTHER", "it's "))
            .build());
    assertThat(end("variables").exitCode()).isEqualTo(6);
  }
}
