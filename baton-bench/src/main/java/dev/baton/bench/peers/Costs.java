// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

/**
 * The time and the resources that some jobs took.
 *
 * @param jobs the number of jobs
 * @param seconds how long they took
 * @param jvmMicros the processor time of the processes of the system, in microseconds
 * @param databaseMicros the processor time of all processes of PostgreSQL, in microseconds
 * @param walBytes the bytes that PostgreSQL wrote to its log
 * @param load the average number of runnable threads on the machine in the minute before
 * @param otherCores the processors that all other programs used at the same time; 1 means that one
 *     processor was never free
 */
record Costs(
    int jobs,
    double seconds,
    double jvmMicros,
    double databaseMicros,
    double walBytes,
    double load,
    double otherCores) {

  double jobsPerSecond() {
    return jobs / seconds;
  }

  double cpuMicrosPerJob() {
    return jvmMicrosPerJob() + databaseMicrosPerJob();
  }

  double jvmMicrosPerJob() {
    return jvmMicros / jobs;
  }

  double databaseMicrosPerJob() {
    return databaseMicros / jobs;
  }

  double walBytesPerJob() {
    return walBytes / jobs;
  }
}
