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
   * The spec with the defaults of its action filled in.
   *
   * @throws dev.baton.error.InvalidInputException if the action is unknown or the payload does not
   *     fit its parameters
   * @throws dev.baton.error.ForbiddenException if this caller may not post this action
   */
  JobSpec checked(JobSpec spec, Caller caller);

  /**
   * As {@link #checked}, but an action that is not known is accepted with any payload, where the
   * check allows that at all.
   *
   * @throws dev.baton.error.ForbiddenException if this caller may not post unknown actions
   */
  default JobSpec checkedOrUnknown(JobSpec spec, Caller caller) {
    return checked(spec, caller);
  }

  /**
   * The known actions whose running jobs receive a cancel as a signal: those that run flows, which
   * revert, and those that react to a cancel themselves.
   */
  default Set<String> actionsThatHandleCancel() {
    return Set.of();
  }
}
