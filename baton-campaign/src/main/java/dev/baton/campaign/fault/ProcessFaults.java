// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fault;

import dev.baton.campaign.fault.FaultKind.Lane;
import dev.baton.campaign.stack.FakeClock;
import dev.baton.campaign.stack.InstallationOptions.Store;
import dev.baton.campaign.stack.Member;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Signals to processes of Baton, and their wall clocks. */
final class ProcessFaults {

  private static final Duration STOP_WITHIN = Duration.ofSeconds(60);

  private ProcessFaults() {}

  static List<FaultKind> kinds() {
    return List.of(
        new FaultKind(
            "kill",
            "SIGKILL of a server, executor or distributor, which starts again",
            Lane.PROCESS,
            installation -> true,
            ProcessFaults::kill),
        new FaultKind(
            "freeze",
            "SIGSTOP of a process for longer than its lease, then SIGCONT",
            Lane.PROCESS,
            installation -> true,
            ProcessFaults::freeze),
        new FaultKind(
            "terminate",
            "SIGTERM of a process, which starts again when it has ended",
            Lane.PROCESS,
            installation -> true,
            ProcessFaults::terminate),
        new FaultKind(
            "clock",
            "the wall clock of a process jumps and jumps back",
            Lane.PROCESS,
            installation -> installation.members().stream().anyMatch(m -> m.clock() != null),
            ProcessFaults::moveClock));
  }

  private static String kill(FaultContext context) throws FaultNotPossibleException {
    Member member = context.member(any -> true);
    // What it started lives on, as after a crash.
    member.process().killAlone();
    context.waitMillis(100, 2_000);
    member.process().start();
    return member.name();
  }

  private static String freeze(FaultContext context) throws FaultNotPossibleException {
    Member member = context.member(any -> true);
    long pid = member.process().pid();
    long from = System.nanoTime();
    member.process().signal("STOP");
    try {
      context.waitLeases(1.3, 2.5);
    } finally {
      context.excuse(pid, from, "frozen");
      member.process().signal("CONT");
    }
    return member.name();
  }

  private static String terminate(FaultContext context) throws FaultNotPossibleException {
    Member member = context.member(any -> true);
    boolean inTime = member.process().stop("TERM", STOP_WITHIN);
    int code = member.process().exitCode();
    member.process().start();
    return member.name() + " ended " + (inTime ? "with " + code : "not in time");
  }

  private static String moveClock(FaultContext context) throws FaultNotPossibleException {
    Member member = context.member(any -> any.clock() != null);
    Path clock = Objects.requireNonNull(member.clock());
    long from = System.nanoTime();
    long seconds = context.random().nextInt(5, FaultScheduler.MAX_CLOCK_STEP_SECONDS);
    long signed = context.random().nextBoolean() ? seconds : -seconds;
    FakeClock.move(clock, signed);
    try {
      context.waitLeases(1, 3);
    } finally {
      FakeClock.move(clock, 0);
    }
    boolean isEmbedded = context.installation().options().store() == Store.EMBEDDED;
    if (isEmbedded && member.role() == Member.Role.SERVER) {
      // The embedded store's clock is its server's, and decides when leases end.
      context.waitLeases(1, 1.01);
      context.excuse(0, from, "the embedded store's clock moved by " + signed + " s");
    }
    return member.name() + " by " + signed + " s";
  }
}
