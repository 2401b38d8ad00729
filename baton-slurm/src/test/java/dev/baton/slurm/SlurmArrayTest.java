// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.engine.Engine;
import dev.baton.engine.EngineInstances;
import dev.baton.engine.EngineLifetime;
import dev.baton.engine.EngineLine;
import dev.baton.engine.EngineReason;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.EngineSpecBuilder;
import dev.baton.engine.EngineStatus;
import dev.baton.error.InvalidInputException;
import dev.baton.testkit.server.SlurmServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Tests instances as a Slurm array under faults. */
@Tag("integration")
@ResourceLock("slurm")
final class SlurmArrayTest {

  private static final Duration TIMEOUT = Duration.ofMinutes(4);
  private static final String ONCE = "echo once $BATON_INSTANCE; ";

  private final SlurmServer server = SlurmServer.shared();
  private final SlurmFixture fixture = new SlurmFixture();
  private final String installation = "array-" + UUID.randomUUID().toString().substring(0, 8);
  private final Engine engine = SlurmEngine.open(fixture.options(installation, Map.of()));

  @AfterEach
  void deleteAll() {
    engine.list().forEach(job -> engine.delete(job.name()));
    await().atMost(TIMEOUT).until(() -> engine.list().isEmpty());
    engine.close();
  }

  @Test
  void instance_cancelledInSlurmBeforeItsTurn_failsAloneAndDoesNotRun() throws Exception {
    String name = "taken-out";
    engine.create(many(name, 4, ONCE).raw(options("--hold")).build());
    await().atMost(TIMEOUT).until(() -> Files.exists(folder(name).resolve("id")));
    server.output("scancel", number(name) + "_2");
    server.output("scontrol", "release", number(name));
    EngineStatus status = awaitOver(name);
    assertThat(List.of(status.succeeded(), status.failed())).containsExactly(3, 1);
    assertThat(status.reason()).isEqualTo(EngineReason.CANCELED);
    assertThat(status.message()).contains("1 of 4 instances failed: 2").contains("cancelled");
    assertThat(texts(name)).containsExactly("[0] once 0", "[1] once 1", "[3] once 3");
  }

  /** The jobs were submitted a moment before, so the controller may or may not have saved them. */
  @Test
  void controller_killedAtOnce_losesNoInstanceAndDoublesNone() throws Exception {
    String name = "lost";
    engine.create(many(name, 6, ONCE + "exit 2").raw(options("--begin=now+4")).build());
    server.killController();
    server.startController();
    EngineStatus status = awaitOver(name);
    assertThat(List.of(status.succeeded(), status.failed())).containsExactly(0, 6);
    assertThat(status.exitCode()).isEqualTo(2);
    assertThat(texts(name)).containsExactlyElementsOf(onceEach(6));
  }

  @Test
  void controller_restartedWhileInstancesRun_losesNoneAndDoublesNone() throws Exception {
    String name = "restarted";
    engine.create(
        EngineSpec.named(name)
            .command("sh", "-c", ONCE + "sleep 5")
            .instances(new EngineInstances(4, null))
            .build());
    await().atMost(TIMEOUT).until(() -> running(name).contains("4 of 4 instances run"));
    server.awaitSaved();
    server.killController();
    server.startController();
    assertThat(awaitOver(name).succeeded()).isEqualTo(4);
    assertThat(texts(name)).containsExactlyElementsOf(onceEach(4));
  }

  @Test
  void submission_repeated_runsEachInstanceOnce() throws Exception {
    String name = "twice";
    engine.create(many(name, 5, ONCE + "sleep 1").build());
    SlurmSettings settings = SlurmSettings.of(fixture.options(installation, Map.of()));
    SlurmJobFolder files = new SlurmJobFolder(settings.folder(), name);
    new SubmitEngineJob(new SlurmCommands(settings)).submit(files, files.read().orElseThrow());
    assertThat(awaitOver(name).succeeded()).isEqualTo(5);
    await()
        .atMost(TIMEOUT)
        .until(() ->
            server
                .output("squeue", "--noheader", "--name=" + name, "--states=PENDING,RUNNING")
                .isBlank());
    assertThat(texts(name)).containsExactlyElementsOf(onceEach(5));
  }

  @Test
  void instances_thatFail_areRepeatedEachForItself() throws Exception {
    String name = "again";
    String mark = folder(name).getParent().resolve(".mark-$BATON_INSTANCE").toString();
    engine.create(
        many(name, 3, "echo round; mkdir " + mark + " 2>/dev/null || exit 0; exit $BATON_INSTANCE")
            .lifetime(new EngineLifetime(null, 1, null))
            .build());
    assertThat(awaitOver(name).isSuccess()).isTrue();
    assertThat(texts(name))
        .containsExactly("[0] round", "[1] round", "[1] round", "[2] round", "[2] round");
  }

  @Test
  void create_moreThanTheClusterTakes_isRefusedAndLeavesNothing() {
    EngineSpec spec = many("too-many", EngineInstances.MAX_COUNT, ONCE).build();
    assertThatThrownBy(() -> engine.create(spec))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("too-many")
        .hasMessageContaining("MaxArraySize");
    assertThat(engine.find("too-many")).isEmpty();
  }

  private static EngineSpecBuilder many(String name, int count, String script) {
    return EngineSpec.named(name)
        .command("sh", "-c", script)
        .instances(new EngineInstances(count, 2));
  }

  private static ObjectNode options(String option) {
    ObjectNode raw = EngineSpec.noRaw();
    raw.putArray("options").add(option);
    return raw;
  }

  private static List<String> onceEach(int count) {
    return IntStream.range(0, count).mapToObj(i -> "[" + i + "] once " + i).toList();
  }

  private Path folder(String name) {
    return server.sharedFolder().resolve(installation).resolve(name);
  }

  private String number(String name) throws IOException {
    return Files.readString(folder(name).resolve("id")).strip();
  }

  private String running(String name) {
    return String.valueOf(engine.find(name).orElseThrow().status().message());
  }

  private EngineStatus awaitOver(String name) {
    return await()
        .atMost(TIMEOUT)
        .until(() -> engine.find(name).orElseThrow().status(), EngineStatus::isOver);
  }

  private List<String> texts(String name) throws InterruptedException {
    List<EngineLine> lines = new ArrayList<>();
    engine.logs(name, null, lines::add);
    return lines.stream().map(EngineLine::text).toList();
  }
}
