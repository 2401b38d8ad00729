// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.backend;

import java.time.Duration;
import java.util.List;

/**
 * The result of an inspection of the database of a store, which changed nothing.
 *
 * @param product name and version of the database server
 * @param address the address of the database, without secrets
 * @param tables how the tables of the store fit this release
 * @param tablesVersion the version of the tables; empty if there are none
 * @param knownVersion the newest version that this release knows
 * @param isPolled whether notifications are polled, because a pooler is in front of PostgreSQL and
 *     no direct URL is known
 * @param clockLead by how much the clock of this machine is ahead of that of the database; negative
 *     if it is behind
 * @param missingRights the rights that the user of the database lacks, such as {@code UPDATE of
 *     baton_job}
 */
public record StoreReport(
    String product,
    String address,
    TablesState tables,
    String tablesVersion,
    String knownVersion,
    boolean isPolled,
    Duration clockLead,
    List<String> missingRights) {

  /** How the tables of a store fit this release. */
  public enum TablesState {
    /** There are none; the first process that starts creates them. */
    MISSING,
    /** An older release made them; the next process that starts upgrades them. */
    OLDER,
    CURRENT,
    /** A newer release made them; this release refuses them. */
    NEWER
  }

  public StoreReport {
    missingRights = List.copyOf(missingRights);
  }
}
