// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import dev.baton.job.RetryPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A registered action: how it is shown, what jobs get by default, and how it is called. */
public interface ActionDefinition {

  ActionInfo info();

  /** For jobs that name no timeout; null is without limit. */
  @Nullable Duration timeout();

  /** What a job is posted with that names no retry policy. */
  RetryPolicy retry();

  /**
   * Reads the parameters.
   *
   * @param payload of the job; null counts as no parameters
   * @throws dev.baton.error.InvalidInputException if they do not fit, naming each
   */
  Call bind(@Nullable String payload);

  /** The action with its parameters, ready to run. */
  @FunctionalInterface
  interface Call {
    /** As {@link Action#run}. */
    void run(JobRun job) throws Exception;
  }
}
