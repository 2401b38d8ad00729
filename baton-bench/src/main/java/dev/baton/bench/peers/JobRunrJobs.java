// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

import org.jobrunr.jobs.context.JobContext;

/**
 * The jobs of JobRunr. JobRunr stores the name of a static method and calls it later, so the class
 * is public and the probe is not passed to the jobs.
 */
public final class JobRunrJobs {

  // Written once, before the first job is posted; read by all jobs.
  private static volatile JobProbe probe = new JobProbe();

  private JobRunrJobs() {}

  static void use(JobProbe jobProbe) {
    probe = jobProbe;
  }

  /** Does nothing. */
  public static void work() {
    probe.ran();
  }

  /** Stores a result. */
  public static void storeResult(JobContext context) {
    context.saveMetadata("result", probe.ran());
  }

  /** Stores a result and a log line. */
  public static void storeResultAndLog(JobContext context) {
    long number = probe.ran();
    context.saveMetadata("result", number);
    context.logger().info("this is job " + number);
  }

  /** Records the start. */
  public static void timed(String key) {
    probe.started(key);
  }
}
