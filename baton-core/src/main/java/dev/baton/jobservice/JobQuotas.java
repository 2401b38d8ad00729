// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jobservice;

/**
 * The number of jobs that one owner may have. Administrators are exempt, and so are jobs that Baton
 * posts for itself.
 *
 * @param unfinishedPerOwner jobs of one owner that wait or run at the same time
 * @param perRequest jobs of one request
 */
public record JobQuotas(int unfinishedPerOwner, int perRequest) {

  /** 20,000 jobs that wait or run, 5,000 jobs in one request. */
  public static final JobQuotas DEFAULT = new JobQuotas(20_000, 5_000);

  /** For a process whose jobs all come from its own administrator, and for tests. */
  public static final JobQuotas UNLIMITED = new JobQuotas(Integer.MAX_VALUE, Integer.MAX_VALUE);

  public JobQuotas {
    if (unfinishedPerOwner < 1 || perRequest < 1) {
      throw new IllegalArgumentException(
          "quotas must be positive, are " + unfinishedPerOwner + " and " + perRequest);
    }
  }
}
