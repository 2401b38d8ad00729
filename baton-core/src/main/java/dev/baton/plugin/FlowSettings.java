// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import dev.baton.flowrunner.FlowListener;
import dev.baton.flowrunner.FlowOptions;
import java.util.function.Function;

/**
 * The settings of a flow in addition to the settings of any action. Call the methods of this
 * interface first, because the methods of {@link ActionSettings} return only {@code
 * ActionSettings}.
 */
public interface FlowSettings extends ActionSettings {

  /** Sets the options of the run. The default is {@link FlowOptions#DEFAULT}. */
  FlowSettings options(FlowOptions options);

  /**
   * Adds a listener on the executor that runs the flow. Listeners are called in the order in which
   * they were added.
   *
   * <p>A listener is notified of persisted transitions as long as its process lives. If a process
   * dies directly after a write, no listener is notified of that transition, but the job's history
   * of transitions contains it.
   *
   * @param listener makes a listener for each run of a job, including resumed runs
   */
  FlowSettings listener(Function<JobRun, FlowListener> listener);
}
