// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.error.InputBounds;
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
public record EngineLifetime(
    @Nullable Duration timeout, int backoffLimit, @Nullable Duration keep) {

  /** Without limit, without repetition. */
  public static final EngineLifetime UNLIMITED = new EngineLifetime(null, 0, null);

  public EngineLifetime {
    if (timeout != null) {
      InputBounds.duration("timeout", timeout, Duration.ofNanos(1), InputBounds.LONGEST_DURATION);
    }
    if (backoffLimit < 0) {
      throw new InvalidInputException("backoff-limit is " + backoffLimit + "; allowed: 0 or more");
    }
    if (keep != null && keep.isNegative()) {
      throw new InvalidInputException("keep is " + keep + "; expected a duration such as PT1H");
    }
    if (keep != null) {
      InputBounds.duration("keep", keep, Duration.ZERO, InputBounds.LONGEST_DURATION);
    }
  }
}
