// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import dev.baton.engine.EngineFactory;

/**
 * Registers everything that a plugin provides. Names are words of letters, digits, {@code _},
 * {@code -} and {@code .}. A name that another plugin uses is refused with {@link
 * dev.baton.error.ConflictException}.
 */
public interface Registry {

  /**
   * Registers an action.
   *
   * @param parameters a record. Its components, with {@link Doc} and {@link Default}, define the
   *     JSON Schema, the command-line flags and the input form of the action
   * @return the further settings, which may be changed until the plugin has registered
   */
  <P extends Record> ActionSettings action(String name, Class<P> parameters, Action<P> body);

  /**
   * Registers an action that runs a flow. The flow is resumed where it stopped, and reverted when
   * it fails.
   *
   * @param parameters as for {@link #action}
   * @return the further settings, which may be changed until the plugin has registered
   */
  <P extends Record> FlowSettings flow(String name, Class<P> parameters, FlowFactory<P> factory);

  /** Registers a named predicate that jobs may require. */
  void capability(String name, Capability capability);

  /**
   * Registers a distribution. Without further settings it posts one job whose action has the name
   * of the distribution.
   *
   * @return the further settings, which may be changed until the plugin has registered
   */
  DistributionSettings distribution(String name, Schedule schedule);

  /**
   * Registers an engine. Jobs of {@code run_container} refer to it by its name.
   *
   * @param factory opens the engine when it is first needed
   */
  void engine(String name, EngineFactory factory);
}
