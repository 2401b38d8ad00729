// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fault;

import dev.baton.campaign.fault.FaultKind.Lane;
import dev.baton.campaign.stack.Ensemble;
import dev.baton.campaign.stack.ManagedProcess;
import java.util.List;

/** What happens to ZooKeeper. */
final class ZookeeperFaults {

  private ZookeeperFaults() {}

  static List<FaultKind> kinds() {
    return List.of(
        kind("zookeeper-leader", "SIGKILL of ZooKeeper's leader", ZookeeperFaults::killLeader),
        kind("zookeeper-empty", "ZooKeeper loses all that it holds", ZookeeperFaults::empty),
        kind(
            "zookeeper-restore",
            "ZooKeeper is restored from a copy that is a while old",
            ZookeeperFaults::restore));
  }

  private static FaultKind kind(String name, String description, FaultKind.Injection injection) {
    return new FaultKind(
        name,
        description,
        Lane.SERVICE,
        installation -> installation.zookeeper() != null,
        injection);
  }

  private static Ensemble ensemble(FaultContext context) throws FaultNotPossibleException {
    Ensemble ensemble = context.installation().zookeeper();
    if (ensemble == null) {
      throw new FaultNotPossibleException("there is no ZooKeeper");
    }
    return ensemble;
  }

  private static String killLeader(FaultContext context) throws FaultNotPossibleException {
    Ensemble ensemble = ensemble(context);
    ManagedProcess leader =
        ensemble
            .killLeader()
            .orElseThrow(() -> new FaultNotPossibleException("there is no leader now"));
    context.waitMillis(500, 5_000);
    ensemble.start();
    return leader.name();
  }

  private static String empty(FaultContext context) throws FaultNotPossibleException {
    Ensemble ensemble = ensemble(context);
    ensemble.kill();
    ensemble.empty();
    context.waitMillis(100, 2_000);
    ensemble.start();
    return "three servers";
  }

  private static String restore(FaultContext context) throws FaultNotPossibleException {
    Ensemble ensemble = ensemble(context);
    ensemble.kill();
    boolean fresh = !ensemble.hasCopy() || context.random().nextInt(4) == 0;
    if (fresh) {
      ensemble.copy();
      ensemble.start();
      context.waitMillis(6_000, 10_000);
      ensemble.kill();
    }
    ensemble.restore();
    ensemble.start();
    return fresh ? "a new copy" : "the copy of an earlier time";
  }
}
