// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.error.Bounds;
import dev.baton.error.InvalidInputException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long an engine job may live.
 *
 * @param timeout from its start; then it is killed and {@link EngineReason#TIMEOUT}. Kept by the
 *     engine or, where it knows none, by each process that has it open. Null is without limit.
 * @param backoffLimit how often the engine itself repeats a failed program; 0 is never
 * @param keep how long the engine keeps it after it is over, if nobody deletes it; null leaves that
 *     to the engine. An engine that cannot remove by itself keeps it: this is always a hint.
 */
public record EngineLife(@Nullable Duration timeout, int backoffLimit, @Nullable Duration keep) {

  /** Without limit, without repetition. */
  public static final EngineLife UNLIMITED = new EngineLife(null, 0, null);

  public EngineLife {
    if (timeout != null) {
      Bounds.duration("timeout", timeout, Duration.ofNanos(1), Bounds.LONGEST);
    }
    if (backoffLimit < 0) {
      throw new InvalidInputException("backoff-limit is " + backoffLimit + "; allowed: 0 or more");
    }
    if (keep != null && keep.isNegative()) {
      throw new InvalidInputException("keep is " + keep + "; expected a duration such as PT1H");
    }
    if (keep != null) {
      Bounds.duration("keep", keep, Duration.ZERO, Bounds.LONGEST);
    }
  }
}
