// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.actions.container.EnginePlugin;
import dev.baton.actions.container.EngineSettings;
import dev.baton.actions.processengine.ProcessEngine;
import dev.baton.engine.EngineLabels;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.EnginePlace;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.Engines;
import dev.baton.error.UnavailableException;
import dev.baton.memory.InMemoryBackend;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.Upkeep;
import dev.baton.service.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests orphaned engine jobs that their engine cannot delete. */
final class DeleteOrphanedEngineJobsTest {

  @TempDir Path folder;

  private final InMemoryBackend backend = new InMemoryBackend(Clock.system());
  private final UndeletingEngine engine = new UndeletingEngine();
  private final Engines engines =
      new Engines(
          () -> Map.of("process", options -> engine.on(ProcessEngine.open(options))),
          name -> new EngineOptions(name, "test", folder, Map.of(), Clock.system()));
  private EnginePlugin plugin;
  private Upkeep reaper;

  @BeforeEach
  void open() {
    plugin =
        new EnginePlugin(engines, EngineSettings.using("process"), backend.jobs(), Clock.system());
    reaper =
        (Upkeep)
            Catalogue.of(List.of(plugin)).distributions().stream()
                .filter(each -> each.name().equals("reap_engine_jobs"))
                .findFirst()
                .orElseThrow()
                .distributionTask();
    engines.get("process");
  }

  @AfterEach
  void close() {
    engine.stuck.clear();
    engine.list().forEach(job -> engine.delete(job.name()));
    await().atMost(Duration.ofSeconds(30)).until(() -> engine.list().isEmpty());
    plugin.close();
    engines.close();
    backend.close();
  }

  private void make(String... names) {
    for (String name : names) {
      engine.create(
          EngineSpec.named(name)
              .command("sleep", "60")
              .label(EngineLabels.STORE, backend.jobs().identity())
              .label(EngineLabels.JOB, "0000-" + name)
              .build());
    }
  }

  @Test
  void reap_withOneThatCannotBeDeleted_deletesTheOthersAndTriesItLast() throws Exception {
    make("one", "two", "three", "four");
    String first = engine.list().getFirst().name();
    engine.stuck.add(first);
    assertThat(reaper.run()).isEqualTo(3);
    make("five");
    engine.asked.clear();
    assertThat(reaper.run()).isEqualTo(1);
    assertThat(engine.asked).containsExactly("five", first);
    // The engine deletes a job a moment after the request.
    await().atMost(Duration.ofSeconds(30)).until(() -> engine.find("five").isEmpty());
    engine.stuck.clear();
    assertThat(reaper.run()).isEqualTo(1);
  }

  @Test
  void reap_whenTheEngineGoesAway_asksItForNoMore() throws Exception {
    make("one", "two", "three");
    engine.stuck.addAll(List.of("one", "two", "three"));
    engine.isAway = true;
    assertThatThrownBy(reaper::run).hasMessageContaining("'process' cannot be reaped: no answer");
    assertThat(engine.asked).hasSize(1);
    engine.isAway = false;
    engine.stuck.clear();
    assertThat(reaper.run()).isEqualTo(3);
  }

  /** An engine whose server answers but cannot delete some engine jobs. */
  private static final class UndeletingEngine extends DelegatingEngine {
    private final Set<String> stuck = ConcurrentHashMap.newKeySet();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private boolean isAway;

    @Override
    public void delete(String name) {
      asked.add(name);
      if (stuck.contains(name)) {
        throw new UnavailableException("driver failed to remove root filesystem of " + name);
      }
      super.delete(name);
    }

    @Override
    public EnginePlace place() {
      if (isAway) {
        throw new UnavailableException("no answer");
      }
      return super.place();
    }
  }
}
