// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import java.util.List;

/**
 * What happened to jobs, written by the store in the same transaction as the change itself.
 * Blocking and thread-safe; every method may throw {@link dev.baton.error.UnavailableException}.
 */
public interface JobHistory {

  /** All events of one job, oldest first. */
  List<JobEvent> of(JobId job);

  /**
   * Events of all jobs with a greater number, in order of number. Transactions end in any order, so
   * a store holds back an event for as long as one with a smaller number may still come, a minute
   * at most: a reader that goes on behind the last number misses nothing but what takes longer.
   */
  List<JobEvent> after(long number, int limit);

  /** The greatest number so far; 0 when there is none. */
  long latest();

  /**
   * Calls back, from any thread and quickly, when there may be new events; perhaps late, perhaps
   * never: a reader also polls.
   *
   * @return to end it
   */
  Watch watch(Runnable onChange);
}
