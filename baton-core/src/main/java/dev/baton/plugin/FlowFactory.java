// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import dev.baton.flow.FlowNode;

/**
 * Makes the flow of a job from its parameters. Called whenever the flow is posted, run, resumed or
 * shown, on any machine: it must give an equal flow each time, and do nothing else.
 *
 * @param <P> the record of its parameters
 */
@FunctionalInterface
public interface FlowFactory<P> {

  /** The flow, or a single task. */
  FlowNode flow(P parameters);
}
