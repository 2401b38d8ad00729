// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fault;

import dev.baton.campaign.fault.FaultKind.Lane;
import dev.baton.campaign.load.Api;
import dev.baton.campaign.plugin.EffectPlugin;
import dev.baton.campaign.stack.Installation;
import dev.baton.campaign.stack.Member;
import dev.baton.campaign.stack.Shell;
import dev.baton.campaign.stack.Signals;
import dev.baton.campaign.stack.Waits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Processors, memory, file descriptors and disks that run out. */
final class ResourceFaults {

  private static final Path CPU = Path.of("/sys/fs/cgroup/cpu");
  private static final Path MEMORY = Path.of("/sys/fs/cgroup/memory");
  private static final int PERIOD_MICROS = 100_000;
  private static final int STARVED_MICROS = 3_000;
  private static final int FEW_BYTES = 1 << 20;

  private ResourceFaults() {}

  static List<FaultKind> kinds() {
    return List.of(
        new FaultKind(
            "starve",
            "a process gets three hundredths of a processor (cpu cgroup), or bursts of SIGSTOP",
            Lane.PROCESS,
            installation -> true,
            ResourceFaults::starve),
        new FaultKind(
            "memory",
            "a process gets no more memory (memory cgroup), and the kernel kills it if it needs"
                + " some",
            Lane.PROCESS,
            installation -> Files.isWritable(MEMORY),
            ResourceFaults::memory),
        new FaultKind(
            "heap",
            "a job takes all of its executor's heap for two seconds",
            Lane.PROCESS,
            installation -> true,
            ResourceFaults::fillHeap),
        new FaultKind(
            "descriptors",
            "a process may open no more files and connections (prlimit)",
            Lane.PROCESS,
            installation -> Shell.succeeds("sh", "-c", "command -v prlimit"),
            ResourceFaults::descriptors),
        new FaultKind(
            "disk-full",
            "the file system of the database is full, then has space again",
            Lane.SERVICE,
            installation -> installation.disk().isFillable(),
            ResourceFaults::fillDisk));
  }

  private static String starve(FaultContext context) throws FaultNotPossibleException {
    Member member = context.member(any -> true);
    long pid = member.process().pid();
    long from = System.nanoTime();
    if (Files.isWritable(CPU)) {
      throttle(context, pid);
    } else {
      burst(context, List.of(pid), 95, 5);
    }
    context.excuse(pid, from, "starved");
    return member.name();
  }

  private static void throttle(FaultContext context, long pid) {
    Path group = CPU.resolve(context.installation().run());
    write(group, "cpu.cfs_period_us", PERIOD_MICROS);
    write(group, "cpu.cfs_quota_us", STARVED_MICROS);
    write(group, "cgroup.procs", pid);
    try {
      context.waitLeases(1, 2.5);
    } finally {
      leave(CPU, group, pid);
    }
  }

  private static String memory(FaultContext context) throws FaultNotPossibleException {
    Member member = context.member(any -> true);
    long pid = member.process().pid();
    Path group = MEMORY.resolve(context.installation().run());
    // What it has already stays its own; only what it takes from now on counts.
    write(group, "memory.limit_in_bytes", FEW_BYTES);
    write(group, "cgroup.procs", pid);
    try {
      Waits.until(Duration.ofSeconds(8), () -> !member.process().isAlive());
    } finally {
      leave(MEMORY, group, pid);
    }
    boolean killed = !member.process().isAlive();
    member.process().start();
    return member.name() + (killed ? " was killed" : " did with what it had");
  }

  private static String fillHeap(FaultContext context) throws FaultNotPossibleException {
    List<String> endpoints = context.installation().endpoints();
    Api api = new Api(endpoints.get(context.random().nextInt(endpoints.size())));
    try {
      Api.Answer answer =
          api.send("POST", "job", "{\"action\":\"" + EffectPlugin.HOG + "\",\"priority\":0}");
      if (!answer.isGood()) {
        throw new FaultNotPossibleException("the post was answered with " + answer.status());
      }
      context.waitMillis(3_000, 5_000);
      return "whoever took " + answer.body().path("resource-id").asText();
    } catch (IOException e) {
      throw new FaultNotPossibleException("the job cannot be posted now: " + e);
    }
  }

  private static String descriptors(FaultContext context) throws FaultNotPossibleException {
    Member member = context.member(any -> true);
    long pid = member.process().pid();
    String limits =
        Shell.run("prlimit", "--pid", "" + pid, "--nofile", "--output=SOFT,HARD", "--noheadings");
    String[] before = limits.strip().split("\\s+");
    try (Stream<Path> open = Files.list(Path.of("/proc", "" + pid, "fd"))) {
      long few = open.count() + 1;
      Shell.run("prlimit", "--pid", "" + pid, "--nofile=" + few + ":" + before[1]);
      context.waitLeases(1, 2.5);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Shell.succeeds("prlimit", "--pid", "" + pid, "--nofile=" + before[0] + ":" + before[1]);
    }
    return member.name();
  }

  private static String fillDisk(FaultContext context) {
    Installation installation = context.installation();
    installation.disk().fill();
    try {
      context.waitMillis(3_000, 8_000);
    } finally {
      installation.disk().free();
    }
    return installation.disk().folder().toString();
  }

  /** Stops the processes for most of the time. */
  static void burst(FaultContext context, List<Long> pids, int stoppedMillis, int runningMillis) {
    long end = System.nanoTime() + context.installation().options().lease().toNanos() * 2;
    while (System.nanoTime() - end < 0) {
      Signals.send("STOP", pids);
      Waits.pause(Duration.ofMillis(stoppedMillis));
      Signals.send("CONT", pids);
      Waits.pause(Duration.ofMillis(runningMillis));
    }
  }

  private static void write(Path group, String file, long value) {
    try {
      Files.createDirectories(group);
      Files.writeString(group.resolve(file), String.valueOf(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void leave(Path parent, Path group, long pid) {
    // The process may have ended, and the group may still have to notice that.
    Shell.succeeds("sh", "-c", "echo " + pid + " > " + parent + "/cgroup.procs");
    Waits.until(Duration.ofSeconds(5), () -> Shell.succeeds("rmdir", group.toString()));
  }
}
