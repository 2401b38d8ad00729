// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit;

import dev.baton.builtin.EnginePlugin;
import dev.baton.builtin.EngineSettings;
import dev.baton.engine.EngineFactory;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.Engines;
import dev.baton.flow.Node;
import dev.baton.memory.InMemoryBackend;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import dev.baton.service.Clock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Executors in memory with an engine and one flow. */
final class ContainerFlowBed implements AutoCloseable {

  static final String ENGINE = "tested";

  record Nothing() {}

  /** The flow under its name. */
  private record FlowPlugin(String name, Supplier<Node> flow) implements Plugin {
    @Override
    public void register(Registry registry) {
      registry.flow(name, Nothing.class, nothing -> flow.get());
    }
  }

  /** Another one for each, so that several share an engine and do not see each other. */
  private final String installation = "flows-" + UUID.randomUUID().toString().substring(0, 18);

  private final InMemoryBackend backend = new InMemoryBackend(Clock.system());
  private final Engines engines;
  private final EnginePlugin plugin;
  private final ExecutorBed executors;

  ContainerFlowBed(EngineFixture fixture, String flow, Supplier<Node> definition) {
    EngineFactory factory =
        options -> fixture.recipe().open(options.installation(), fixture.settings());
    engines = new Engines(() -> Map.of(ENGINE, factory), this::options);
    plugin =
        new EnginePlugin(engines, EngineSettings.using(ENGINE), backend.jobs(), Clock.system());
    Catalogue catalogue = Catalogue.of(List.of(plugin, new FlowPlugin(flow, definition)));
    executors = new ExecutorBed(backend, catalogue, Clock.system());
  }

  private EngineOptions options(String name) {
    return new EngineOptions(name, installation, Path.of("unused"), Map.of(), Clock.system());
  }

  void startExecutor() {
    executors.startExecutor(backend, 10);
  }

  String installation() {
    return installation;
  }

  ExecutorBed executors() {
    return executors;
  }

  @Override
  public void close() {
    executors.close();
    plugin.close();
    engines.close();
    backend.close();
  }
}
