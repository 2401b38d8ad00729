// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

/**
 * Receives stop requests for a running action instead of an interrupt. Any thread may call it; it
 * must not block. The action is nevertheless interrupted when the claim is lost, when somebody
 * ended the job, and when a stop has lasted longer than the grace period.
 */
public interface StopHandler {

  /** The executor is stopping. The action should hand the job over. */
  void stopRequested();

  /** The attempt has timed out. The action should end and throw {@link JobFailedException}. */
  void timedOut();

  /**
   * The job is to be cancelled. The action should end, call {@link JobRun#endCanceled} and return.
   */
  void cancelRequested();
}
