// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

/**
 * What an action that ends in its own way is told while it runs, from any thread, instead of being
 * interrupted. Must not block. It is interrupted all the same when the claim is lost, when somebody
 * ended the job, and when a stop has waited for the grace period.
 */
public interface StopHandler {

  /** The executor wants to stop: hand the job over. */
  void stopRequested();

  /** The time of the attempt is up: end, and throw {@link JobFailedException}. */
  void timedOut();

  /** The job is to be cancelled: end, call {@link JobRun#endCanceled} and return. */
  void cancelRequested();
}
