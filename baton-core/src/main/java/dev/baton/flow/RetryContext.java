// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a retry controller sees of the run. */
public interface RetryContext extends AtomContext {

  /** The attempts since the retry was last reverted, oldest first. */
  List<RetryAttempt> history();

  /** Why the retry's own execute failed, if it did. */
  Optional<Failure> failure();

  /** For revert: all failures of execute that are known, by atom. Otherwise empty. */
  Map<String, Failure> failures();
}
