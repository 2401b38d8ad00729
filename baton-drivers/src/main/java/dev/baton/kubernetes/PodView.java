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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What a pod says, where much may be missing. */
record PodView(Pod pod, String container) {

  /** How long after its grace period a pod may go on that its node does not answer for. */
  private static final Duration SLACK = Duration.ofSeconds(30);

  static Stream<PodView> all(List<Pod> pods, String container) {
    return pods.stream().map(pod -> new PodView(pod, container));
  }

  String name() {
    return pod.getMetadata().getName();
  }

  /** Of which instance it is; {@link JobInstances#NONE} if of none. */
  int number() {
    return JobInstances.number(pod);
  }

  private String phase() {
    return pod.getStatus() == null ? "" : NamespaceClient.orEmpty(pod.getStatus().getPhase());
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

  /** Whether a program of it may still run; one that should have ended long ago does not count. */
  boolean mayRun(Instant now) {
    boolean running =
        !isOver() && statuses().anyMatch(status -> state(status).getRunning() != null);
    return running
        && (!isDeleting()
            || now.isBefore(Instant.parse(pod.getMetadata().getDeletionTimestamp()).plus(SLACK)));
  }

  /** When its program first started. */
  Optional<Instant> started() {
    return main()
        .flatMap(status -> Stream.of(status.getState(), status.getLastState()))
        .filter(Objects::nonNull)
        .map(PodView::startedAt)
        .filter(text -> !text.isEmpty())
        .map(Instant::parse)
        // A container that could not start is said to have started at the beginning of time.
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

  /** When its node took it up. */
  Optional<Instant> accepted() {
    return Optional.ofNullable(pod.getStatus())
        .map(status -> status.getStartTime())
        .map(Instant::parse);
  }

  /** The end of the first container, those that prepare first, that did not end well. */
  Optional<ContainerStateTerminated> failure() {
    return statuses()
        .map(status -> state(status).getTerminated())
        .filter(end -> end != null && !Integer.valueOf(0).equals(end.getExitCode()))
        .findFirst();
  }

  /** What containers wait for that are to start. */
  Stream<ContainerStateWaiting> waits() {
    return statuses().map(status -> state(status).getWaiting()).filter(Objects::nonNull);
  }

  /** The image of the first container that waits for this. */
  String imageOf(ContainerStateWaiting wait) {
    return statuses()
        .filter(status -> wait.equals(state(status).getWaiting()))
        .map(ContainerStatus::getImage)
        .findFirst()
        .orElse("");
  }

  /** A condition that holds. */
  Optional<PodCondition> condition(String type, String value) {
    return pod.getStatus() == null
        ? Optional.empty()
        : pod.getStatus().getConditions().stream()
            .filter(one -> type.equals(one.getType()) && value.equals(one.getStatus()))
            .findFirst();
  }

  /** Why no node takes it, if none does. */
  Optional<PodCondition> unscheduled() {
    return condition("PodScheduled", "False");
  }

  String reason() {
    return pod.getStatus() == null ? "" : NamespaceClient.orEmpty(pod.getStatus().getReason());
  }

  String message() {
    return pod.getStatus() == null ? "" : NamespaceClient.orEmpty(pod.getStatus().getMessage());
  }

  private Stream<ContainerStatus> statuses() {
    return pod.getStatus() == null
        ? Stream.empty()
        : Stream.concat(
            pod.getStatus().getInitContainerStatuses().stream(),
            pod.getStatus().getContainerStatuses().stream());
  }

  private Stream<ContainerStatus> main() {
    return pod.getStatus() == null
        ? Stream.empty()
        : pod.getStatus().getContainerStatuses().stream()
            .filter(status -> container.equals(status.getName()));
  }

  private static ContainerState state(ContainerStatus status) {
    return status.getState() == null ? new ContainerState() : status.getState();
  }
}
