// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fault;

import dev.baton.campaign.fault.FaultKind.Target;
import dev.baton.campaign.stack.CampaignEnsemble;
import dev.baton.campaign.stack.ManagedProcess;
import java.util.List;

/** Faults of ZooKeeper. */
final class ZooKeeperFaults {

  private ZooKeeperFaults() {}

  static List<FaultKind> kinds() {
    return List.of(
        kind("zookeeper-leader", "SIGKILL of ZooKeeper's leader", ZooKeeperFaults::killLeader),
        kind("zookeeper-empty", "ZooKeeper loses all that it holds", ZooKeeperFaults::empty),
        kind(
            "zookeeper-restore",
            "ZooKeeper is restored from a copy that is a while old",
            ZooKeeperFaults::restore));
  }

  private static FaultKind kind(String name, String description, FaultKind.Injection injection) {
    return new FaultKind(
        name,
        description,
        Target.SERVICE,
        campaignInstallation -> campaignInstallation.zookeeper() != null,
        injection);
  }

  private static CampaignEnsemble ensemble(FaultContext context) throws FaultNotPossibleException {
    CampaignEnsemble campaignEnsemble = context.installation().zookeeper();
    if (campaignEnsemble == null) {
      throw new FaultNotPossibleException("there is no ZooKeeper");
    }
    return campaignEnsemble;
  }

  private static String killLeader(FaultContext context) throws FaultNotPossibleException {
    CampaignEnsemble campaignEnsemble = ensemble(context);
    ManagedProcess leader =
        campaignEnsemble
            .killLeader()
            .orElseThrow(() -> new FaultNotPossibleException("there is no leader now"));
    context.waitMillis(500, 5_000);
    campaignEnsemble.start();
    return leader.name();
  }

  private static String empty(FaultContext context) throws FaultNotPossibleException {
    CampaignEnsemble campaignEnsemble = ensemble(context);
    campaignEnsemble.kill();
    campaignEnsemble.empty();
    context.waitMillis(100, 2_000);
    campaignEnsemble.start();
    return "three servers";
  }

  private static String restore(FaultContext context) throws FaultNotPossibleException {
    CampaignEnsemble campaignEnsemble = ensemble(context);
    campaignEnsemble.kill();
    boolean fresh = !campaignEnsemble.hasCopy() || context.random().nextInt(4) == 0;
    if (fresh) {
      campaignEnsemble.copy();
      campaignEnsemble.start();
      context.waitMillis(6_000, 10_000);
      campaignEnsemble.kill();
    }
    campaignEnsemble.restore();
    campaignEnsemble.start();
    return fresh ? "a new copy" : "the copy of an earlier time";
  }
}
