// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.board;

import dev.baton.job.Job;

/**
 * The exclusive right to run one job. It is valid while the {@link BoardSession} that granted it
 * can be trusted.
 *
 * @param job the job when it was claimed: RUNNING, with the new attempt, owner and token
 * @param resumed true if an earlier attempt was interrupted because its executor died or stopped,
 *     so that a part of its effects may exist
 */
public record Claim(Job job, boolean resumed) {

  /** The fencing token. It only grows from claim to claim of one job. */
  public long token() {
    return job.status().token();
  }
}
