// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fault;

import dev.baton.campaign.stack.CampaignInstallation;
import java.util.function.Predicate;

/**
 * A kind of fault.
 *
 * @param name for the command line and the table
 * @param description one sentence for people
 * @param lane faults of one lane are injected one after the other, lanes beside each other
 * @param applies whether an installation can suffer from it
 * @param injection causes it
 */
public record FaultKind(
    String name,
    String description,
    Target lane,
    Predicate<CampaignInstallation> applies,
    Injection injection) {

  /** What a fault hits. */
  public enum Target {
    /** Processes of Baton and their networks. */
    PROCESS,
    /** The database, ZooKeeper and disks. */
    SERVICE
  }

  /** Causes a fault once. */
  @FunctionalInterface
  public interface Injection {
    /**
     * Causes the fault, waits, and ends it; returns when it is over.
     *
     * @return what it hit, for the log
     * @throws FaultNotPossibleException if there is nothing to hit now
     */
    String inject(FaultContext context) throws FaultNotPossibleException;
  }
}
