// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fault;

import dev.baton.campaign.stack.CampaignInstallation;
import java.util.function.Predicate;

/**
 * A kind of fault.
 *
 * @param name the name on the command line and in the table
 * @param description one sentence for display
 * @param targetLane faults of one lane are injected one after the other; lanes run in parallel
 * @param applies whether the fault can occur in an installation
 * @param injection causes the fault
 */
public record FaultKind(
    String name,
    String description,
    Target targetLane,
    Predicate<CampaignInstallation> applies,
    Injection injection) {

  /** The kind of thing that a fault hits. */
  public enum Target {
    /** Baton processes and their networks. */
    PROCESS,
    /** The database, ZooKeeper and disks. */
    SERVICE
  }

  /** Causes a fault once. */
  @FunctionalInterface
  public interface Injection {
    /**
     * Causes the fault, waits, and ends it. Returns when the fault is over.
     *
     * @return the thing that the fault hit, for the log
     * @throws FaultNotPossibleException if there is nothing to hit now
     */
    String inject(FaultContext context) throws FaultNotPossibleException;
  }
}
