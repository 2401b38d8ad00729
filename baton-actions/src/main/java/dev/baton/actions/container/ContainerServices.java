// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import dev.baton.service.Clock;
import java.util.function.Supplier;

/**
 * The objects that all container jobs of a process share.
 *
 * @param store the identity of the job store
 */
record ContainerServices(
    Supplier<String> store,
    EngineCapacity capacity,
    EngineJobWatches watches,
    ReportPendingContainers pendingContainers,
    RemoveFinishedContainers finishedContainers,
    Clock clock)
    implements AutoCloseable {

  /** Stops the background work. */
  @Override
  public void close() {
    pendingContainers.close();
    watches.close();
    finishedContainers.close();
  }
}
