// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.engine.EngineCheck;
import dev.baton.engine.EngineCheck.Amount;
import dev.baton.error.ForbiddenException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.VersionInfo;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks a cluster: its version, the capacity of its nodes, the requested load and the rights of
 * Baton's Kubernetes account.
 */
record CheckKubernetes(NamespaceClient namespaceClient) {

  private static final String CPU = "cpu";
  private static final String MEMORY = "memory";

  EngineCheck check() {
    namespaceClient.requireNamespace();
    VersionInfo version =
        namespaceClient.call(
            "read the version", () -> namespaceClient.client().getKubernetesVersion());
    Amount capacity =
        ifAllowed(() -> capacity(namespaceClient.client().nodes().list().getItems()), "list nodes");
    Amount load =
        ifAllowed(
            () -> load(namespaceClient.client().pods().inAnyNamespace().list().getItems()),
            "list pods of all namespaces");
    return new EngineCheck(
        "Kubernetes",
        version.getGitVersion(),
        namespaceClient.address() + "/namespaces/" + namespaceClient.namespace(),
        capacity,
        new Amount(load.cpus(), load.memory(), jobs().jobs()),
        new AccountRights(namespaceClient).operations());
  }

  /**
   * Returns an unknown amount if Baton's Kubernetes account lacks the right to read it. An account
   * that may create Kubernetes jobs does not always have the right to list nodes and the pods of
   * other namespaces.
   */
  private Amount ifAllowed(Supplier<Amount> request, String what) {
    try {
      return namespaceClient.call(what, request);
    } catch (ForbiddenException e) {
      return Amount.UNKNOWN;
    }
  }

  private Amount jobs() {
    return ifAllowed(
        () ->
            new Amount(
                null,
                null,
                namespaceClient.jobs().list().getItems().stream()
                    .filter(job -> ReadKubernetesJobStatus.endCondition(job).isEmpty())
                    .count()),
        "list jobs");
  }

  /** Returns the capacity of the nodes that accept pods. */
  private static Amount capacity(List<Node> nodes) {
    BigDecimal cpus = BigDecimal.ZERO;
    BigDecimal memory = BigDecimal.ZERO;
    for (Node node : nodes) {
      if (takesPods(node)) {
        Map<String, Quantity> allocatable = node.getStatus().getAllocatable();
        cpus = cpus.add(amount(allocatable, CPU));
        memory = memory.add(amount(allocatable, MEMORY));
      }
    }
    return new Amount(cpus, memory.longValue(), null);
  }

  private static boolean takesPods(Node node) {
    return !Boolean.TRUE.equals(node.getSpec().getUnschedulable())
        && node.getStatus().getConditions().stream()
            .anyMatch(one -> one.getType().equals("Ready") && one.getStatus().equals("True"));
  }

  /**
   * Returns the sum of the requests of all pods that are assigned to a node and are not over. Each
   * pod counts as the scheduler of Kubernetes counts it.
   */
  private static Amount load(List<Pod> pods) {
    BigDecimal cpus = BigDecimal.ZERO;
    BigDecimal memory = BigDecimal.ZERO;
    for (Pod pod : pods) {
      if (!new PodView(pod, "").isOver() && pod.getSpec().getNodeName() != null) {
        cpus = cpus.add(requested(pod, CPU));
        memory = memory.add(requested(pod, MEMORY));
      }
    }
    return new Amount(cpus, memory.longValue(), null);
  }

  private static BigDecimal requested(Pod pod, String what) {
    BigDecimal together =
        pod.getSpec().getContainers().stream()
            .map(container -> requested(container, what))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    // Init containers run one after the other before the other containers, so only the largest
    // counts.
    return pod.getSpec().getInitContainers().stream()
        .map(container -> requested(container, what))
        .reduce(together, BigDecimal::max);
  }

  private static BigDecimal requested(Container container, String what) {
    return container.getResources() == null
        ? BigDecimal.ZERO
        : amount(container.getResources().getRequests(), what);
  }

  private static BigDecimal amount(@Nullable Map<String, Quantity> amounts, String what) {
    Quantity quantity = amounts == null ? null : amounts.get(what);
    return quantity == null ? BigDecimal.ZERO : quantity.getNumericalAmount();
  }
}
