// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

/**
 * The code that a job runs.
 *
 * @param <P> the record of its parameters
 */
@FunctionalInterface
public interface Action<P> {

  /**
   * Does the work. Returning is success with return code 0. Effects are at-least-once: a job whose
   * executor died is run again, and told so by {@link JobRun#resumed()}.
   *
   * <p>The thread is interrupted when the job is cancelled, times out or loses its claim.
   *
   * @throws JobFailedException to fail with a return code of one's own
   * @throws Exception any other exception fails the attempt too, with return code 1
   */
  void run(JobRun job, P parameters) throws Exception;
}
