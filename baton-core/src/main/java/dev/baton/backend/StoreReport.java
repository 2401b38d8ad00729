// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.backend;

import java.time.Duration;
import java.util.List;

/**
 * The result of an inspection of the database of a store, which changed nothing.
 *
 * @param product name and version of the database server
 * @param url the URL of the database, without user, password and other options
 * @param address the address of the database, without secrets
 * @param tables how the tables of the store fit this release
 * @param tablesVersion the version of the tables; empty if there are none
 * @param knownVersion the newest version that this release knows
 * @param pending the migrations that the next start of a process would run, in their order
 * @param isPolled whether notifications are polled, because a pooler is in front of PostgreSQL and
 *     no direct URL is known
 * @param clockLead by how much the clock of this machine is ahead of that of the database; negative
 *     if it is behind
 * @param missingRights the rights that the user of the database lacks, such as {@code UPDATE of
 *     baton_job}
 */
public record StoreReport(
    String product,
    String url,
    String address,
    TablesState tables,
    String tablesVersion,
    String knownVersion,
    List<Migration> pending,
    boolean isPolled,
    Duration clockLead,
    List<String> missingRights) {

  private static final int SHOWN_RIGHTS = 5;

  /** How the tables of a store fit this release. */
  public enum TablesState {
    /** There are none; the first process that starts creates them. */
    MISSING,
    /** An older release made them; the next process that starts upgrades them. */
    OLDER,
    CURRENT,
    /** A migration failed before its end, on a database that cannot undo it. */
    INCOMPLETE,
    /** A newer release made them; this release refuses them. */
    NEWER
  }

  /**
   * A change of the tables from one version to the next.
   *
   * @param sql its statements, with the names of the tables of this store
   */
  public record Migration(String version, String description, String sql) {}

  public StoreReport {
    pending = List.copyOf(pending);
    missingRights = List.copyOf(missingRights);
  }

  /** The missing rights for a message: the first five, and how many more there are. */
  public String missingRightsText() {
    int more = missingRights.size() - SHOWN_RIGHTS;
    return String.join(", ", missingRights.subList(0, Math.min(SHOWN_RIGHTS, missingRights.size())))
        + (more > 0 ? " and " + more + " more" : "");
  }
}
