// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The timeout of an engine job, its repetitions by the engine, and the time that the engine keeps
 * it after its end.
 *
 * @param timeout how long the engine job may take from its start; after this time it is killed with
 *     the reason {@link EngineReason#TIMEOUT}. The engine enforces the timeout, or, if the engine
 *     has no timeouts, each process that has the engine open. Null means no limit.
 * @param backoffLimit how often the engine itself repeats a failed program; 0 means never
 * @param keep how long the engine keeps the engine job after its end if nobody deletes it; null for
 *     the default of the engine. An engine that cannot remove engine jobs by itself keeps them, so
 *     this field is always a hint.
 */
public record EngineLifetime(
    @Nullable Duration timeout, int backoffLimit, @Nullable Duration keep) {

  /** No timeout and no repetition. */
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
