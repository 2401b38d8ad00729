// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.actions.ReapFailedException;
import dev.baton.actions.processengine.ProcessEngine;
import dev.baton.engine.Engine;
import dev.baton.engine.EngineFactory;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineLabels;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.Engines;
import dev.baton.error.ForbiddenException;
import dev.baton.error.UnavailableException;
import dev.baton.memory.InMemoryBackend;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.Upkeep;
import dev.baton.service.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests which engines are reaped by a process that runs no jobs in them. */
final class ReapEngineJobsTest {

  private static final EngineFactory FORBIDDEN =
      options -> {
        throw new ForbiddenException("no right to use it");
      };
  private static final Map<String, EngineFactory> FACTORIES =
      Map.of(
          "usual", ProcessEngine::open,
          "set", ProcessEngine::open,
          "unheard-of", ProcessEngine::open,
          "forbidden", FORBIDDEN);

  @TempDir Path folder;

  private EngineOptions options(String name) {
    boolean isSet = name.equals("set") || name.equals("forbidden");
    Map<String, String> settings = isSet ? Map.of("cgroup-cpu", "/nowhere") : Map.of();
    return new EngineOptions(name, "test", folder.resolve(name), settings, Clock.system());
  }

  @Test
  void reaper_looksAtTheUsualEngineAndAtThoseWithOptions() throws Exception {
    try (InMemoryBackend backend = new InMemoryBackend(Clock.system());
        Engine usual = ProcessEngine.open(options("usual"));
        Engine set = ProcessEngine.open(options("set"));
        Engine unheardOf = ProcessEngine.open(options("unheard-of"));
        Engines engines = new Engines(() -> FACTORIES, this::options);
        EnginePlugin plugin =
            new EnginePlugin(
                engines,
                new EngineSettings("usual", null, null, null, true),
                backend.jobs(),
                Clock.system())) {
      List<Engine> all = List.of(usual, set, unheardOf);
      EngineSpec orphan =
          EngineSpec.named("orphan")
              .command("sleep", "60")
              .label(EngineLabels.JOB, "0000-1")
              .build();
      all.forEach(engine -> engine.create(orphan));
      // The unusable engine is reported and does not prevent the reaping of the other engines.
      assertThatThrownBy(() -> reaper(plugin).run())
          .isInstanceOf(ReapFailedException.class)
          .hasMessageStartingWith("engine 'forbidden' cannot be reaped: no right to use it;")
          .hasSuppressedException(new ForbiddenException("no right to use it"));
      assertThat(unheardOf.list()).hasSize(1);
      unheardOf.delete(orphan.name());
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> all.stream().allMatch(engine -> engine.list().isEmpty()));
    }
  }

  @Test
  void engineThatDoesNotAnswer_isReportedAsAFailureOfTheEngineAndNotOfTheStore() throws Exception {
    EngineFactory away =
        options -> {
          throw new UnavailableException("engine 'usual' cannot be reached");
        };
    try (InMemoryBackend backend = new InMemoryBackend(Clock.system());
        Engines engines = new Engines(() -> Map.of("usual", away), this::options);
        EnginePlugin plugin =
            new EnginePlugin(
                engines, EngineSettings.using("usual"), backend.jobs(), Clock.system())) {
      assertThatThrownBy(() -> reaper(plugin).run())
          .isInstanceOf(ReapFailedException.class)
          .hasMessageContaining("engine 'usual' cannot be reached");
    }
  }

  @Test
  void engineJob_ofADeletedJob_isReapedUnderTheUsualInstallationToo() throws Exception {
    try (InMemoryBackend backend = new InMemoryBackend(Clock.system());
        Engine engine = ProcessEngine.open(options("usual"));
        Engines engines = new Engines(() -> Map.of("usual", ProcessEngine::open), this::options);
        EnginePlugin plugin =
            new EnginePlugin(
                engines, EngineSettings.using("usual"), backend.jobs(), Clock.system())) {
      engine.create(sleeping("deleted", backend.jobs().identity(), "0000-1"));
      engine.create(sleeping("of-another-store", "another", "0000-2"));
      engine.create(sleeping("odd", backend.jobs().identity(), "no uuid, by somebody's hand"));
      assertThat(reaper(plugin).run()).isEqualTo(1);
      await().atMost(Duration.ofSeconds(30)).until(() -> engine.find("deleted").isEmpty());
      assertThat(engine.list())
          .extracting(EngineJob::name)
          .containsExactlyInAnyOrder("of-another-store", "odd");
      engine.list().forEach(job -> engine.delete(job.name()));
      await().atMost(Duration.ofSeconds(30)).until(() -> engine.list().isEmpty());
    }
  }

  private static EngineSpec sleeping(String name, String store, String job) {
    return EngineSpec.named(name)
        .command("sleep", "60")
        .label(EngineLabels.STORE, store)
        .label(EngineLabels.JOB, job)
        .build();
  }

  private static Upkeep reaper(EnginePlugin plugin) {
    return (Upkeep)
        Catalogue.of(List.of(plugin)).distributions().stream()
            .filter(each -> each.name().equals("reap_engine_jobs"))
            .findFirst()
            .orElseThrow()
            .distributionTask();
  }
}
