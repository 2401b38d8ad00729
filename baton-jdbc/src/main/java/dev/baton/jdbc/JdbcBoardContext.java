// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.board.ClaimTokens;
import dev.baton.service.WriteBatcher;
import java.time.Duration;

/**
 * The components that the board and its sessions share.
 *
 * @param claimTokens a cache that only saves statements: if it does not contain a claim, callers
 *     query the database
 * @param claimedRows a cache too
 */
record JdbcBoardContext(
    Database database,
    ReadJobRows jobs,
    DueJobs due,
    ChangeNotifier signals,
    Leases leases,
    LockAndStartJobs lockAndStart,
    ReleaseJobs release,
    WatchLeases watchLeases,
    ClaimTokens claimTokens,
    ClaimedRows claimedRows,
    WriteBatcher<ClaimWrite, Boolean> writes) {

  /**
   * The minimum time for which a session leaves a job to other executors after it refused or
   * abandoned the job.
   */
  static final Duration SET_ASIDE = Duration.ofMillis(3500);
}
