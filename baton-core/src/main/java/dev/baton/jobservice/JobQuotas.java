// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jobservice;

/**
 * The number of jobs that one owner may have. There is no limit for administrators, and for jobs
 * that Baton itself posts.
 *
 * @param unfinishedPerOwner the maximum number of jobs of one owner that wait or run at the same
 *     time
 * @param perRequest the maximum number of jobs in one request
 */
public record JobQuotas(int unfinishedPerOwner, int perRequest) {

  /** At most 20,000 jobs that wait or run, and at most 5,000 jobs in one request. */
  public static final JobQuotas DEFAULT = new JobQuotas(20_000, 5_000);

  /** No limits. For a process in which only its administrator posts jobs, and for tests. */
  public static final JobQuotas UNLIMITED = new JobQuotas(Integer.MAX_VALUE, Integer.MAX_VALUE);

  public JobQuotas {
    if (unfinishedPerOwner < 1 || perRequest < 1) {
      throw new IllegalArgumentException(
          "quotas must be positive, are " + unfinishedPerOwner + " and " + perRequest);
    }
  }
}
