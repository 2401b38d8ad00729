// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fault;

import dev.baton.campaign.fault.FaultKind.Target;
import dev.baton.campaign.stack.InstalledProcess;
import dev.baton.campaign.stack.NetworkLink;
import dev.baton.campaign.stack.NetworkNamespace;
import dev.baton.campaign.stack.TcpProxy.Mode;
import java.util.List;

/**
 * Faults of connections: connections that break, and connections that stay open but deliver
 * nothing.
 */
final class NetworkFaults {

  private NetworkFaults() {}

  static List<FaultKind> kinds() {
    return List.of(
        link("cut", "connections of a process or of clients are closed and refused", Mode.CUT),
        link(
            "half-open",
            "nothing is forwarded on the connections of a process or of clients",
            Mode.HOLD),
        link(
            "half-open-requests",
            "what a process or clients send to a service is held back",
            Mode.HOLD_TO_SERVER),
        link(
            "half-open-answers",
            "what a service sends to a process or to clients is held back",
            Mode.HOLD_TO_CLIENT),
        new FaultKind(
            "partition",
            "packets of an executor in a network of its own are dropped, in one or both directions",
            Target.PROCESS,
            campaignInstallation -> campaignInstallation.namespace() != null,
            NetworkFaults::partition));
  }

  private static FaultKind link(String name, String description, Mode mode) {
    return new FaultKind(
        name,
        description,
        Target.PROCESS,
        campaignInstallation -> true,
        context -> inject(context, mode));
  }

  private static String inject(FaultContext context, Mode mode) throws FaultNotPossibleException {
    List<NetworkLink> clients = context.someClients();
    boolean hitsClients = !clients.isEmpty() && context.random().nextInt(3) == 0;
    if (hitsClients) {
      hit(clients, mode, context);
      return clients.size() + " clients";
    }
    InstalledProcess installedProcess = context.pickProcess(any -> !any.links().isEmpty());
    NetworkLink networkLink = context.pickLink(installedProcess);
    hit(List.of(networkLink), mode, context);
    return installedProcess.name() + " to " + networkLink.service();
  }

  private static void hit(List<NetworkLink> links, Mode mode, FaultContext context) {
    try {
      links.forEach(networkLink -> networkLink.mode(mode));
      context.waitLeases(mode == Mode.CUT ? 0.2 : 1.3, 3);
    } finally {
      links.forEach(networkLink -> networkLink.mode(Mode.FORWARD));
    }
  }

  private static String partition(FaultContext context) throws FaultNotPossibleException {
    NetworkNamespace namespace = context.installation().namespace();
    if (namespace == null) {
      throw new FaultNotPossibleException("no process has a network of its own");
    }
    int directions = context.random().nextInt(3);
    try {
      namespace.partition(directions != 1, directions != 2);
      context.waitLeases(1.3, 3);
    } finally {
      context.heal("partition", namespace::heal);
    }
    return List.of("both directions", "what it sends", "what it receives").get(directions);
  }
}
