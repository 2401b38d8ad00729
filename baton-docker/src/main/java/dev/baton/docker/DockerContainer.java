// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import dev.baton.engine.EngineJob;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a container when it was inspected.
 *
 * @param state the state in the engine's terms, such as {@code running}
 * @param age the time since its creation by the engine's clock, in whole seconds
 * @param runTime the time since its start by the engine's clock, in whole seconds, or null before
 *     the start
 * @param isUnstarted whether it was created and still waits for its start
 */
record DockerContainer(
    String id,
    String state,
    EngineJob job,
    Duration age,
    @Nullable Duration runTime,
    boolean isUnstarted) {

  /** Returns the maximum run time, or null if there is no limit. */
  @Nullable Duration timeout() {
    return DockerLabels.timeout(job.labels());
  }

  /**
   * Returns the time left until the timeout, or null if there is no timeout or the container is not
   * running.
   */
  @Nullable Duration remainingTime() {
    Duration timeout = timeout();
    Instant started = job.status().started();
    if (timeout == null || started == null || runTime == null || job.status().isOver()) {
      return null;
    }
    return timeout.minus(runTime);
  }
}
