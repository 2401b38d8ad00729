// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.baton.campaign.fault.FaultKind.Target;
import dev.baton.campaign.load.ApiSession;
import dev.baton.campaign.plugin.EffectPlugin;
import dev.baton.campaign.stack.CampaignInstallation;
import dev.baton.campaign.stack.ControlGroupLimits;
import dev.baton.campaign.stack.ControlGroupLimits.Controller;
import dev.baton.campaign.stack.InstalledProcess;
import dev.baton.campaign.stack.Polling;
import dev.baton.campaign.stack.SendSignal;
import dev.baton.campaign.stack.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Faults that take processor time, memory, file descriptors or disk space. */
final class ResourceFaults {

  private static final int STARVED_THOUSANDTHS = 30;
  private static final int FEW_BYTES = 1 << 20;
  private static final Duration HOGGED_WITHIN = Duration.ofSeconds(30);

  private ResourceFaults() {}

  static List<FaultKind> kinds() {
    return List.of(
        new FaultKind(
            "starve",
            "a process gets three hundredths of a processor (cpu cgroup), or bursts of SIGSTOP",
            Target.PROCESS,
            campaignInstallation -> true,
            ResourceFaults::starve),
        new FaultKind(
            "memory",
            "a process gets no more memory (memory cgroup), and the kernel kills it if it needs"
                + " some",
            Target.PROCESS,
            campaignInstallation ->
                campaignInstallation.controlGroups().isPossible(Controller.MEMORY),
            ResourceFaults::memory),
        new FaultKind(
            "heap",
            "a job takes all of its executor's heap for two seconds",
            Target.PROCESS,
            campaignInstallation -> true,
            ResourceFaults::fillHeap),
        new FaultKind(
            "descriptors",
            "a process that has started may open no more files and connections (prlimit)",
            Target.PROCESS,
            campaignInstallation -> Shell.succeeds("sh", "-c", "command -v prlimit"),
            ResourceFaults::descriptors),
        new FaultKind(
            "disk-full",
            "the file system of the database is full, then has space again",
            Target.SERVICE,
            campaignInstallation -> campaignInstallation.disk().isFillable(),
            ResourceFaults::fillDisk));
  }

  private static String starve(FaultContext context) throws FaultNotPossibleException {
    InstalledProcess installedProcess = context.pickProcess(any -> true);
    long pid = installedProcess.process().pid();
    long from = System.nanoTime();
    if (context.installation().controlGroups().isPossible(Controller.CPU)) {
      throttle(context, pid);
    } else {
      burst(context, () -> List.of(pid), 95, 5);
    }
    context.addExcusedTime(pid, from, "starved");
    return installedProcess.name();
  }

  private static void throttle(FaultContext context, long pid) {
    ControlGroupLimits groups = context.installation().controlGroups();
    try {
      groups.throttle(pid, STARVED_THOUSANDTHS);
      context.waitLeases(1, 2.5);
    } finally {
      context.heal("starve", () -> groups.unlimit(Controller.CPU));
    }
  }

  private static String memory(FaultContext context) throws FaultNotPossibleException {
    InstalledProcess installedProcess = context.pickProcess(any -> true);
    long pid = installedProcess.process().pid();
    ControlGroupLimits groups = context.installation().controlGroups();
    try {
      groups.limitMemory(pid, FEW_BYTES);
      Polling.until(Duration.ofSeconds(8), () -> !installedProcess.process().isAlive());
    } finally {
      context.heal("memory", () -> groups.unlimit(Controller.MEMORY));
    }
    boolean killed = !installedProcess.process().isAlive();
    installedProcess.process().start();
    return installedProcess.name() + (killed ? " was killed" : " needed no more memory");
  }

