// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import dev.baton.engine.EngineJob;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A container as it stood when it was inspected.
 *
 * @param state the engine's word for it, such as {@code running}
 * @param age since it was made, by the engine's clock; cut to seconds
 * @param runTime since it was started, by the engine's clock; cut to seconds; null before
 * @param isUnstarted whether it waits for its start
 */
record DockerContainer(
    String id,
    String state,
    EngineJob job,
    Duration age,
    @Nullable Duration runTime,
    boolean isUnstarted) {

  /** How long it may run; null is without limit. */
  @Nullable Duration timeout() {
    return DockerLabels.timeout(job.labels());
  }

  /** When it is to be ended at the latest, after this; null if never, or no longer. */
  @Nullable Duration remainingTime() {
    Duration timeout = timeout();
    Instant started = job.status().started();
    if (timeout == null || started == null || runTime == null || job.status().isOver()) {
      return null;
    }
    return timeout.minus(runTime);
  }
}
