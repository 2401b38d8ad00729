// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.builtin;

import dev.baton.service.Clock;

/** What all container jobs of a process share. */
record ContainerTools(
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
