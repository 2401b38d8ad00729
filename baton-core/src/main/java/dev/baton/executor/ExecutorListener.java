// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.job.Job;
import dev.baton.job.JobState;
import java.time.Duration;

/**
 * Hears what an {@link Executor} does: for metrics. Called from many threads; should be quick. What
 * a listener throws is logged and does no harm.
 */
public interface ExecutorListener {

  /** Hears nothing. */
  ExecutorListener NONE = new ExecutorListener() {};

  /**
   * One call to the board that granted claims, or none.
   *
   * @param jobs how many
   * @param latency of the call
   */
  default void claimed(int jobs, Duration latency) {}

  /**
   * An attempt starts.
   *
   * @param waited since the job could have been started; for a resumed job or a retry it is zero
   */
  default void started(Job job, Duration waited) {}

  /** A job ended here; {@code ran} is the time of this attempt. */
  default void ended(Job job, JobState state, Duration ran) {}

  /** An attempt failed; another follows. */
  default void retried(Job job, Duration ran) {}

  /** A job waits, off this executor, for a time or a signal. */
  default void waiting(Job job) {}

  /** A job left the board RUNNING, to be ended by another job. */
  default void parked(Job job) {}

  /** A job was given back to the board. */
  default void abandoned(Job job) {}

  /** A job's claim was lost; another executor resumes it. */
  default void claimLost(Job job) {}

  /** A job that somebody ended was stopped. */
  default void canceled(Job job) {}

  /** A thread that did not end after the interrupt was abandoned; its slot is occupied. */
  default void threadLeaked(Job job) {}

  /** The lease was confirmed. */
  default void leaseRenewed(Duration latency) {}
}
