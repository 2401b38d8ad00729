// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import dev.baton.runner.FlowListener;
import dev.baton.runner.FlowOptions;
import java.util.function.Function;

/** What a plugin may say of a flow beside what it may of any action, for which it comes first. */
public interface FlowSettings extends ActionSettings {

  /** How it is run; {@link FlowOptions#DEFAULT} unless set. */
  FlowSettings options(FlowOptions options);

  /**
   * Adds a listener, on the executor that runs the flow; listeners are told in the order added.
   *
   * <p>It hears of what was persisted, while the process lives: what was persisted as a process
   * died is told to nobody, but stands in the job's history of steps.
   *
   * @param listener makes one for each run of a job, resumed ones included
   */
  FlowSettings listener(Function<JobRun, FlowListener> listener);
}
