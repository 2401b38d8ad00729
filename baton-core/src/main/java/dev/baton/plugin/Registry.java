// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import dev.baton.engine.EngineFactory;

/**
 * Takes what a plugin brings. Names are words of letters, digits, {@code _}, {@code -} and {@code
 * .}; a name that another plugin took is refused with {@link dev.baton.error.ConflictException}.
 */
public interface Registry {

  /**
   * An action.
   *
   * @param parameters a record; its components, with {@link Doc} and {@link Default}, give the JSON
   *     Schema, the command-line flags and the form
   * @return for further settings, until the plugin has registered
   */
  <P extends Record> ActionSettings action(String name, Class<P> parameters, Action<P> body);

  /**
   * An action that runs a flow: resumed where it stopped, reverted when it fails.
   *
   * @param parameters as for {@link #action}
   * @return for further settings, until the plugin has registered
   */
  <P extends Record> FlowSettings flow(String name, Class<P> parameters, FlowFactory<P> factory);

  /** A named predicate that jobs may require. */
  void capability(String name, Capability capability);

  /**
   * Jobs, or upkeep, by the clock; without further settings, one job whose action has the
   * distribution's name.
   *
   * @return for further settings, until the plugin has registered
   */
  DistributionSettings distribution(String name, Schedule schedule);

  /**
   * An engine, which jobs of {@code run_container} name.
   *
   * @param factory opens it when it is first needed
   */
  void engine(String name, EngineFactory factory);
}
