// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fault;

import dev.baton.campaign.history.History;
import dev.baton.campaign.stack.CampaignInstallation;
import dev.baton.campaign.stack.CampaignLog;
import dev.baton.campaign.stack.InstalledProcess;
import dev.baton.campaign.stack.NetworkLink;
import dev.baton.campaign.stack.Polling;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The installation and the tools that fault injections use.
 *
 * @param random the random numbers of the lane
 * @param aim the processes to hit
 */
record FaultContext(
    CampaignInstallation installation,
    FaultAim aim,
    Random random,
    CampaignLog log,
    Queue<History.Excuse> excuses) {

  private static final Duration HEALED_WITHIN = Duration.ofSeconds(90);

  static Queue<History.Excuse> noExcuses() {
    return new ConcurrentLinkedQueue<>();
  }

  /** Chooses a running Baton process. */
  InstalledProcess pickProcess(Predicate<InstalledProcess> wanted)
      throws FaultNotPossibleException {
    List<InstalledProcess> running =
        installation.installedProcesses().stream()
            .filter(installedProcess -> installedProcess.process().isAlive())
            .filter(installedProcess -> aim == FaultAim.ALL || installedProcess.role().isExecutor())
            .filter(wanted)
            .toList();
    if (running.isEmpty()) {
      throw new FaultNotPossibleException("no such process runs");
    }
    return running.get(random.nextInt(running.size()));
  }

  /** A random half of the clients' connections; empty if the faults must not hit clients. */
  List<NetworkLink> someClients() {
    if (aim == FaultAim.EXECUTORS) {
      return List.of();
    }
    return installation.clients().stream().filter(client -> random.nextBoolean()).toList();
  }

  /** Chooses one of the links of the process. */
  NetworkLink pickLink(InstalledProcess installedProcess) throws FaultNotPossibleException {
    if (installedProcess.links().isEmpty()) {
      throw new FaultNotPossibleException(installedProcess + " has no links");
    }
    return installedProcess.links().get(random.nextInt(installedProcess.links().size()));
  }

  /**
   * Ends a fault. Repeats failed attempts, because the target may also be hit by another fault.
   *
   * @throws NotHealedException if the fault cannot be ended; Baton is not responsible for what
   *     follows
   */
  void heal(String fault, Runnable healing) {
    AtomicReference<@Nullable RuntimeException> last = new AtomicReference<>();
    boolean healed =
        Polling.until(
            HEALED_WITHIN,
            () -> {
              try {
                healing.run();
                return true;
              } catch (RuntimeException e) {
                last.set(e);
                return false;
              }
            });
    if (!healed) {
      throw new NotHealedException("fault " + fault + " cannot be ended", last.get());
    }
  }

  /** Waits for a random time between these multiples of the lease. */
  void waitLeases(double least, double most) {
    double leases = least + random.nextDouble() * (most - least);
    Polling.pause(Duration.ofMillis((long) (installation.options().lease().toMillis() * leases)));
  }

  /** Waits for a random time between these bounds. */
  void waitMillis(int least, int most) {
    Polling.pause(Duration.ofMillis(random.nextInt(least, most)));
  }

  /** Excuses the process from the given time until now. */
  void addExcusedTime(long process, long fromNanos, String reason) {
    excuses.add(new History.Excuse(process, fromNanos, System.nanoTime(), reason));
  }
}
