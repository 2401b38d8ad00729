// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.board;

import dev.baton.job.Job;

/**
 * The exclusive right to run one job, for as long as the {@link BoardSession} that granted it are
 * trusted.
 *
 * @param job as it was when claimed: RUNNING, with the new attempt, owner and token
 * @param resumed true when an earlier attempt was cut off (executor dead or stopped), so that what
 *     it did may be there in part
 */
public record Claim(Job job, boolean resumed) {

  /** Fencing token; only grows from claim to claim of one job. */
  public long token() {
    return job.status().token();
  }
}
