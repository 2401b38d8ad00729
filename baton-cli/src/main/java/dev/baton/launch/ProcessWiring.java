// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.actions.BuiltinPlugin;
import dev.baton.actions.container.EnginePlugin;
import dev.baton.backend.Backend;
import dev.baton.console.CommandContext;
import dev.baton.distributor.Distributor;
import dev.baton.distributor.DistributorOptions;
import dev.baton.distributor.DistributorPorts;
import dev.baton.engine.EngineFactory;
import dev.baton.engine.Engines;
import dev.baton.error.UnavailableException;
import dev.baton.executor.Executor;
import dev.baton.executor.ExecutorListener;
import dev.baton.executor.ExecutorOptions;
import dev.baton.executor.ExecutorPorts;
import dev.baton.httpclient.ClientTls;
import dev.baton.job.ExecutorJobService;
import dev.baton.jobservice.Administrators;
import dev.baton.jobservice.JobService;
import dev.baton.member.MemberRegistry;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.Distribution;
import dev.baton.plugin.KnownActions;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.PluginLoader;
import dev.baton.rest.ApiServer;
import dev.baton.rest.JsonSchemaCheck;
import dev.baton.server.Metric;
import dev.baton.service.Clock;
import dev.baton.service.Service;
import dev.baton.service.ServiceGroup;
import dev.baton.tls.PemFile;
import dev.baton.tls.ShowCertificate;
import dev.baton.tls.WatchCertificate;
import dev.baton.trace.Tracer;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects the parts of a process by their constructors. {@link #close} closes everything that was
 * opened, in reverse order.
 */
final class ProcessWiring implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessWiring.class);

  private static final String RECONCILE = "reconcile_board";

  private final ProcessOptions options;
  private final Clock clock;
  private final Backend backend;
  private final @Nullable PluginLoader loader;
  private final Catalogue catalogue;
  private final Engines engines;
  private final BuiltinPlugin builtinPlugin;
  private final EnginePlugin enginePlugin;
  private final List<Service> services = new ArrayList<>();
  private final LogLevels logLevels = new LogLevels();
  private Tracer tracer = Tracer.OFF;
  private @Nullable Executor executor;
  private @Nullable ServiceGroup running;

  ProcessWiring(ProcessOptions options, Backend backend, CommandContext commandContext) {
    this.options = options;
    this.clock = commandContext.clock();
    this.backend = backend;
    Path plugins = options.plugins();
    this.loader = plugins == null ? null : PluginLoader.load(plugins);
    EngineChoice choice = options.engines();
    this.engines = new Engines(this::engineFactories, name -> choice.of(name, clock));
    this.enginePlugin =
        new EnginePlugin(
            engines, choice.settings(), backend.jobs(), backend.memberRegistry(), clock);
    this.builtinPlugin = new BuiltinPlugin(backend.board(), clock);
    List<Plugin> builtin = List.of(builtinPlugin, new EngineDriversPlugin(), enginePlugin);
    this.catalogue = loader == null ? Catalogue.of(builtin) : Catalogue.of(builtin, loader);
    engines.requireKnown(choice.settings().engine());
    catalogue
        .problems()
        .forEach(problem ->
            LOG.error(
                "plugin is not loaded; correct it and restart the process: plugin={} reason={}",
                problem.plugin(),
                problem.message()));
  }

  /**
   * Opens the backend and connects the parts that every process has. Waits for servers that do not
   * answer yet, as the settings say. If the parts cannot be connected, closes the backend.
   */
  static ProcessWiring open(
      ProcessOptions options, CommandContext commandContext, Supplier<Backend> opening) {
    WaitForBackend wait = new WaitForBackend(options, commandContext.clock());
    Backend backend = wait.open(opening);
    return Backends.orClose(
        backend, () -> wait.open(() -> new ProcessWiring(options, backend, commandContext)));
  }

  /**
   * Returns the engines of the catalogue. The object that manages the engines gets this method and
   * not the engines themselves, because it is created before the catalogue.
   */
  private Map<String, EngineFactory> engineFactories() {
    return catalogue.engines();
  }

  /** Makes the parts that are added later record their spans. */
  void traceTo(Tracer used) {
    tracer = used;
  }

  /**
   * Adds the REST API, and the protocol calls of the executors that use this server as their store.
   */
  ApiServer addServer(Telemetry telemetry) {
    traceTo(telemetry.tracer());
    if (!options.server().authnHeaderFrom().isEmpty()) {
      LOG.warn(
          "clients at the addresses of the setting authn-header-from can act as any user:"
              + " addresses={}",
          options.server().authnHeaderFrom());
    }
    ApiServer server =
        ApiServer.create(
            // Executors that are not Baton's may use the same board, and only they know which
            // actions they have. Therefore jobs for unknown actions are accepted.
            options.server().withAcceptUnknownActions(options.backend().sharesBoard()),
            backend,
            catalogue,
            clock,
            telemetry.registry(),
            tracer);
    services.add(server);
    return server;
  }

  /**
   * Warns before the certificate that this process shows to its server expires, and measures the
   * time until then.
   */
  void watchClientCertificate(MeterRegistry registry) {
    ClientTls tls = options.backend().login().tls();
    PemFile certificate = tls.certificate();
    PemFile key = tls.key();
    if (certificate == null || key == null || options.backend().store() != null) {
      return;
    }
    ShowCertificate shown = ShowCertificate.of(certificate, key);
    Metric.CERTIFICATE_VALID.secondsUntil(registry, shown::expiry, clock, "client");
    services.add(WatchCertificate.of(certificate, shown::expiry, clock));
  }

  /** Adds the executor. */
  void addExecutor(ExecutorJobService runs, ExecutorListener listener) {
    ExecutorOptions executorOptions =
        options.executor().options(options.name(), options.backend().pull() != null);
    ExecutorPorts ports =
        new ExecutorPorts(
            backend.board(),
            backend.jobs(),
            backend.log(),
            backend.history(),
            backend.memberRegistry(),
            backend.logbook().orElse(null));
    executor = Executor.create(executorOptions, ports, catalogue, runs, listener, tracer, clock);
    executor.answersTo(MemberRegistry.LOG_LEVEL, logLevels::change);
    executor.answersTo(MemberRegistry.LOG_LEVELS, argument -> logLevels.levels());
    executor.answersTo(MemberRegistry.ENGINES, argument -> enginePlugin.describeEngines());
    services.add(executor);
  }

  /**
   * Checks at the start that this process has the rights of a distributor: only a distributor may
   * read the distributions.
   *
   * @throws dev.baton.error.ForbiddenException if an executor's key is used
   */
  void checkMayDistribute() {
    try {
      backend.distributions().all();
    } catch (UnavailableException e) {
      LOG.debug("distributions cannot be read yet: process={}", options.name(), e);
    }
  }

  /** Adds the distributor. */
  void addDistributor(JobService jobService) {
    addDistributor(jobService, excluded());
  }

  /**
   * Adds a distributor that only reconciles board and store. A process with an API can reach both,
   * and perhaps no other process with a distributor can.
   */
  void addReconciler(JobService jobService) {
    Set<String> others =
        catalogue.distributions().stream()
            .map(Distribution::name)
            .filter(name -> !name.equals(RECONCILE))
            .collect(Collectors.toSet());
    addDistributor(jobService, others);
  }

  private void addDistributor(JobService jobService, Set<String> excluded) {
    DistributorOptions distributorOptions =
        DistributorOptions.named(options.name())
            .withVersion(BatonVersion.current())
            .withLease(options.distributor().lease())
            .withExclude(excluded)
            .withIntervals(intervals());
    DistributorPorts ports =
        new DistributorPorts(backend.election(), backend.distributions(), backend.memberRegistry());
    Distributor distributor =
        Distributor.create(distributorOptions, ports, catalogue, jobService, clock);
    distributor.answersTo(MemberRegistry.LOG_LEVEL, logLevels::change);
    distributor.answersTo(MemberRegistry.LOG_LEVELS, argument -> logLevels.levels());
    services.add(distributor);
  }

  private Set<String> excluded() {
    Set<String> excluded = new HashSet<>(named(options.distributor().exclude()));
    if (options.backend().usesNuvlaServer()) {
      // Only a process that can reach the store can reconcile. If this process led the
      // distribution, no process would reconcile. Therefore this process does not contend for the
      // distribution.
      excluded.add(RECONCILE);
    }
    return excluded;
  }

  private Map<String, Duration> intervals() {
    Map<String, Duration> intervals = new HashMap<>();
    options
        .distributor()
        .intervals()
        .forEach(
            (name, interval) -> named(Set.of(name)).forEach(each -> intervals.put(each, interval)));
    return intervals;
  }

  /**
   * Finds distributions by their own name or by the name of their election, because Nuvla gives
   * some distributions the name that is the name of an election here.
   */
  private Set<String> named(Set<String> names) {
    Set<String> found = new HashSet<>();
    for (String name : names) {
      List<String> same =
          catalogue.distributions().stream()
              .filter(each -> each.name().equals(name) || each.election().equals(name))
              .map(Distribution::name)
              .toList();
      if (same.isEmpty()) {
        LOG.warn("settings of an unknown distribution are ignored: distribution={}", name);
      }
      found.addAll(same);
    }
    return found;
  }

  /** Creates the job service of a process without an API. */
  JobService jobService() {
    KnownActions known =
        KnownActions.of(catalogue, backend.actions(), new JsonSchemaCheck(), clock);
    // The CIMI server and executors that are not Baton's have actions that this process does not
    // know. Therefore jobs for unknown actions are accepted.
    return new JobService(
            backend.jobs(),
            options.backend().sharesBoard() ? known.acceptingUnknown() : known,
            options.server().limits().jobs(),
            clock)
        .withAdministrators(Administrators.in(backend.accounts(), clock))
        .withTracer(tracer);
  }

  /** Creates the job service that running jobs use, for a process without an API. */
  ExecutorJobService runService() {
    return backend.executorJobService(jobService());
  }

  /** Starts all services that were added, in the order in which they were added. */
  void start() {
    running = new ServiceGroup(services);
    running.start();
    LOG.info(
        "process runs on its backend: process={} backend={}",
        options.name(),
        backend.description());
  }

  /** Ends the wait for running jobs. Called during a stop, at the second signal. */
  void endGracePeriod() {
    if (executor != null) {
      executor.stopNow();
    }
  }

  @Override
  public void close() {
    // Each step runs separately, so that a failing stop does not leave the other parts open.
    try {
      if (running != null) {
        running.stop();
      }
    } finally {
      try {
        builtinPlugin.close();
        enginePlugin.close();
        engines.close();
        backend.close();
      } finally {
        if (loader != null) {
          loader.close();
        }
      }
    }
  }
}
