// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

/**
 * One job system inside its own process. Posts can be called by several threads at once; start and
 * stop are called by one thread.
 */
interface Peer extends AutoCloseable {

  /** Posts jobs in bulk. They are durable when the method returns. */
  void post(int count) throws Exception;

  /** Posts one job, which is durable when the method returns. */
  void post() throws Exception;

  /**
   * Posts one job that records when it started.
   *
   * @return the key under which {@link JobProbe#startNanos} returns the start
   */
  String postTimed() throws Exception;

  /** Starts to run jobs. */
  void start() throws Exception;

  /** Stops to run jobs. {@link #start} can follow. */
  void stop() throws Exception;

  /** The number of jobs that have not ended with success durably. */
  long unfinished() throws Exception;

  /** Whether every job has ended durably; cheaper than {@link #unfinished}. */
  default boolean allEnded() throws Exception {
    return unfinished() == 0;
  }

  @Override
  void close();
}
