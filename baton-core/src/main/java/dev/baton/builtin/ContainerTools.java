// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.builtin;

import dev.baton.service.Clock;
import java.util.function.Supplier;

/**
 * What all container jobs of a process share.
 *
 * @param store the identity of the store of jobs
 */
record ContainerTools(
    Supplier<String> store,
    EngineRoom room,
    EngineNews news,
    WaitingContainers waits,
    FinishedContainers finished,
    Clock clock)
    implements AutoCloseable {

  /** Ends what runs beside jobs. */
  @Override
  public void close() {
    waits.close();
    news.close();
    finished.close();
  }
}
