// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.service.Combiner;
import java.time.Duration;

/** What stays at the board share. */
record BoardParts(
    Database database,
    ReadJobs jobs,
    DueJobs due,
    Signals signals,
    Leases leases,
    GrabJobs grab,
    ReleaseJobs release,
    WatchLeases watchLeases,
    HeldClaims held,
    Combiner<HeldWrite, Boolean> writes) {

  /** How long a claimer leaves a job that it refused or gave back to others, at least. */
  static final Duration SET_ASIDE = Duration.ofMillis(3500);
}
