// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fault;

import dev.baton.campaign.fault.FaultKind.Target;
import dev.baton.campaign.stack.CampaignDatabase;
import dev.baton.campaign.stack.FileClock;
import dev.baton.campaign.stack.SendSignal;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Faults of database servers. */
final class DatabaseFaults {

  private static final int STOPPED_MILLIS = 300;
  private static final int RUNNING_MILLIS = 60;

  private DatabaseFaults() {}

  static List<FaultKind> kinds() {
    return List.of(
        kind("database-kill", "SIGKILL of all processes of the database", DatabaseFaults::kill),
        kind("database-restart", "the database is stopped and started", DatabaseFaults::restart),
        kind("connections", "the database ends all connections", DatabaseFaults::terminate),
        kind("read-only", "the database refuses writes for a while", DatabaseFaults::readOnly),
        kind("database-freeze", "SIGSTOP of the database, then SIGCONT", DatabaseFaults::freeze),
        kind(
            "slow-disk",
            "the database runs only a sixth of the time (bursts of SIGSTOP), as on a slow disk",
            DatabaseFaults::slow),
        new FaultKind(
            "database-clock",
            "the wall clock of the database jumps and jumps back",
            Target.SERVICE,
            campaignInstallation -> {
              CampaignDatabase campaignDatabase = campaignInstallation.database();
              return campaignDatabase != null && campaignDatabase.clock() != null;
            },
            DatabaseFaults::moveClock));
  }

  private static FaultKind kind(String name, String description, FaultKind.Injection injection) {
    return new FaultKind(
        name,
        description,
        Target.SERVICE,
        campaignInstallation -> campaignInstallation.database() != null,
        injection);
  }

  private static CampaignDatabase database(FaultContext context) throws FaultNotPossibleException {
    CampaignDatabase campaignDatabase = context.installation().database();
    if (campaignDatabase == null) {
      throw new FaultNotPossibleException("the store is embedded");
    }
    return campaignDatabase;
  }

  private static String kill(FaultContext context) throws FaultNotPossibleException {
    CampaignDatabase campaignDatabase = database(context);
    campaignDatabase.kill();
    context.waitMillis(100, 6_000);
    campaignDatabase.start();
    return campaignDatabase.address();
  }

  private static String restart(FaultContext context) throws FaultNotPossibleException {
    CampaignDatabase campaignDatabase = database(context);
    campaignDatabase.stop();
    context.waitMillis(100, 2_000);
    campaignDatabase.start();
    return campaignDatabase.address();
  }

  private static String terminate(FaultContext context) throws FaultNotPossibleException {
    database(context).terminateConnections();
    return "all connections";
  }

  private static String readOnly(FaultContext context) throws FaultNotPossibleException {
    CampaignDatabase campaignDatabase = database(context);
    try {
      campaignDatabase.readOnly(true);
      context.waitMillis(1_000, 6_000);
    } finally {
      context.heal("read-only", () -> campaignDatabase.readOnly(false));
    }
    return campaignDatabase.address();
  }

  private static String freeze(FaultContext context) throws FaultNotPossibleException {
    CampaignDatabase campaignDatabase = database(context);
    List<Long> pids = campaignDatabase.pids();
    try {
      SendSignal.send("STOP", pids);
      context.waitLeases(0.5, 2);
    } finally {
      // Reads the process ids again, because the id of an ended process may now belong to another
      // program.
      SendSignal.send("CONT", campaignDatabase.pids());
    }
    return pids.size() + " processes";
  }

  private static String slow(FaultContext context) throws FaultNotPossibleException {
    CampaignDatabase campaignDatabase = database(context);
    ResourceFaults.burst(context, campaignDatabase::pids, STOPPED_MILLIS, RUNNING_MILLIS);
    return campaignDatabase.address();
  }

  /**
   * Moves the clock of the database. The database decides when leases end, so they end early or
   * late when its clock jumps.
   */
  private static String moveClock(FaultContext context) throws FaultNotPossibleException {
    Path clock = Objects.requireNonNull(database(context).clock());
    long from = System.nanoTime();
    long seconds = context.random().nextInt(5, FaultScheduler.MAX_CLOCK_STEP_SECONDS);
    long signed = context.random().nextBoolean() ? seconds : -seconds;
    FileClock.move(clock, signed);
    try {
      context.waitLeases(1, 3);
    } finally {
      FileClock.move(clock, 0);
    }
    // Waits a little longer than one lease, in which the executors renew their leases once more.
    context.waitLeases(1, 1.01);
    context.addExcusedTime(0, from, "the database's clock moved by " + signed + " s");
    return "by " + signed + " s";
  }
}
