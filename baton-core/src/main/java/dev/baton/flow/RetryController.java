// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import org.jspecify.annotations.Nullable;

/**
 * Decides what follows a failure inside the flow it controls. Called by the thread that runs the
 * flow. {@link #onFailure} may be asked the same question again after a crash and must then answer
 * the same.
 */
public interface RetryController {

  /** What follows. */
  enum Decision {
    /** Revert the flow, then run it again. */
    RETRY,
    /** Give the flow up: a retry further out may decide otherwise. */
    REVERT,
    /** Revert everything, whatever a retry further out would say. */
    REVERT_ALL
  }

  /** Runs before each attempt; what it returns is what the retry provides. */
  @Nullable Object execute(RetryContext context) throws Exception;

  /**
   * Called when an atom of the flow has failed; the failure is in the last entry of the history.
   */
  Decision onFailure(RetryContext context) throws Exception;

  /** Called when the flow is given up, after all of its atoms were reverted. */
  default @Nullable Object revert(RetryContext context) throws Exception {
    return null;
  }
}
