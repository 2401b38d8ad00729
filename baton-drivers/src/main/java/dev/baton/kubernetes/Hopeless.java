// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.engine.EngineReason;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Knows jobs that wait for what will not come, which Kubernetes would leave waiting for ever. */
final class Hopeless {

  /** Images that are not there; pulling was tried at least once where it is tried. */
  private static final Set<String> NO_IMAGE =
      Set.of("ErrImageNeverPull", "ImagePullBackOff", "InvalidImageName");

  /** What may heal within seconds, such as a secret that is made a little later. */
  private static final Set<String> NO_CONTAINER =
      Set.of(
          "CreateContainerConfigError",
          "CreateContainerError",
          "ErrImagePull",
          "ImageInspectError",
          "RegistryUnavailable",
          "RunContainerError");

  private final String container;
  private final Duration patience;

  Hopeless(String container, Duration patience) {
    this.container = container;
    this.patience = patience;
  }

  Optional<Verdict> verdict(Job job, List<Pod> pods, Instant now) {
    if (!isOpen(job)) {
      return Optional.empty();
    }
    return waiting(pods)
        .filter(pod -> pod.waits().anyMatch(wait -> isHopeless(pod, wait, now)))
        .findFirst()
        .flatMap(pod ->
            pod.waits()
                .filter(wait -> isHopeless(pod, wait, now))
                .findFirst()
                .map(wait -> verdict(pod, wait, now)));
  }

  /** Whether time alone may make it hopeless. */
  boolean isSuspect(Job job, List<Pod> pods) {
    return isOpen(job)
        && waiting(pods)
            .flatMap(PodView::waits)
            .anyMatch(wait -> NO_CONTAINER.contains(Cluster.orEmpty(wait.getReason())));
  }

  private static boolean isOpen(Job job) {
    return job.getMetadata().getDeletionTimestamp() == null
        && JudgeJob.end(job).isEmpty()
        && Verdict.of(job).isEmpty();
  }

  private Stream<PodView> waiting(List<Pod> pods) {
    return PodView.all(pods, container).filter(pod -> !pod.isOver() && !pod.isDeleting());
  }

  private boolean isHopeless(PodView pod, ContainerStateWaiting wait, Instant now) {
    String reason = Cluster.orEmpty(wait.getReason());
    return NO_IMAGE.contains(reason)
        || (NO_CONTAINER.contains(reason)
            && pod.accepted().map(start -> start.plus(patience).isBefore(now)).orElse(false));
  }

  private static Verdict verdict(PodView pod, ContainerStateWaiting wait, Instant now) {
    String reason = Cluster.orEmpty(wait.getReason());
    boolean image = !reason.contains("Container");
    return new Verdict(
        image ? EngineReason.IMAGE_MISSING : EngineReason.CANNOT_START,
        (image ? "image '" + pod.imageOf(wait) + "': " : "")
            + reason
            + ": "
            + Cluster.orEmpty(wait.getMessage()),
        now);
  }
}
