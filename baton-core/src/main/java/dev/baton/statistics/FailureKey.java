// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.statistics;

import dev.baton.job.ErrorPattern;

/**
 * Identifies the failures of one period of {@link JobStatistics#FAILURE_PERIOD} that have the same
 * cause.
 *
 * @param period the first minute of the period, in minutes since 1970
 * @param fingerprint {@link ErrorPattern#fingerprint}
 * @param <A> how the store identifies an access control list
 */
public record FailureKey<A>(long period, A access, String action, String fingerprint) {

  /** Returns the group of causes to which this cause belongs. */
  public CauseGroup<A> group() {
    return new CauseGroup<>(period, access, action);
  }
}
