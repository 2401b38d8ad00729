// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a pod, in which many parts may be missing. */
record PodView(Pod pod, String container) {

  /**
   * How long after its grace period a deleted pod still counts as running. A pod exists after its
   * grace period only if its node does not answer.
   */
  private static final Duration SLACK = Duration.ofSeconds(30);

  static Stream<PodView> all(List<Pod> pods, String container) {
    return pods.stream().map(pod -> new PodView(pod, container));
  }

  String name() {
    return pod.getMetadata().getName();
  }

  /**
   * Returns the number of the pod's instance, or {@link KubernetesJobInstances#NONE} if it has
   * none.
   */
  int number() {
    return KubernetesJobInstances.number(pod);
  }

  private String phase() {
    return NamespaceClient.orEmpty(status().getPhase());
  }

  boolean isFailed() {
    return phase().equals("Failed");
  }

  boolean isSucceeded() {
    return phase().equals("Succeeded");
  }

  boolean isOver() {
    return isFailed() || isSucceeded();
  }

  boolean isDeleting() {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  /**
   * Whether a program of the pod may still run. A deleted pod counts until 30 s after its grace
   * period.
   */
  boolean mayRun(Instant now) {
    boolean running =
        !isOver() && statuses().anyMatch(status -> state(status).getRunning() != null);
    return running
        && (!isDeleting()
            || now.isBefore(Instant.parse(pod.getMetadata().getDeletionTimestamp()).plus(SLACK)));
  }

  /** Returns the first start of the pod's main container. */
  Optional<Instant> started() {
    return main()
        .flatMap(status -> Stream.of(status.getState(), status.getLastState()))
        .filter(Objects::nonNull)
        .map(PodView::startedAt)
        .filter(text -> !text.isEmpty())
        .map(Instant::parse)
        // Kubernetes reports the year 1970 for a container that could not start. Such a time is not
        // a start.
        .filter(instant -> instant.isAfter(Instant.EPOCH))
        .min(Instant::compareTo);
  }

  private static String startedAt(ContainerState state) {
    ContainerStateRunning running = state.getRunning();
    ContainerStateTerminated terminated = state.getTerminated();
    if (running != null) {
      return NamespaceClient.orEmpty(running.getStartedAt());
    }
    return terminated == null ? "" : NamespaceClient.orEmpty(terminated.getStartedAt());
  }

  /** Returns when its node accepted the pod. */
  Optional<Instant> accepted() {
    return Optional.ofNullable(status().getStartTime()).map(Instant::parse);
  }

  /** Returns how the first failed container ended. Init containers come first. */
  Optional<ContainerStateTerminated> failure() {
    return statuses()
        .map(status -> state(status).getTerminated())
        .filter(end -> end != null && !Integer.valueOf(0).equals(end.getExitCode()))
        .findFirst();
  }

  /** Returns the wait states of the containers that have not started. */
  Stream<ContainerStateWaiting> waits() {
    return statuses().map(status -> state(status).getWaiting()).filter(Objects::nonNull);
  }

  /** Returns the image of the first container with this wait reason. */
  String imageOf(ContainerStateWaiting wait) {
    return statuses()
        .filter(status -> wait.equals(state(status).getWaiting()))
        .map(ContainerStatus::getImage)
        .findFirst()
        .orElse("");
  }

  Optional<PodCondition> condition(String type, String value) {
    return status().getConditions().stream()
        .filter(one -> type.equals(one.getType()) && value.equals(one.getStatus()))
        .findFirst();
  }

  /**
   * Returns the condition that explains why no node accepts the pod. Returns empty if there is
   * none.
   */
  Optional<PodCondition> unscheduled() {
    return condition("PodScheduled", "False");
  }

  String reason() {
    return NamespaceClient.orEmpty(status().getReason());
  }

  String message() {
    return NamespaceClient.orEmpty(status().getMessage());
  }

  private Stream<ContainerStatus> statuses() {
    return Stream.concat(
        status().getInitContainerStatuses().stream(), status().getContainerStatuses().stream());
  }

  private Stream<ContainerStatus> main() {
    return status().getContainerStatuses().stream()
        .filter(status -> container.equals(status.getName()));
  }

  private PodStatus status() {
    return pod.getStatus() == null ? new PodStatus() : pod.getStatus();
  }

  private static ContainerState state(ContainerStatus status) {
    return status.getState() == null ? new ContainerState() : status.getState();
  }
}
