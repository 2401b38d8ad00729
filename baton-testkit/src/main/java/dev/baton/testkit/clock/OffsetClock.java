// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.clock;

import dev.baton.service.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The clock of a machine whose wall time is wrong.
 *
 * @param offset by how much the wall time is ahead
 */
public record OffsetClock(Duration offset) implements Clock {
  @Override
  public Instant now() {
    return Clock.system().now().plus(offset);
  }

  @Override
  public long nanos() {
    return Clock.system().nanos();
  }
}
