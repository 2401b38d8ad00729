// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.doctor;

import dev.baton.backend.StoreReport;
import dev.baton.config.RunningServer;
import dev.baton.launch.ProcessOptions;
import dev.baton.launch.ServerStore;
import dev.baton.service.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks the database of the store, its tables, the rights of its user, and its clock. */
final class CheckStore {

  private static final String AREA = "store";

  /** A difference of the clocks that delays, or starts early, the jobs of a time. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

  private static final String FAILED_MIGRATION =
      " failed before its end; restore a backup from before it";

  private final boolean isServer;
  private final ProcessOptions options;
  private final @Nullable RunningServer own;
  private final Clock clock;

  /**
   * @param isServer whether the process is a server, which has an embedded store
   * @param own the running server of the data folder, which has an embedded store open
   */
  CheckStore(boolean isServer, ProcessOptions options, @Nullable RunningServer own, Clock clock) {
    this.isServer = isServer;
    this.options = options;
    this.own = own;
    this.clock = clock;
  }

  List<CheckResult> run() {
    ServerStore store = ServerStore.of(options);
    if (!store.isEmbedded()) {
      return results(store.inspect(clock));
    }
    if (!isServer) {
      // Without a database, executors and distributors use the store of a server.
      return List.of();
    }
    if (store.isMissing()) {
      return List.of(
          CheckResult.ok(
              AREA, "the embedded store does not exist yet; the first start creates it"));
    }
    if (own != null) {
      return List.of(CheckResult.ok(AREA, "the embedded store is open in process " + own.pid()));
    }
    return results(store.inspect(clock));
  }

  private List<CheckResult> results(StoreReport report) {
    List<CheckResult> results = new ArrayList<>();
    results.add(tables(report));
    rights(report).ifPresent(results::add);
    if (report.isPolled()) {
      results.add(
          CheckResult.warning(
              AREA,
              "a pooler such as PgBouncer is in front of "
                  + report.address()
                  + ", so jobs start up to 250 ms late and the database is asked more often; set"
                  + " store-direct-url to the address of PostgreSQL itself"));
    }
    results.add(clock(report));
    return results;
  }

  private static CheckResult tables(StoreReport report) {
    String where = report.product() + " at " + report.address();
    String version = report.tablesVersion();
    return switch (report.tables()) {
      case MISSING ->
          CheckResult.ok(AREA, where + " has no tables yet; the first start creates them");
      case CURRENT -> CheckResult.ok(AREA, where + " has tables of version " + version);
      case OLDER ->
          CheckResult.warning(
              AREA,
              where
                  + " has tables of version "
                  + version
                  + ", and this release makes them version "
                  + report.knownVersion()
                  + " at the next start or by 'baton db migrate'; make a backup first, because"
                  + " older releases cannot use them then");
      case INCOMPLETE ->
          CheckResult.fault(
              AREA, where + " has tables whose migration to version " + version + FAILED_MIGRATION);
      case NEWER ->
          CheckResult.fault(
              AREA,
              where
                  + " has tables of version "
                  + version
                  + ", which a newer Baton made; this release knows version "
                  + report.knownVersion()
                  + ". Install the newer release, or restore a backup from before its start");
    };
  }

  private static Optional<CheckResult> rights(StoreReport report) {
    if (report.missingRights().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        CheckResult.fault(
            AREA,
            "the user of the database at "
                + report.address()
                + " lacks rights: "
                + report.missingRightsText()
                + "; make the user the owner of the tables, or GRANT these rights"));
  }

  private static CheckResult clock(StoreReport report) {
    Duration lead = report.clockLead();
    if (lead.abs().compareTo(CLOCK_TOLERANCE) <= 0) {
      return CheckResult.ok("clock", "agrees with the clock of the store");
    }
    return CheckResult.fault(
        "clock",
        "the clock of this machine is "
            + Math.round(lead.abs().toMillis() / 1_000.0)
            + " s "
            + (lead.isNegative() ? "behind" : "ahead of")
            + " that of the database at "
            + report.address()
            + ", so jobs start at wrong times; synchronize both machines, for example with"
            + " chrony or systemd-timesyncd");
  }
}
