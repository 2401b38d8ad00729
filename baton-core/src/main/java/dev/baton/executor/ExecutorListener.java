// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.board.Gate;
import dev.baton.job.Job;
import dev.baton.job.JobState;
import java.time.Duration;

/**
 * Receives the events of an {@link Executor}, for metrics. The methods are called on many threads
 * and should return quickly. Exceptions of a listener are logged and do no harm.
 */
public interface ExecutorListener {

  /** Ignores all events. */
  ExecutorListener NONE = new ExecutorListener() {};

  /**
   * The executor called the board for claims once.
   *
   * @param jobs the number of claims that the board granted, perhaps 0
   * @param latency the duration of the call
   */
  default void claimed(int jobs, Duration latency) {}

  /**
   * The executor did not accept a job that the board offered. The board offers the job again after
   * a few seconds.
   *
   * @param gate the rule that forbade it
   */
  default void refused(Job job, Gate gate) {}

  /**
   * The executor has claims in a board session, and no job of these claims has started yet. Called
   * for the first claims of each session, and again when the reference has changed.
   *
   * @param reference the {@link dev.baton.board.BoardSession#reference} of the session; a secret
   */
  default void sessionChanged(String reference) {}

  /**
   * An attempt starts.
   *
   * @param waited the time since the job could have been started; zero for a resumed job or a retry
   */
  default void started(Job job, Duration waited) {}

  /** This executor ended a job; {@code ran} is the duration of this attempt. */
  default void ended(Job job, JobState state, Duration ran) {}

  /** An attempt failed, and another attempt follows. */
  default void retried(Job job, Duration ran) {}

  /** A job left this executor and waits for a time or a signal. */
  default void waiting(Job job) {}

  /** A job was parked: it left the board RUNNING, and another job will end it. */
  default void parked(Job job) {}

  /** The claim on a job was abandoned, so another executor resumes the job. */
  default void abandoned(Job job) {}

  /** The claim on a job was lost; another executor resumes the job. */
  default void claimLost(Job job) {}

  /** The run of a job was stopped because somebody ended the job. */
  default void canceled(Job job) {}

  /** A thread did not end after the interrupt and was abandoned. It still occupies its slot. */
  default void threadLeaked(Job job) {}

  /** The lease was confirmed. */
  default void leaseRenewed(Duration latency) {}
}
