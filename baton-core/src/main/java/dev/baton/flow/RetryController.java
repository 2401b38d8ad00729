// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import org.jspecify.annotations.Nullable;

/**
 * Decides what happens after a failure inside the flow that it controls. The thread that runs the
 * flow calls it. After a crash, {@link #onFailure} may be called again for the same failure and
 * must then return the same decision.
 */
public interface RetryController {

  /** The decision after a failure. */
  enum Decision {
    /** Revert the flow, then run it again. */
    RETRY,
    /** Revert the flow and do not run it again. An outer retry controller may decide otherwise. */
    REVERT,
    /** Revert the whole outermost flow, whatever outer retry controllers would decide. */
    REVERT_ALL
  }

  /** Runs before each attempt. The retry controller provides the returned value. */
  @Nullable Object execute(RetryContext context) throws Exception;

  /**
   * Called when an atom of the flow has failed. The last entry of the history contains the failure.
   */
  Decision onFailure(RetryContext context) throws Exception;

  /** Called when the flow does not run again, after all its atoms were reverted. */
  default @Nullable Object revert(RetryContext context) throws Exception {
    return null;
  }
}
