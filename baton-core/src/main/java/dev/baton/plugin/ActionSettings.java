// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import dev.baton.job.RetryPolicy;
import java.time.Duration;

/**
 * What a plugin may say of an action beside its code. Defaults for jobs that do not say otherwise.
 */
public interface ActionSettings {

  /** One sentence for people. */
  ActionSettings description(String text);

  /** Capabilities that every job of this action requires, in the order of evaluation. */
  ActionSettings requires(String... capabilities);

  /** How long one attempt may run. */
  ActionSettings timeout(Duration timeout);

  ActionSettings retry(RetryPolicy retry);

  /**
   * Its jobs are cancelled by a signal that the action heeds: it must call {@link JobRun#onStop}
   * and {@link JobRun#endCanceled}. Otherwise a cancelled job is final at once and its code
   * interrupted.
   */
  ActionSettings handlesCancel();

  /** Only administrators may post it: for actions that do what their poster may not do himself. */
  ActionSettings adminOnly();
}
