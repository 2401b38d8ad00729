// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import dev.baton.campaign.agent.PlantedDefect;
import dev.baton.campaign.fault.FaultAim;
import dev.baton.campaign.fault.FaultKind;
import dev.baton.campaign.stack.InstallationOptions;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of one campaign.
 *
 * @param attack how long faults are injected
 * @param drain how long no job may become final afterwards before the remaining jobs count as stuck
 * @param jobsPerSecond the number of jobs that clients post per second
 * @param outlive how long an execution may outlive its claim while it has processor time
 * @param aim the processes that the faults hit
 * @param plant the planted defect; null for none
 */
record CampaignOptions(
    long seed,
    Duration attack,
    Duration drain,
    double jobsPerSecond,
    Duration outlive,
    List<FaultKind> faults,
    FaultAim aim,
    InstallationOptions installation,
    @Nullable PlantedDefect plant) {

  CampaignOptions {
    faults = List.copyOf(faults);
  }
}
