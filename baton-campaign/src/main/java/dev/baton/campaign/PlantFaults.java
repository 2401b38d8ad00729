// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import dev.baton.campaign.agent.PlantedDefect;
import dev.baton.campaign.fault.FaultAim;
import dev.baton.campaign.fault.FaultKind;
import dev.baton.campaign.fault.FaultKinds;
import java.util.List;

/** Chooses the faults that reveal a planted defect within two minutes. */
final class PlantFaults {

  /**
   * The faults that a campaign with a planted defect in fencing or leases uses: they make executors
   * lose their claims, survive, and write too late.
   */
  private static final List<String> LOST_CLAIMS =
      List.of("freeze", "starve", "half-open", "half-open-requests", "partition");

  private PlantFaults() {}

  static List<FaultKind> kinds(PlantedDefect plantedDefect) {
    return switch (plantedDefect) {
      case FENCING, LEASE -> FaultKinds.named(LOST_CLAIMS);
      // Every server loses one post, regardless of the faults.
      case WRITE -> FaultKinds.usual();
    };
  }

  static FaultAim aim(PlantedDefect plantedDefect) {
    return switch (plantedDefect) {
      case FENCING, LEASE -> FaultAim.EXECUTORS;
      case WRITE -> FaultAim.ALL;
    };
  }
}
