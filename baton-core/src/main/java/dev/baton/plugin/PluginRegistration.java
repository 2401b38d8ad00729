// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import dev.baton.engine.EngineFactory;
import dev.baton.error.ConflictException;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.flowrunner.FlowListener;
import dev.baton.flowrunner.FlowOptions;
import dev.baton.job.JobSpec;
import dev.baton.job.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Collects everything that one plugin registers. Used by one thread, and closed when the plugin has
 * registered.
 */
final class PluginRegistration implements Registry {

  private final String plugin;
  private final Map<String, PendingAction<?>> actions = new LinkedHashMap<>();
  private final Map<String, Capability> capabilities = new LinkedHashMap<>();
  private final Map<String, PendingDistribution> distributions = new LinkedHashMap<>();
  private final Map<String, EngineFactory> engines = new LinkedHashMap<>();
  private boolean closed;

  PluginRegistration(String plugin) {
    this.plugin = plugin;
  }

  /** Everything that one plugin provides. */
  record PluginContent(
      String plugin,
      List<? extends ActionDefinition<?>> actions,
      Map<String, Capability> capabilities,
      List<Distribution> distributions,
      Map<String, EngineFactory> engines) {
    PluginInfo info() {
      return new PluginInfo(
          plugin,
          actions.stream().<String>map(ActionDefinition::name).toList(),
          List.copyOf(capabilities.keySet()),
          distributions.stream().map(Distribution::name).toList(),
          List.copyOf(engines.keySet()));
    }
  }

  PluginContent close() {
    closed = true;
    return new PluginContent(
        plugin,
        actions.values().stream().map(PendingAction::definition).toList(),
        Collections.unmodifiableMap(capabilities),
        distributions.values().stream().map(PendingDistribution::definition).toList(),
        Collections.unmodifiableMap(engines));
  }

  @Override
  public <P extends Record> ActionSettings action(
      String name, Class<P> parameters, Action<P> body) {
    checkNew("action", name, actions.keySet());
    return put(new PendingAction<>(name, ActionParameters.of(parameters), body));
  }

  @Override
  public <P extends Record> FlowSettings flow(
      String name, Class<P> parameters, FlowFactory<P> factory) {
    checkNew("action", name, actions.keySet());
    return put(new PendingAction<>(name, ActionParameters.of(parameters), factory));
  }

  private FlowSettings put(PendingAction<?> action) {
    actions.put(action.name, action);
    return action;
  }

  @Override
  public void capability(String name, Capability capability) {
    checkNew("capability", name, capabilities.keySet());
    capabilities.put(name, capability);
  }

  @Override
  public DistributionSettings distribution(String name, Schedule schedule) {
    checkNew("distribution", name, distributions.keySet());
    PendingDistribution distribution = new PendingDistribution(name, schedule);
    distributions.put(name, distribution);
    return distribution;
  }

  @Override
  public void engine(String name, EngineFactory factory) {
    checkNew("engine", name, engines.keySet());
    engines.put(name, factory);
  }

  private void checkNew(String kind, String name, Set<String> taken) {
    checkOpen();
    InputBounds.name("an " + kind, name);
    if (taken.contains(name)) {
      throw new ConflictException(kind + " '" + name + "' is registered twice");
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException(
          "plugin '" + plugin + "' has ended its registration; nothing can be added later");
    }
  }

  private final class PendingAction<P extends Record> implements FlowSettings {
    private final String name;
    private final ActionParameters<P> actionParameters;
    private final Action<P> body;
    private final @Nullable FlowFactory<P> flow;
    private final List<Function<JobRun, FlowListener>> listeners = new ArrayList<>();
    private FlowOptions options = FlowOptions.DEFAULT;
    private String description = "";
    private List<String> requires = List.of();
    private @Nullable Duration timeout;
    private RetryPolicy retry = RetryPolicy.NONE;
    private boolean adminOnly;
    private boolean endsInOrder;

