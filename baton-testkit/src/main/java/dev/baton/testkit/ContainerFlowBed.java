// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit;

import static org.awaitility.Awaitility.await;

import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.builtin.EnginePlugin;
import dev.baton.builtin.EngineSettings;
import dev.baton.desk.JobDesk;
import dev.baton.engine.EngineFactory;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.Engines;
import dev.baton.executor.Executor;
import dev.baton.executor.ExecutorListener;
import dev.baton.executor.ExecutorOptions;
import dev.baton.executor.ExecutorPorts;
import dev.baton.filter.Filter;
import dev.baton.flow.Node;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.Jobs;
import dev.baton.memory.InMemoryBackend;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import dev.baton.service.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Executors in memory with one flow, posted by a user who may run no containers of his own. */
final class ContainerFlowBed implements AutoCloseable {

  static final String ENGINE = "tested";
  static final String INSTALLATION = "container-flows";

  private static final String USER = "user/alice";

  record Nothing() {}

  /** The flow under its name. */
  private record FlowPlugin(String name, Supplier<Node> flow) implements Plugin {
    @Override
    public void register(Registry registry) {
      registry.flow(name, Nothing.class, nothing -> flow.get());
    }
  }

  private final String flow;
  private final InMemoryBackend backend = new InMemoryBackend(Clock.system());
  private final Engines engines;
  private final EnginePlugin plugin;
  private final Catalogue catalogue;
  private final List<Executor> executors = new ArrayList<>();
  private int started;

  ContainerFlowBed(EngineFixture fixture, String flow, Supplier<Node> definition) {
    this.flow = flow;
    EngineFactory factory =
        options -> fixture.recipe().open(options.installation(), fixture.settings());
    engines = new Engines(() -> Map.of(ENGINE, factory), ContainerFlowBed::options);
    plugin =
        new EnginePlugin(engines, EngineSettings.using(ENGINE), backend.jobs(), Clock.system());
    catalogue = Catalogue.of(List.of(plugin, new FlowPlugin(flow, definition)));
  }

  private static EngineOptions options(String name) {
    return new EngineOptions(name, INSTALLATION, Path.of("unused"), Map.of(), Clock.system());
  }

  private JobDesk desk() {
    return new JobDesk(backend.jobs(), catalogue, Clock.system());
  }

  private Jobs jobs() {
    Set<String> claims = Set.of(USER, Principals.USER, Principals.ANONYMOUS);
    return desk().as(new Caller(USER, USER, claims, null));
  }

  void startExecutor() {
    ExecutorPorts ports =
        new ExecutorPorts(
            backend.board(),
            backend.jobs(),
            backend.log(),
            backend.history(),
            backend.roster(),
            backend.logbook().orElseThrow());
    ExecutorOptions options =
        ExecutorOptions.named("executor-" + started++).withLease(Duration.ofSeconds(3));
    Executor executor =
        Executor.create(options, ports, catalogue, desk(), ExecutorListener.NONE, Clock.system());
    executors.add(executor);
    executor.start();
  }

  /** Without any grace. */
  void killExecutors() {
    executors.forEach(Executor::stopNow);
    executors.clear();
  }

  JobId post() {
    return jobs().post(JobSpec.of(flow)).id();
  }

  void cancelAndRevert(JobId id) {
    jobs().cancelAndRevert(id);
  }

  Job awaitFinal(JobId id, Duration patience) {
    await().atMost(patience).until(() -> job(id).state().isFinal());
    return job(id);
  }

  private Job job(JobId id) {
    return backend.jobs().find(id).orElseThrow();
  }

  List<Job> childrenOf(JobId parent) {
    Filter filter =
        new Filter.Equal(Filter.Path.of("parent-job"), new Filter.Value.Text(parent.toString()));
    return jobs().search(JobQuery.of(filter, 100)).jobs();
  }

  @Override
  public void close() {
    killExecutors();
    plugin.close();
    engines.close();
    backend.close();
  }
}
