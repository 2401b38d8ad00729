// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import dev.baton.flow.FlowNode;

/**
 * Makes the flow of a job from its parameters. It is called whenever the flow is posted, run,
 * resumed or shown, on any machine. It must return an equal flow each time and must have no side
 * effects.
 *
 * @param <P> the record type of the parameters
 */
@FunctionalInterface
public interface FlowFactory<P> {

  /** Returns the flow, which may be a single task. */
  FlowNode flow(P parameters);
}
