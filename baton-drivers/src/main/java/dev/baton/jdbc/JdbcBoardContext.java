// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.service.WriteBatcher;
import java.time.Duration;

/** What stays at the board share. */
record JdbcBoardContext(
    Database database,
    ReadJobRows jobs,
    DueJobs due,
    ChangeNotifier signals,
    Leases leases,
    LockAndStartJobs lockAndStart,
    ReleaseJobs release,
    WatchLeases watchLeases,
    LocalClaimTokens claimTokens,
    WriteBatcher<ClaimWrite, Boolean> writes) {

  /** How long a claimer leaves a job that it refused or gave back to others, at least. */
  static final Duration SET_ASIDE = Duration.ofMillis(3500);
}
