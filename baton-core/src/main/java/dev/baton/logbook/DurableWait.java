// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.logbook;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A durable wait that the body of an atom has reached: until a moment, for a signal, or both,
 * whichever comes first. An atom stores its waits in the order in which the body reached them. When
 * the body is called again, it passes the waits that have ended.
 *
 * @param signal the name of the signal; null if the wait ends only at the moment
 * @param until the moment, truncated to milliseconds, the precision of clocks; null if the wait
 *     ends only by the signal
 */
public record DurableWait(@Nullable String signal, @Nullable Instant until) {

  public DurableWait {
    if (signal == null && until == null) {
      throw new IllegalArgumentException("a wait needs a signal or a moment");
    }
    until = until == null ? null : until.truncatedTo(ChronoUnit.MILLIS);
  }

  /** Whether the moment of the wait has passed. */
  public boolean isPast(Instant now) {
    return until != null && !now.isBefore(until);
  }
}
