// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fault;

import dev.baton.campaign.fault.FaultKind.Target;
import dev.baton.campaign.stack.FileClock;
import dev.baton.campaign.stack.InstallationOptions.Store;
import dev.baton.campaign.stack.InstalledProcess;
import dev.baton.campaign.stack.NextRelease;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Faults of Baton processes: signals, and jumps of their wall clocks. */
final class ProcessFaults {

  /** Takes as long as many other faults, so a short run would have little else. */
  static final String UPGRADE = "upgrade";

  private static final Duration STOP_WITHIN = Duration.ofSeconds(60);

  private ProcessFaults() {}

  static List<FaultKind> kinds() {
    return List.of(
        new FaultKind(
            "kill",
            "SIGKILL of a server, executor or distributor, which starts again",
            Target.PROCESS,
            campaignInstallation -> true,
            ProcessFaults::kill),
        new FaultKind(
            "freeze",
            "SIGSTOP of a process for longer than its lease, then SIGCONT",
            Target.PROCESS,
            campaignInstallation -> true,
            ProcessFaults::freeze),
        new FaultKind(
            "terminate",
            "SIGTERM of a process, which starts again when it has ended",
            Target.PROCESS,
            campaignInstallation -> true,
            ProcessFaults::terminate),
        new FaultKind(
            "clock",
            "the wall clock of a process jumps and jumps back",
            Target.PROCESS,
            campaignInstallation ->
                campaignInstallation.installedProcesses().stream().anyMatch(m -> m.clock() != null),
            ProcessFaults::moveClock),
        new FaultKind(
            UPGRADE,
            "a rolling upgrade to a release with other tables; only if --faults names it",
            Target.PROCESS,
            campaignInstallation -> true,
            ProcessFaults::upgrade));
  }

  private static String kill(FaultContext context) throws FaultNotPossibleException {
    InstalledProcess installedProcess = context.pickProcess(any -> true);
    // The children of the process stay alive, as after a crash.
    installedProcess.process().killAlone();
    context.waitMillis(100, 2_000);
    installedProcess.process().start();
    return installedProcess.name();
  }

  private static String freeze(FaultContext context) throws FaultNotPossibleException {
    InstalledProcess installedProcess = context.pickProcess(any -> true);
    long pid = installedProcess.process().pid();
    long from = System.nanoTime();
    installedProcess.process().signal("STOP");
    try {
      context.waitLeases(1.3, 2.5);
    } finally {
      context.addExcusedTime(pid, from, "frozen");
      installedProcess.process().signal("CONT");
    }
    return installedProcess.name();
  }

  private static String terminate(FaultContext context) throws FaultNotPossibleException {
    InstalledProcess installedProcess = context.pickProcess(any -> true);
    boolean inTime = installedProcess.process().stop("TERM", STOP_WITHIN);
    int code = installedProcess.process().exitCode();
    installedProcess.process().start();
    return installedProcess.name()
        + (inTime ? " ended with " + code : " did not end in time and was killed");
  }

  /** Upgrades the processes one after the other; the first server migrates the tables. */
  private static String upgrade(FaultContext context) {
    NextRelease release = context.installation().takeNextRelease();
    List<InstalledProcess> all = context.installation().installedProcesses();
    for (InstalledProcess each : all) {
      if (!each.upgrade(release, STOP_WITHIN)) {
        context.log().print(each.name() + " did not end in time and was killed");
      }
      context.heal(UPGRADE, () -> requireReady(each));
    }
    return all.size() + " processes to tables of version " + release.version();
  }

  private static void requireReady(InstalledProcess installedProcess) {
    if (!installedProcess.isReady()) {
      throw new IllegalStateException(
          installedProcess + " is not ready; see " + installedProcess.process().errors());
    }
  }

  private static String moveClock(FaultContext context) throws FaultNotPossibleException {
    InstalledProcess installedProcess = context.pickProcess(any -> any.clock() != null);
    Path clock = Objects.requireNonNull(installedProcess.clock());
    long from = System.nanoTime();
    long seconds = context.random().nextInt(5, FaultScheduler.MAX_CLOCK_STEP_SECONDS);
    long signed = context.random().nextBoolean() ? seconds : -seconds;
    FileClock.move(clock, signed);
    try {
      context.waitLeases(1, 3);
    } finally {
      FileClock.move(clock, 0);
    }
    boolean isEmbedded = context.installation().options().store() == Store.EMBEDDED;
    if (isEmbedded && installedProcess.role() == InstalledProcess.Role.SERVER) {
      // The embedded store uses the clock of its server, which decides when leases end.
      context.waitLeases(1, 1.01);
      context.addExcusedTime(0, from, "the embedded store's clock moved by " + signed + " s");
    }
    return installedProcess.name() + " by " + signed + " s";
  }
}
