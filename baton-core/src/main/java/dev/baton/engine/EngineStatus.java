// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an engine job goes. The three counts are of its instances (pods, containers, processes):
 * usually one; 0 is none.
 *
 * @param active how many run or are about to; 0 when it is over
 * @param succeeded how many ended well
 * @param failed how many did not
 * @param exitCode of the one that decided it; 128 + n if it was killed by signal n; null while it
 *     is not over, and where it never ran or is not known
 * @param reason why it is over; null while it is not
 * @param message what the engine says, for people: why it is over or why it does not start; no
 *     secrets
 * @param started when its program first started, by the engine's clock; null before
 * @param finished when it was over; not null exactly when it is over
 */
public record EngineStatus(
    int active,
    int succeeded,
    int failed,
    @Nullable Integer exitCode,
    @Nullable EngineReason reason,
    @Nullable String message,
    @Nullable Instant started,
    @Nullable Instant finished) {

  public EngineStatus {
    if (active < 0 || succeeded < 0 || failed < 0) {
      throw new IllegalArgumentException(
          "counts are " + active + ", " + succeeded + ", " + failed + "; allowed: 0 or more");
    }
    if ((finished == null) != (reason == null)) {
      throw new IllegalArgumentException(
          "a status has a reason exactly when it is over: finished=" + finished + " " + reason);
    }
    int decisive = reason == EngineReason.COMPLETED ? succeeded : failed;
    if (finished != null && (active > 0 || decisive == 0)) {
      throw new IllegalArgumentException(
          "what is over has nothing active, and something that succeeded or failed, as its reason "
              + reason
              + " says: "
              + active
              + ", "
              + succeeded
              + ", "
              + failed);
    }
  }

  /** One that was accepted and has not started. */
  public static EngineStatus waiting(@Nullable String message) {
    return new EngineStatus(1, 0, 0, null, null, message, null, null);
  }

  /** One that runs. */
  public static EngineStatus running(Instant started) {
    return new EngineStatus(1, 0, 0, null, null, null, started, null);
  }

  /** One whose single instance ended with exit code 0. */
  public static EngineStatus completed(@Nullable Instant started, Instant finished) {
    return new EngineStatus(0, 1, 0, 0, EngineReason.COMPLETED, null, started, finished);
  }

  /** One whose single instance failed. */
  public static EngineStatus failed(
      EngineReason reason,
      @Nullable Integer exitCode,
      @Nullable String message,
      @Nullable Instant started,
      Instant finished) {
    return new EngineStatus(0, 0, 1, exitCode, reason, message, started, finished);
  }

  /** Whether it is over; then it does not change any more. */
  public boolean isOver() {
    return finished != null;
  }

  /** Whether it is over and went well. */
  public boolean isSuccess() {
    return reason == EngineReason.COMPLETED;
  }
}
