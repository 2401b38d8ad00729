// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import dev.baton.access.Caller;
import dev.baton.job.JobSpec;
import java.util.Set;

/** Checks posts against the known actions before they are stored. Thread-safe. */
@FunctionalInterface
public interface PostCheck {

  /**
   * Returns the spec, completed with the defaults of its action.
   *
   * @throws dev.baton.error.InvalidInputException if the action is unknown or the payload does not
   *     match its parameters
   * @throws dev.baton.error.ForbiddenException if this caller may not post this action
   */
  JobSpec checked(JobSpec spec, Caller caller);

  /**
   * Checks as {@link #checked} does, but accepts an unknown action with any payload if this check
   * supports that.
   *
   * @throws dev.baton.error.ForbiddenException if this caller may not post unknown actions
   */
  default JobSpec checkedOrUnknown(JobSpec spec, Caller caller) {
    return checked(spec, caller);
  }

  /**
   * The known actions whose running jobs receive a cancel as a signal: actions that run flows,
   * which then revert, and actions that handle a cancel themselves.
   */
  default Set<String> actionsThatHandleCancel() {
    return Set.of();
  }
}