    PendingAction(String name, ActionParameters<P> actionParameters, Action<P> body) {
      this.name = name;
      this.actionParameters = actionParameters;
      this.body = body;
      this.flow = null;
    }

    PendingAction(String name, ActionParameters<P> actionParameters, FlowFactory<P> flow) {
      this.name = name;
      this.actionParameters = actionParameters;
      this.body = (run, values) -> run.runFlow(flow.flow(values), options, listeners(run));
      this.flow = flow;
    }

    private List<FlowListener> listeners(JobRun run) {
      return listeners.stream().map(listener -> listener.apply(run)).toList();
    }

    @Override
    public FlowSettings options(FlowOptions value) {
      return set(value, checked -> options = checked);
    }

    @Override
    public FlowSettings listener(Function<JobRun, FlowListener> listener) {
      return set(listener, listeners::add);
    }

    @Override
    public ActionSettings description(String text) {
      return set(text, value -> description = value);
    }

    @Override
    public ActionSettings requires(String... names) {
      List.of(names).forEach(capability -> InputBounds.name("a capability", capability));
      return set(List.of(names), value -> requires = value);
    }

    @Override
    public ActionSettings timeout(Duration value) {
      if (value.isNegative() || value.isZero()) {
        throw new InvalidInputException(
            "timeout of action '" + name + "' is " + value + "; expected a positive duration");
      }
      InputBounds.duration(
          "timeout of action '" + name + "'", value, Duration.ZERO, InputBounds.LONGEST_DURATION);
      return set(value, checked -> timeout = checked);
    }

    @Override
    public ActionSettings retry(RetryPolicy policy) {
      return set(policy, value -> retry = value);
    }

    @Override
    public ActionSettings adminOnly() {
      return set(true, value -> adminOnly = value);
    }

    @Override
    public ActionSettings handlesCancel() {
      return set(true, value -> endsInOrder = value);
    }

    private <T> FlowSettings set(T value, Consumer<T> setter) {
      checkOpen();
      setter.accept(value);
      return this;
    }

    ActionDefinition<P> definition() {
      return new ActionDefinition<>(
          name,
          plugin,
          description,
          actionParameters,
          requires,
          timeout,
          retry,
          adminOnly,
          endsInOrder,
          body,
          flow);
    }
  }

  private final class PendingDistribution implements DistributionSettings {
    private final String name;
    private final Schedule schedule;
    private String description = "";
    private DistributionTask distributionTask;
    private MisfirePolicy misfirePolicy = MisfirePolicy.RUN_ONCE;
    private OverlapPolicy overlapPolicy = OverlapPolicy.SKIP;
    private String election;

    PendingDistribution(String name, Schedule schedule) {
      this.name = name;
      this.schedule = schedule;
      this.election = name;
      this.distributionTask = (JobSource) (time, jobs) -> List.of(JobSpec.of(name));
    }

    @Override
    public DistributionSettings description(String text) {
      return set(text, value -> description = value);
    }

    @Override
    public DistributionSettings posts(JobSpec spec) {
      return posts((time, jobs) -> List.of(spec));
    }

    @Override
    public DistributionSettings posts(JobSource newSource) {
      return set(newSource, value -> distributionTask = value);
    }

    @Override
    public DistributionSettings does(Upkeep upkeep) {
      return set(upkeep, value -> distributionTask = value);
    }

    @Override
    public DistributionSettings misfire(MisfirePolicy value) {
      return set(value, checked -> misfirePolicy = checked);
    }

    @Override
    public DistributionSettings overlap(OverlapPolicy value) {
      return set(value, checked -> overlapPolicy = checked);
    }

    @Override
    public DistributionSettings electedAs(String value) {
      return set(InputBounds.name("an election", value), checked -> election = checked);
    }

    private <T> DistributionSettings set(T value, Consumer<T> setter) {
      checkOpen();
      setter.accept(value);
      return this;
    }

    Distribution definition() {
      return new Distribution(
          name,
          plugin,
          description,
          election,
          schedule,
          distributionTask,
          misfirePolicy,
          overlapPolicy);
    }
  }
}