  private static String fillHeap(FaultContext context) throws FaultNotPossibleException {
    List<String> endpoints = context.installation().endpoints();
    ApiSession apiSession =
        new ApiSession(endpoints.get(context.random().nextInt(endpoints.size())));
    try {
      ApiSession.Answer answer =
          apiSession.send(
              "POST", "job", "{\"action\":\"" + EffectPlugin.FILL_MEMORY + "\",\"priority\":0}");
      if (!answer.isGood()) {
        throw new FaultNotPossibleException("the post was answered with " + answer.status());
      }
      return hogged(apiSession, answer.body().path("resource-id").asText());
    } catch (IOException e) {
      throw new FaultNotPossibleException("the job cannot be posted now: " + e);
    }
  }

  /**
   * Waits until the posted job has ended. The fault counts as injected only if the status message
   * of the job says that the job held all free memory of its executor.
   */
  private static String hogged(ApiSession apiSession, String job) throws FaultNotPossibleException {
    AtomicReference<JsonNode> seen = new AtomicReference<>(MissingNode.getInstance());
    Polling.until(
        HOGGED_WITHIN,
        () -> {
          try {
            seen.set(apiSession.get(job));
          } catch (IOException e) {
            // The next poll tries again: another fault may hit the server.
            return false;
          }
          String state = seen.get().path("state").asText();
          return !state.equals("QUEUED") && !state.equals("RUNNING");
        });
    String message = seen.get().path("status-message").asText();
    if (!message.startsWith(EffectPlugin.HELD)) {
      String state = seen.get().path("state").asText("without an answer");
      throw new FaultNotPossibleException(job + " is " + state + " and did not fill the heap");
    }
    return job + " " + message;
  }

  /**
   * Limits the file descriptors of a process that is ready. A JVM that cannot open its class path
   * during its start ends without a message.
   */
  private static String descriptors(FaultContext context) throws FaultNotPossibleException {
    InstalledProcess installedProcess = context.pickProcess(InstalledProcess::isReady);
    long pid = installedProcess.process().pid();
    String limits =
        Shell.run("prlimit", "--pid", "" + pid, "--nofile", "--output=SOFT,HARD", "--noheadings");
    String[] before = limits.strip().split("\\s+");
    int few = lowestFree(pid);
    try {
      Shell.run("prlimit", "--pid", "" + pid, "--nofile=" + few + ":" + before[1]);
      context.waitLeases(1, 2.5);
    } finally {
      // Fails if the process has ended in the meantime.
      Shell.succeeds("prlimit", "--pid", "" + pid, "--nofile=" + before[0] + ":" + before[1]);
    }
    return installedProcess.name() + " limited to " + few + " open files";
  }

  /**
   * The lowest free descriptor number. The limit applies to the number, and the kernel always
   * assigns the lowest free number.
   */
  private static int lowestFree(long pid) {
    try (Stream<Path> open = Files.list(Path.of("/proc", "" + pid, "fd"))) {
      Set<String> names = open.map(fd -> fd.getFileName().toString()).collect(Collectors.toSet());
      int number = 0;
      while (names.contains(String.valueOf(number))) {
        number++;
      }
      return number;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String fillDisk(FaultContext context) {
    CampaignInstallation campaignInstallation = context.installation();
    try {
      campaignInstallation.disk().fill();
      context.waitMillis(3_000, 8_000);
    } finally {
      context.heal("disk-full", campaignInstallation.disk()::free);
    }
    return campaignInstallation.disk().folder().toString();
  }

  /**
   * Stops the processes for most of the time. Reads the process ids each time, because they change.
   */
  static void burst(
      FaultContext context, Supplier<List<Long>> pids, int stoppedMillis, int runningMillis) {
    long end = System.nanoTime() + context.installation().options().lease().toNanos() * 2;
    while (System.nanoTime() - end < 0) {
      try {
        SendSignal.send("STOP", pids.get());
        Polling.pause(Duration.ofMillis(stoppedMillis));
      } finally {
        SendSignal.send("CONT", pids.get());
      }
      Polling.pause(Duration.ofMillis(runningMillis));
    }
  }
}
