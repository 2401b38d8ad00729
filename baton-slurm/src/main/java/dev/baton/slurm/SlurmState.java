// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import dev.baton.engine.EngineReason;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The states of Slurm's jobs, as its commands write them. */
enum SlurmState {
  PENDING(false),
  CONFIGURING(false),
  REQUEUED(false),
  REQUEUE_FED(false),
  REQUEUE_HOLD(false),
  SPECIAL_EXIT(false),
  RESV_DEL_HOLD(false),
  RUNNING(true),
  // The program has ended, but Slurm has not yet cleaned up.
  COMPLETING(true),
  RESIZING(true),
  SIGNALING(true),
  STAGE_OUT(true),
  STOPPED(true),
  SUSPENDED(true),
  COMPLETED(EngineReason.COMPLETED),
  FAILED(EngineReason.EXIT_CODE),
  CANCELLED(EngineReason.CANCELED),
  TIMEOUT(EngineReason.TIMEOUT),
  DEADLINE(EngineReason.TIMEOUT),
  NODE_FAIL(EngineReason.EVICTED),
  BOOT_FAIL(EngineReason.EVICTED),
  PREEMPTED(EngineReason.EVICTED),
  OUT_OF_MEMORY(EngineReason.OUT_OF_MEMORY),
  REVOKED(EngineReason.OTHER),
  /** A state of this Slurm version that Baton does not know. */
  UNKNOWN(true);

  private final boolean running;
  private final @Nullable EngineReason reason;

  SlurmState(boolean running) {
    this.running = running;
    this.reason = null;
  }

  SlurmState(EngineReason reason) {
    this.running = false;
    this.reason = reason;
  }

  /** Parses the first word, because accounting adds the user who cancelled a Slurm job. */
  static SlurmState parse(String text) {
    String word = text.strip().split("[ +]", 2)[0].toUpperCase(Locale.ROOT);
    for (SlurmState state : values()) {
      if (state.name().equals(word)) {
        return state;
      }
    }
    return UNKNOWN;
  }

  boolean isRunning() {
    return running;
  }

  boolean isOver() {
    return reason != null;
  }

  /** Returns the reason why a Slurm job in this state is over, or null if it is not over. */
  @Nullable EngineReason reason() {
    return reason;
  }
}
