// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.logbook;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One durable wait that the body of an atom has reached, in the order reached: until a moment, for
 * a signal, or both, whichever comes first. A body that is called again passes waits that are over.
 *
 * @param signal the name of the signal; null when only the moment counts
 * @param until the moment, cut to milliseconds, as clocks are; null when only the signal counts
 */
public record DurableWait(@Nullable String signal, @Nullable Instant until) {

  public DurableWait {
    if (signal == null && until == null) {
      throw new IllegalArgumentException("a wait needs a signal or a moment");
    }
    until = until == null ? null : until.truncatedTo(ChronoUnit.MILLIS);
  }

  /** Whether it is over by the clock. */
  public boolean isPast(Instant now) {
    return until != null && !now.isBefore(until);
  }
}
