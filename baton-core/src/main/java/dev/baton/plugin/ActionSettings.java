// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import dev.baton.job.RetryPolicy;
import java.time.Duration;

/**
 * The settings of an action that a plugin may declare in addition to its code. They are defaults
 * for jobs that do not declare other values.
 */
public interface ActionSettings {

  /** Sets a description of one sentence, for display. */
  ActionSettings description(String text);

  /** Sets the capabilities that every job of this action requires, in the order of evaluation. */
  ActionSettings requires(String... capabilities);

  /** Sets how long one attempt may run. */
  ActionSettings timeout(Duration timeout);

  /**
   * Sets which failed attempts are repeated, how often, and with which delays. Without this
   * setting, a failed attempt is not repeated.
   */
  ActionSettings retry(RetryPolicy retry);

  /**
   * Declares that the action handles a cancel itself. Its jobs are cancelled by a signal, so the
   * action must call {@link JobRun#onStop} and {@link JobRun#endCanceled}. Without this setting, a
   * cancelled job is final at once and its code is interrupted.
   */
  ActionSettings handlesCancel();

  /**
   * Allows only administrators to post the action. Use it for actions with rights that other users
   * do not have.
   */
  ActionSettings adminOnly();
}
