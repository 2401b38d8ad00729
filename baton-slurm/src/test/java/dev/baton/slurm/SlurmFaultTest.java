// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.engine.Engine;
import dev.baton.engine.EngineCheck;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineLabels;
import dev.baton.engine.EngineLifetime;
import dev.baton.engine.EngineLine;
import dev.baton.engine.EngineReason;
import dev.baton.engine.EngineSecret;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.EngineSpecBuilder;
import dev.baton.engine.EngineStatus;
import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests faults and features that only Slurm has. */
@Tag("integration")
@ResourceLock("slurm")
final class SlurmFaultTest {

  private static final Duration TIMEOUT = Duration.ofMinutes(4);
  private static final int MANY = 20;

  private final SlurmServer server = SlurmServer.shared();
  private final SlurmFixture fixture = new SlurmFixture();
  private final String installation = "fault-" + UUID.randomUUID().toString().substring(0, 8);
  private final Engine engine = open(Map.of());

  @AfterEach
  void deleteAll() {
    engine.list().forEach(job -> engine.delete(job.name()));
    await().atMost(TIMEOUT).until(() -> engine.list().isEmpty());
    engine.close();
    server.resumeDrainedNode();
  }

  @Test
  void create_refusedBySlurm_isInvalidAndLeavesNothing() throws IOException {
    EngineSpecBuilder spec = shell("refused", "exit 0");
    assertThatThrownBy(() -> engine.create(spec.raw(raw("partition", "nowhere")).build()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("refused")
        .hasMessageContaining("nowhere");
    assertThat(engine.find("refused")).isEmpty();
    assertThat(engine.list()).isEmpty();
    try (var files = Files.list(folder())) {
      assertThat(files).isEmpty();
    }
    engine.create(spec.raw(raw("partition", "small")).build());
    assertThat(awaitOver("refused").isSuccess()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--array=1-3", "--arr=1-3", "-a1-3", "--wrap=id", "id", "-o/dev/null", "--", "-"})
  void create_withOptionsOfTheEngine_isRefused(String option) {
    ObjectNode raw = EngineSpec.noRaw();
    raw.putArray("options").add(option);
    assertThatThrownBy(() -> engine.create(shell("options", "exit 0").raw(raw).build()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("raw")
        .hasMessageContaining("'" + option + "'");
    assertThatThrownBy(() -> open(Map.of("options", "--nice=5 " + option)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'" + option + "'");
  }

  @Test
  void open_withBadSettings_isRefused() {
    assertThatThrownBy(() -> open(Map.of("partitoin", "main")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("partitoin");
    assertThatThrownBy(() -> open(Map.of("poll", "often")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'often'");
    assertThatThrownBy(() -> open(Map.of("folder", "relative")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'relative'");
  }

  @Test
  void folder_notMounted_isUnavailableAndNotMade() {
    Path missing = server.sharedFolder().resolve("not-mounted");
    try (Engine lost = open(Map.of("folder", missing.toString()))) {
      assertThatThrownBy(() -> lost.find("anything")).isInstanceOf(UnavailableException.class);
      assertThatThrownBy(() -> lost.create(shell("anything", "exit 0").build()))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("not-mounted");
    }
    assertThat(missing).doesNotExist();
  }

  @Test
  void environment_oddNamesAndSecrets_reachTheProgramAndNotSlurm() throws Exception {
    String secret = "s3cret-" + UUID.randomUUID();
    String name = "odd-names";
    engine.create(
        // Without a shell, which would not pass on variables with odd names.
        EngineSpec.named(name)
            .command("env")
            .env("a.b-c", "dotted value")
            .env("UID", "4711")
            .env("IFS", "x")
            .secret("PASSWORD", new EngineSecret.Value(secret))
            .label(EngineLabels.JOB, "job-1")
            .build());
    String shown = server.output("scontrol", "show", "job", number(name));
    String script = server.output("scontrol", "write", "batch_script", number(name), "-");
    assertThat(shown).contains("job-1").doesNotContain(secret);
    assertThat(script).contains("_baton_uid").doesNotContain(secret).doesNotContain("dotted");
    assertThat(awaitOver(name).isSuccess()).isTrue();
    assertThat(folder().resolve(name).resolve("run")).doesNotExist();
    assertThat(texts(name))
        .contains("a.b-c=dotted value", "UID=4711", "IFS=x", "PASSWORD=" + secret)
        .noneMatch(line -> line.startsWith("_baton") || line.startsWith("SLURM_TIME_FORMAT"))
        .noneMatch(line -> line.startsWith("BATON_") || line.startsWith("JAVA_"));
    assertThatThrownBy(() ->
            engine.create(
                shell("odd-secret", "exit 0")
                    .secret("a.b", new EngineSecret.Value(secret))
                    .build()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'a.b'")
        .hasMessageNotContaining(secret);
  }

  @Test
  void programs_thatFail_areRepeatedAsOftenAsAskedFor() throws Exception {
    Path marks = Files.createDirectories(folder().resolve(".marks"));
    engine.create(
        shell("repeated", "echo round; mktemp $MARKS/XXXXXX; [ $(ls $MARKS | wc -l) = 3 ]")
            .env("MARKS", marks.toString())
            .lifetime(new EngineLifetime(null, 5, null))
            .build());
    engine.create(
        shell("exhausted", "echo round; exit 9")
            .lifetime(new EngineLifetime(null, 1, null))
            .build());
    engine.create(shell("elsewhere", "pwd").workdir("/usr").build());
    engine.create(shell("nowhere", "pwd").workdir("/dev/null/folder").build());
    assertThat(awaitOver("repeated").isSuccess()).isTrue();
    assertThat(texts("repeated")).filteredOn("round"::equals).hasSize(3);
    EngineStatus exhausted = awaitOver("exhausted");
    assertThat(exhausted.exitCode()).isEqualTo(9);
    assertThat(texts("exhausted")).containsExactly("round", "round");
    assertThat(awaitOver("elsewhere").isSuccess()).isTrue();
    assertThat(texts("elsewhere")).containsExactly("/usr");
    EngineStatus nowhere = awaitOver("nowhere");
    assertThat(nowhere.reason()).isEqualTo(EngineReason.CANNOT_START);
    assertThat(nowhere.message()).contains("/dev/null/folder");
  }

  @Test
  void job_cancelledInSlurm_saysSo() {
    engine.create(shell("cancelled", "exec sleep 300").build());
    await().atMost(TIMEOUT).until(() -> started("cancelled"));
    server.output("scancel", "--name=cancelled");
    EngineStatus status = awaitOver("cancelled");
    assertThat(status.reason()).isEqualTo(EngineReason.CANCELED);
    assertThat(status.exitCode()).isNull();
  }

  /**
   * Covers a job whose processes have ended and whose controller crashed before it saved the end.
   */
  @Test
  void job_overThatSlurmCallsRunning_endsAsItsScriptSays() throws Exception {
    engine.create(shell("untold", "exec sleep 300").build());
    await().atMost(TIMEOUT).until(() -> started("untold"));
    Files.writeString(folder().resolve("untold").resolve("exit"), "3\n");
    assertThat(awaitOver("untold").exitCode()).isEqualTo(3);
  }

  @Test
  void job_thatWaits_saysWhyAndIsDeletedWithoutHavingRun() {
    ObjectNode raw = EngineSpec.noRaw();
    raw.putArray("options").add("--hold");
    engine.create(shell("held", "echo never").raw(raw).build());
    EngineStatus status = engine.find("held").orElseThrow().status();
    assertThat(status.started()).isNull();
    assertThat(status.message()).contains("PENDING").contains("JobHeldUser");
    engine.delete("held");
    await().atMost(TIMEOUT).until(() -> engine.find("held").isEmpty());
    assertThat(server.output("squeue", "--noheader", "--name=held")).isBlank();
  }

  @Test
  void cluster_load_isTold() {
    engine.create(shell("load", "exec sleep 300").build());
    await().atMost(TIMEOUT).until(() -> started("load"));
    EngineCheck check = engine.check();
    assertThat(check.product()).isEqualTo("Slurm");
    assertThat(check.version()).matches("\\d+\\.\\d+.*");
    assertThat(check.capacity().cpus()).isEqualByComparingTo("64");
    assertThat(check.load().cpus()).isNotNull().isPositive();
    assertThat(check.load().memory()).isPositive();
    assertThat(check.load().jobs()).isPositive();
    assertThat(check.share()).isBetween(0.001, 1.0);
  }

  /** The jobs were submitted a moment before, so the controller may or may not have saved them. */
  @Test
  void controller_killedAtOnce_losesNoJobThatWaitsAndDoublesNone() throws Exception {
    ObjectNode later = EngineSpec.noRaw();
    // Late enough that no job starts before the controller is killed, also on a slow machine.
    later.putArray("options").add("--begin=now+20");
    List<String> names = IntStream.range(0, MANY).mapToObj(i -> "lost-" + i).toList();
    for (String name : names) {
      engine.create(shell(name, "echo once; exit 2").raw(later).build());
    }
    server.killController();
    server.startController();
    await()
        .atMost(TIMEOUT)
        .until(() -> engine.list().stream().allMatch(job -> job.status().isOver()));
    for (String name : names) {
      assertThat(awaitOver(name).exitCode()).isEqualTo(2);
      assertThat(texts(name)).containsExactly("once");
    }
  }

  @Test
  void submission_interrupted_isContinuedByTheNext() throws Exception {
    // The state that a creator leaves when it dies between the creation of the files and the
    // submission.
    String name = "cut-off";
    String uid = UUID.randomUUID().toString();
    EngineSpec spec = shell(name, "echo once").build();
    SlurmSettings settings = SlurmSettings.of(fixture.options(installation, Map.of()));
    SlurmJobFolder files = new SlurmJobFolder(settings.folder(), name);
    List<String> submission = SubmitOptions.of(spec, uid, files, settings);
    files.make(
        new SlurmJobRecord(uid, Map.of(), null, null, submission),
        SlurmJobScripts.batch(spec, uid, files, false),
        SlurmJobScripts.run(spec));
    assertThat(engine.find(name).orElseThrow().status().isOver()).isFalse();
    // In addition, the job is submitted twice.
    EngineJob made = engine.create(spec);
    new SubmitEngineJob(new SlurmCommands(settings)).submit(files, files.read().orElseThrow());
    assertThat(made.name()).isEqualTo(name);
    assertThat(awaitOver(name).isSuccess()).isTrue();
    await()
        .atMost(TIMEOUT)
        .until(() ->
            server
                .output("squeue", "--noheader", "--name=" + name, "--states=PENDING,RUNNING")
                .isBlank());
    assertThat(texts(name)).containsExactly("once");
  }

  private Engine open(Map<String, String> more) {
    return SlurmEngine.open(fixture.options(installation, more));
  }

  private Path folder() {
    return server.sharedFolder().resolve(installation);
  }

  private static EngineSpecBuilder shell(String name, String script) {
    return EngineSpec.named(name).command("sh", "-c", script);
  }

  private static ObjectNode raw(String key, String value) {
    return EngineSpec.noRaw().put(key, value);
  }

  private String number(String name) throws IOException {
    return Files.readString(folder().resolve(name).resolve("id")).strip();
  }

  private boolean started(String name) {
    return engine.find(name).orElseThrow().status().started() != null;
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
