// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import dev.baton.campaign.fault.FaultScheduler;
import dev.baton.campaign.stack.CampaignInstallation;
import dev.baton.campaign.stack.CampaignLog;
import dev.baton.campaign.stack.Polling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Restarts processes that ended by themselves, and records them. For one thread. */
final class ExitWatch {

  private static final Duration SIGNALS_ARRIVE_WITHIN = Duration.ofSeconds(1);

  private final CampaignInstallation campaignInstallation;
  private final FaultScheduler faults;
  private final BooleanSupplier isInterrupted;
  private final CampaignLog log;
  private final List<String> explained = new ArrayList<>();
  private final List<String> unexplained = new ArrayList<>();

  /**
   * @param isInterrupted whether a signal has requested the end of the campaign itself
   */
  ExitWatch(
      CampaignInstallation campaignInstallation,
      FaultScheduler faults,
      BooleanSupplier isInterrupted,
      CampaignLog log) {
    this.campaignInstallation = campaignInstallation;
    this.faults = faults;
    this.isInterrupted = isInterrupted;
    this.log = log;
  }

  /** Checks the processes once. Must be called continually. */
  void checkOnce() {
    boolean mayEnd = faults.mayEndProcesses();
    for (String exit : campaignInstallation.superviseOnce()) {
      if (mayEnd) {
        explained.add(exit);
      } else if (Polling.until(SIGNALS_ARRIVE_WITHIN, isInterrupted)) {
        // A terminal sends SIGINT and SIGHUP to the campaign and to all its processes at the same
        // time, so the end of the campaign explains this exit.
        return;
      } else {
        log.print(exit + ", and no fault explains it");
        unexplained.add(exit);
      }
    }
  }

  /** The number of Baton processes that ended by themselves while the campaign took memory. */
  int explained() {
    return explained.size();
  }

  /** The Baton processes that ended by themselves without a reason that the campaign knows. */
  List<String> unexplained() {
    return List.copyOf(unexplained);
  }
}
