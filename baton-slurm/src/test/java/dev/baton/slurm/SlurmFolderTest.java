// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineEvent;
import dev.baton.engine.EngineInstances;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineLine;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.EngineSpecBuilder;
import dev.baton.engine.EngineStatus;
import dev.baton.error.UnavailableException;
import dev.baton.job.Watch;
import dev.baton.testkit.server.SlurmServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Tests that files of programs and of other users do not disturb the folder in which the engine
 * stores jobs.
 */
@Tag("integration")
@ResourceLock("slurm")
final class SlurmFolderTest {

  private static final Duration TIMEOUT = Duration.ofMinutes(4);

  private final SlurmServer server = SlurmServer.shared();
  private final SlurmFixture fixture = new SlurmFixture();
  private final String installation = "folder-" + UUID.randomUUID().toString().substring(0, 8);
  private final Engine engine = SlurmEngine.open(fixture.options(installation, Map.of()));

  @AfterEach
  void deleteAll() {
    engine.list().forEach(job -> engine.delete(job.name()));
    await().atMost(TIMEOUT).until(() -> engine.list().isEmpty());
    engine.close();
  }

  @Test
  void program_withoutWorkdir_writesIntoAFolderOfItsJob() throws Exception {
    engine.create(shell("writer", "echo x > result.txt; pwd").build());
    assertThat(awaitOver("writer").isSuccess()).isTrue();
    assertThat(texts("writer")).containsExactly(folder().resolve("writer/work").toString());
    assertThat(folder().resolve("writer/work/result.txt")).hasContent("x");
    assertThat(folder().resolve("result.txt")).doesNotExist();
    engine.create(
        shell("many", "echo $BATON_INSTANCE > result.txt")
            .instances(new EngineInstances(2, null))
            .build());
    assertThat(awaitOver("many").isSuccess()).isTrue();
    assertThat(folder().resolve("many/0/work/result.txt")).hasContent("0");
    assertThat(folder().resolve("many/1/work/result.txt")).hasContent("1");
  }

  @Test
  void entry_thatIsNoJobOrBroken_doesNotKeepOthersFromRunning() throws Exception {
    engine.create(shell("before", "exec sleep 300").build());
    Files.writeString(folder().resolve("result.txt"), "x");
    Files.writeString(folder().resolve("result"), "x");
    Files.createDirectory(folder().resolve("Folder_Of_Somebody"));
    Path broken = Files.createDirectory(folder().resolve("broken"));
    Files.writeString(broken.resolve("record"), "no record\n{{{");
    List<EngineEvent> events = new CopyOnWriteArrayList<>();
    try (Watch watch = engine.watch(events::add)) {
      engine.create(shell("after", "echo fine").build());
      assertThat(awaitOver("after").isSuccess()).isTrue();
      assertThat(texts("after")).containsExactly("fine");
      await()
          .atMost(TIMEOUT)
          .until(() -> events.stream().anyMatch(event -> event.name().equals("after")));
      assertThat(engine.list())
          .extracting(EngineJob::name)
          .containsExactlyInAnyOrder("before", "after");
      engine.delete("before");
      await().atMost(TIMEOUT).until(() -> engine.find("before").isEmpty());
    }
  }

  /** Covers a file system that shows only half of a file for a moment. */
  @Test
  void job_whoseFilesCannotBeReadForAWhile_isNotToldAsGone() throws Exception {
    engine.create(shell("unread", "exec sleep 300").build());
    Path record = folder().resolve("unread/record");
    String whole = Files.readString(record);
    List<EngineEvent> events = new CopyOnWriteArrayList<>();
    try (Watch watch = engine.watch(events::add)) {
      await()
          .atMost(TIMEOUT)
          .until(() ->
              events.stream()
                  .anyMatch(event ->
                      event instanceof EngineEvent.Changed changed
                          && changed.job().status().started() != null));
      Files.writeString(record, "half of");
      engine.create(shell("other", "exit 0").build());
      assertThat(awaitOver("other").isSuccess()).isTrue();
      Files.writeString(record, whole);
      assertThat(engine.list()).extracting(EngineJob::name).contains("unread");
    }
    assertThat(events).noneMatch(event -> event.equals(new EngineEvent.Gone("unread")));
  }

  @Test
  void instance_whoseFileHasGarbage_keepsNoOtherFromBeingListed() throws Exception {
    engine.create(shell("many", "exec sleep 300").instances(new EngineInstances(2, null)).build());
    Path claim = folder().resolve("many/0/claim");
    await()
        .atMost(TIMEOUT)
        .until(() ->
            engine.find("many").orElseThrow().status().started() != null && Files.exists(claim));
    String number = Files.readString(claim);
    Files.writeString(claim, "garbage");
    engine.create(shell("other", "exit 0").build());
    assertThat(awaitOver("other").isSuccess()).isTrue();
    assertThat(engine.list()).extracting(EngineJob::name).containsExactly("other");
    assertThatThrownBy(() -> engine.find("many"))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("'garbage'; expected the number of a Slurm job");
    Files.writeString(claim, number);
    assertThat(engine.list()).extracting(EngineJob::name).contains("many");
  }

  private static EngineSpecBuilder shell(String name, String script) {
    return EngineSpec.named(name).command("sh", "-c", script);
  }

  private Path folder() throws IOException {
    return server.sharedFolder().resolve(installation).toRealPath();
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
