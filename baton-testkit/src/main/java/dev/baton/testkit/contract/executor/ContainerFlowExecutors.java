// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.executor;

import dev.baton.actions.container.EnginePlugin;
import dev.baton.actions.container.EngineSettings;
import dev.baton.engine.EngineFactory;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.Engines;
import dev.baton.flow.FlowNode;
import dev.baton.memory.InMemoryBackend;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import dev.baton.service.Clock;
import dev.baton.testkit.contract.engine.EngineFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Executors on a backend in memory, with one engine and one flow. */
final class ContainerFlowExecutors implements AutoCloseable {

  static final String ENGINE = "tested";

  record NoParameters() {}

  /** A plugin that provides one flow under a name. */
  private record FlowPlugin(String name, Supplier<FlowNode> flow) implements Plugin {
    @Override
    public void register(Registry registry) {
      registry.flow(name, NoParameters.class, noParameters -> flow.get());
    }
  }

  /**
   * Different for each object, so that several objects share an engine without seeing each other's
   * engine jobs.
   */
  private final String installationName = "flows-" + UUID.randomUUID().toString().substring(0, 18);

  private final InMemoryBackend backend = new InMemoryBackend(Clock.system());
  private final Engines engines;
  private final EnginePlugin plugin;
  private final TestExecutors executors;

  ContainerFlowExecutors(EngineFixture fixture, String flow, Supplier<FlowNode> definition) {
    EngineFactory factory =
        options -> fixture.engineFactory().open(options.installation(), fixture.settings());
    engines = new Engines(() -> Map.of(ENGINE, factory), this::options);
    plugin =
        new EnginePlugin(engines, EngineSettings.using(ENGINE), backend.jobs(), Clock.system());
    Catalogue catalogue = Catalogue.of(List.of(plugin, new FlowPlugin(flow, definition)));
    executors = new TestExecutors(backend, catalogue, Clock.system());
  }

  private EngineOptions options(String name) {
    return new EngineOptions(name, installationName, Path.of("unused"), Map.of(), Clock.system());
  }

  void startExecutor() {
    executors.startExecutor(backend, 10);
  }

  String installationName() {
    return installationName;
  }

  TestExecutors executors() {
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
