// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The status of an engine job. The three counts count its instances (pods, containers, processes).
 * There is usually one instance.
 *
 * @param active the number of instances that run or are about to run; 0 after the end
 * @param succeeded the number of instances that succeeded
 * @param failed the number of instances that failed
 * @param exitCode the exit code of the instance that decided the result; 128 + n if signal n killed
 *     it. Null before the end, if the program never ran, and if the code is unknown
 * @param reason why the engine job ended; null before the end
 * @param message the message of the engine, for display: why the engine job ended or does not
 *     start; contains no secrets
 * @param started when its program first started, by the clock of the engine; null before the start
 * @param finished when the engine job ended; null before the end
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
          "a finished status must have nothing active, and at least one success or failure as its"
              + " reason "
              + reason
              + " says; the counts are "
              + active
              + ", "
              + succeeded
              + ", "
              + failed);
    }
  }

  /** Creates the status of an engine job that was accepted and has not started. */
  public static EngineStatus waiting(@Nullable String message) {
    return new EngineStatus(1, 0, 0, null, null, message, null, null);
  }

  /** Creates the status of an engine job that runs. */
  public static EngineStatus running(Instant started) {
    return new EngineStatus(1, 0, 0, null, null, null, started, null);
  }

  /** Creates the status of an engine job whose single instance ended with exit code 0. */
  public static EngineStatus completed(@Nullable Instant started, Instant finished) {
    return new EngineStatus(0, 1, 0, 0, EngineReason.COMPLETED, null, started, finished);
  }

  /** Creates the status of an engine job whose single instance failed. */
  public static EngineStatus failed(
      EngineReason reason,
      @Nullable Integer exitCode,
      @Nullable String message,
      @Nullable Instant started,
      Instant finished) {
    return new EngineStatus(0, 0, 1, exitCode, reason, message, started, finished);
  }

  /** Whether the engine job has ended. Then the status does not change any more. */
  public boolean isOver() {
    return finished != null;
  }

  /** Whether the engine job has ended with success. */
  public boolean isSuccess() {
    return reason == EngineReason.COMPLETED;
  }
}
