// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import dev.baton.access.Caller;
import dev.baton.engine.EngineFactory;
import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.flowrunner.plan.FlowPlan;
import dev.baton.job.JobSpec;
import dev.baton.job.RetryPolicy;
import dev.baton.member.ActionInfo;
import dev.baton.service.ForeignInterrupts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All actions, capabilities, distributions and engines that the plugins of a process provide, by
 * name. Immutable. As a {@link PostCheck} it accepts the actions that it contains.
 */
public final class Catalogue implements PostCheck {

  private final SortedMap<String, ActionDefinition<?>> actions = new TreeMap<>();
  private final SortedMap<String, Capability> capabilities = new TreeMap<>();
  private final SortedMap<String, Distribution> distributions = new TreeMap<>();
  private final SortedMap<String, EngineFactory> engines = new TreeMap<>();
  private final List<PluginInfo> plugins = new ArrayList<>();
  private final List<PluginProblem> problems = new ArrayList<>();

  private Catalogue() {}

  /**
   * Registers the plugins in order. A plugin that throws anything, or that uses a name of an
   * earlier plugin, is left out completely and listed in {@link #problems()}.
   */
  public static Catalogue of(List<Plugin> plugins) {
    Catalogue catalogue = new Catalogue();
    plugins.forEach(catalogue::add);
    return catalogue;
  }

  /**
   * Registers these plugins and then the plugins of the loader. The problems of the loader are also
   * included.
   */
  public static Catalogue of(List<Plugin> builtin, PluginLoader loader) {
    Catalogue catalogue = of(Stream.concat(builtin.stream(), loader.plugins().stream()).toList());
    catalogue.problems.addAll(0, loader.problems());
    return catalogue;
  }

  /** Returns the action with exactly this name; empty if there is none. */
  public Optional<ActionDefinition<?>> action(String name) {
    return Optional.ofNullable(actions.get(name));
  }

  /**
   * Returns the action with this name.
   *
   * @throws InvalidInputException if there is none; the message suggests a similar name
   */
  public ActionDefinition<?> requireAction(String name) {
    return action(name)
        .orElseThrow(() ->
            new InvalidInputException(
                "action '"
                    + InputBounds.shown(name)
                    + "' is unknown"
                    + PluginNames.hint(name, actions.keySet())));
  }

  /** The information about all actions, sorted by name. */
  public List<ActionInfo> actions() {
    return actions.values().stream().<ActionInfo>map(ActionDefinition::info).toList();
  }

  /** All capabilities by name. */
  public SortedMap<String, Capability> capabilities() {
    return Collections.unmodifiableSortedMap(capabilities);
  }

  /** Returns the capability with exactly this name; empty if there is none. */
  public Optional<Capability> capability(String name) {
    return Optional.ofNullable(capabilities.get(name));
  }

  /** All distributions, sorted by name. */
  public List<Distribution> distributions() {
    return List.copyOf(distributions.values());
  }

  /** All engines by name. */
  public SortedMap<String, EngineFactory> engines() {
    return Collections.unmodifiableSortedMap(engines);
  }

  /** Whether an action with this name exists and handles a cancel itself. */
  public boolean handlesCancel(String action) {
    return action(action).map(ActionDefinition::handlesCancel).orElse(false);
  }

  @Override
  public Set<String> actionsThatHandleCancel() {
    return actions().stream()
        .filter(action -> action.flow() || handlesCancel(action.name()))
        .map(ActionInfo::name)
        .collect(Collectors.toSet());
  }

  /** The registered plugins, in the order of their registration. */
  public List<PluginInfo> plugins() {
    return List.copyOf(plugins);
  }

  /** The plugins that were left out, with the reasons. */
  public List<PluginProblem> problems() {
    return List.copyOf(problems);
  }

  /**
   * Adds the capabilities of the action to the required capabilities. The timeout and the retry
   * policy of the action apply if the spec has none. (A spec cannot disable retries if the action
   * has a retry policy.)
   */
  @Override
  public JobSpec checked(JobSpec spec, Caller caller) {
    ActionDefinition<?> action = requireAction(spec.action());
    if (action.adminOnly() && !caller.isAdmin()) {
      throw new ForbiddenException(
          "action '" + action.name() + "' may be posted by administrators only");
    }
    checkParameters(action, spec.payload());
    action.flowOf(spec.payload()).ifPresent(flow -> FlowPlan.of(flow).validate(Set.of()));
    return withDefaults(spec, action);
  }

  private static void checkParameters(ActionDefinition<?> action, @Nullable String payload) {
    try {
      ForeignInterrupts.contain(() -> action.parameters().parse(payload));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new InvalidInputException(
          "the parameters of action '" + action.name() + "' cannot be created: " + e.getMessage(),
          e);
    }
  }

  private static JobSpec withDefaults(JobSpec spec, ActionDefinition<?> action) {
    return spec.toBuilder()
        .requires(
            Stream.concat(spec.requires().stream(), action.requires().stream()).distinct().toList())
        .timeout(spec.timeout() == null ? action.timeout() : spec.timeout())
        .retry(spec.retry().equals(RetryPolicy.NONE) ? action.retry() : spec.retry())
        .build();
  }

  private void add(Plugin plugin) {
    String name = plugin.getClass().getName();
    try {
      name = InputBounds.name("a plugin", plugin.name());
      PluginRegistration pluginRegistration = new PluginRegistration(name);
      ForeignInterrupts.contain(() -> {
        plugin.register(pluginRegistration);
        return pluginRegistration;
      });
      take(pluginRegistration);
    } catch (Throwable e) {
      // Catches everything, including linkage errors, because one plugin must not disable the
      // others.
      problems.add(new PluginProblem(name, PluginLoader.said(e)));
    }
  }

  private void take(PluginRegistration pluginRegistration) {
    PluginRegistration.PluginContent pluginContent = pluginRegistration.close();
    PluginInfo info = pluginContent.info();
    plugins.forEach(earlier -> refuseClash(earlier, info));
    pluginContent.actions().forEach(action -> actions.put(action.name(), action));
    capabilities.putAll(pluginContent.capabilities());
    pluginContent.distributions().forEach(each -> distributions.put(each.name(), each));
    engines.putAll(pluginContent.engines());
    plugins.add(info);
  }

  private static void refuseClash(PluginInfo earlier, PluginInfo info) {
    clash("plugin", List.of(info.name()), List.of(earlier.name()), earlier);
    clash("action", info.actions(), earlier.actions(), earlier);
    clash("capability", info.capabilities(), earlier.capabilities(), earlier);
    clash("distribution", info.distributions(), earlier.distributions(), earlier);
    clash("engine", info.engines(), earlier.engines(), earlier);
  }

  private static void clash(
      String kind, List<String> names, List<String> taken, PluginInfo earlier) {
    for (String name : names) {
      if (taken.contains(name)) {
        throw new ConflictException(
            kind + " '" + name + "' already exists, provided by plugin '" + earlier.name() + "'");
      }
    }
  }
}
