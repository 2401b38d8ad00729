// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.error.UnavailableException;
import dev.baton.job.Watch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests engine jobs whose files cannot be read for a while, for example because the disk is full.
 */
final class ShellFolderTest {

  private static final Duration TIMEOUT = Duration.ofMinutes(4);

  @TempDir Path folder;

  private final List<EngineEvent> events = new CopyOnWriteArrayList<>();
  private Engine engine;

  @BeforeEach
  void open() {
    engine = new ShellEngineTest.Factory().open("test", Map.of("folder", folder.toString()));
  }

  @AfterEach
  void deleteAll() {
    engine.list().forEach(job -> engine.delete(job.name()));
    await().atMost(TIMEOUT).until(() -> engine.list().isEmpty());
    engine.close();
  }

  private void run(String name, String script) {
    engine.create(EngineSpec.named(name).command("sh", "-c", script).build());
  }

  private void awaitTold(String name) {
    await()
        .atMost(TIMEOUT)
        .until(() ->
            events.stream()
                .anyMatch(event ->
                    event instanceof EngineEvent.Changed changed
                        && changed.name().equals(name)
                        && changed.job().status().started() != null));
  }

  private void assertNotToldAsGone(String file, String broken) throws Exception {
    run("unread", "exec sleep 300");
    try (Watch watch = engine.watch(events::add)) {
      awaitTold("unread");
      Path path = folder.resolve("test/unread").resolve(file);
      String whole = Files.readString(path);
      Files.writeString(path, broken);
      assertThatThrownBy(() -> engine.find("unread")).isInstanceOf(UnavailableException.class);
      run("first", "exit 0");
      awaitTold("first");
      // The second event comes from a later pass than the pass that first found the job unreadable.
      run("second", "exit 0");
      awaitTold("second");
      Files.writeString(path, whole);
      assertThat(engine.list()).extracting(EngineJob::name).contains("unread");
    }
    assertThat(events).doesNotContain(new EngineEvent.Gone("unread"));
  }

  @Test
  void job_whoseLabelsCannotBeRead_isNotToldAsGone() throws Exception {
    assertNotToldAsGone("job", "# {half of\n");
  }

  @Test
  void job_whoseStartCannotBeRead_isNotToldAsGone() throws Exception {
    assertNotToldAsGone("begun", "no-time boot\n");
  }
}
