// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import java.util.List;

/**
 * The events of all jobs. The store writes an event in the same transaction as the change itself.
 * Blocking and thread-safe. Every method may throw {@link dev.baton.error.UnavailableException}.
 */
public interface JobHistory {

  /** Returns all events of one job, oldest first. */
  List<JobEvent> of(JobId job);

  /**
   * Returns the events of all jobs that have a greater number than the given one, ordered by
   * number. A store may have deleted events that are older than a day; {@link #of} still returns
   * them. Transactions do not commit in the order of their event numbers. Therefore a store holds
   * back an event while an event with a smaller number may still appear, for at most one minute. A
   * reader that continues after the last number that it has read misses only events of transactions
   * that take longer than one minute.
   */
  List<JobEvent> after(long number, int limit);

  /** Returns the greatest number so far; 0 if there are no events. */
  long latest();

  /**
   * Registers a callback that is called when there may be new events. The callback may be called on
   * any thread and must return quickly. It may be called late or never, so a reader also polls.
   *
   * @return closing it removes the callback
   */
  Watch watch(Runnable onChange);
}
