// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives a retry controller access to the run of its flow. */
public interface RetryContext extends AtomContext {

  /** The attempts since the last revert of the retry controller, oldest first. */
  List<RetryAttempt> history();

  /** The failure of the execution of the retry controller itself, if it failed. */
  Optional<Failure> failure();

  /**
   * All known failures of execute, by atom name, in {@link RetryController#revert}. Empty in all
   * other methods of the controller.
   */
  Map<String, Failure> failures();
}
