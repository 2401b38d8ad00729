// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

/**
 * The code that a job runs.
 *
 * @param <P> the record type of the parameters
 */
@FunctionalInterface
public interface Action<P> {

  /**
   * Runs the action for one attempt of a job. A return means success with return code 0. Effects
   * happen at least once: if the executor of a job dies, the job is run again, and {@link
   * JobRun#resumed()} reports this.
   *
   * <p>The thread is interrupted when the job is cancelled, times out or loses its claim.
   *
   * @throws JobFailedException to fail with a chosen return code
   * @throws Exception any other exception also fails the attempt, with return code 1
   */
  void run(JobRun job, P parameters) throws Exception;
}
