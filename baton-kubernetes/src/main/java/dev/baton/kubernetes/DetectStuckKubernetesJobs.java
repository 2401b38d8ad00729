// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.engine.EngineReason;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Detects two kinds of stuck Kubernetes jobs: jobs that wait for something that cannot happen,
 * which Kubernetes would let wait forever; and jobs that Kubernetes did not end after their
 * timeout, which it sometimes forgets.
 */
record DetectStuckKubernetesJobs(String container, Duration giveUpAfter) {

  /**
   * The wait reasons of pods whose image is missing. A Kubernetes job with such a pod is stuck. If
   * the pull policy allows a pull, the node has tried the pull at least once before it reports such
   * a reason.
   */
  private static final Set<String> NO_IMAGE =
      Set.of("ErrImageNeverPull", "ImagePullBackOff", "InvalidImageName");

  /**
   * The reasons in {@link #NO_IMAGE} for images that certainly cannot be used. The other reason,
   * ImagePullBackOff, does not show whether the image exists.
   */
  private static final Set<String> MISSING_IMAGE = Set.of("ErrImageNeverPull", "InvalidImageName");

  /**
   * The wait reasons that may disappear within seconds, for example when a Secret is created later
   * than the pod. A Kubernetes job is stuck only if such a reason lasts.
   */
  private static final Set<String> NO_CONTAINER =
      Set.of(
          "CreateContainerConfigError",
          "CreateContainerError",
          "ErrImagePull",
          "ImageInspectError",
          "RegistryUnavailable",
          "RunContainerError");

  /**
   * The wait reasons of containers whose image is present. All other wait reasons concern the
   * image.
   */
  private static final Set<String> IMAGE_PRESENT =
      Set.of("CreateContainerConfigError", "CreateContainerError", "RunContainerError");

  /**
   * How long after its timeout Kubernetes may take to end a Kubernetes job, or to request the
   * deletion of its pods.
   */
  private static final Duration LATE = Duration.ofSeconds(30);

  /** The grace period that Kubernetes gives to a pod whose template sets none. */
  private static final Duration USUAL_GRACE = Duration.ofSeconds(30);

  private static final long LONGEST_SECONDS = Duration.ofDays(1_000_000).toSeconds();

  Optional<GiveUpRecord> detect(Job job, List<Pod> pods, Instant now) {
    if (!isOpen(job)) {
      return Optional.empty();
    }
    if (overdue(job).map(when -> !now.isBefore(when)).orElse(false)) {
      return Optional.of(
          detect(
              job,
              EngineReason.TIMEOUT,
              "Kubernetes did not end it after its timeout of "
                  + Duration.ofSeconds(job.getSpec().getActiveDeadlineSeconds()),
              now));
    }
    return evicted(job, pods, now).or(() -> stuck(job, pods, now));
  }

  /** Whether Kubernetes runs the program once and does not repeat it. */
  static boolean runsOnce(Job job) {
    JobSpec spec = job.getSpec();
    return spec != null
        && KubernetesJobInstances.count(job) == 0
        && Integer.valueOf(0).equals(spec.getBackoffLimit())
        && isOne(spec.getCompletions())
        && isOne(spec.getParallelism());
  }

  private static boolean isOne(@Nullable Integer count) {
    return count == null || count == 1;
  }

  /**
   * Detects that the pod was deleted or evicted while its program ran. For Kubernetes this is not a
   * failure: it would create another pod, and so run the program again without Baton's knowledge.
   */
  private Optional<GiveUpRecord> evicted(Job job, List<Pod> pods, Instant now) {
    if (!runsOnce(job) || Boolean.TRUE.equals(job.getSpec().getSuspend()) || isTimeUp(job, now)) {
      return Optional.empty();
    }
    return PodView.all(pods, container)
        .filter(pod -> pod.isDeleting() && !pod.isOver() && pod.started().isPresent())
        .map(pod ->
            detect(
                job,
                EngineReason.EVICTED,
                "pod '" + pod.name() + "' was deleted while its program ran" + why(pod),
                now))
        .findFirst();
  }

  /**
   * Whether the timeout has passed or passes within 30 s; the margin is needed because clocks may
   * differ. After the timeout, Kubernetes itself deletes the pod before it writes the end of the
   * Kubernetes job, so a deleted pod is then not an eviction.
   */
  private static boolean isTimeUp(Job job, Instant now) {
    return deadline(job).map(when -> !now.isBefore(when.minus(LATE))).orElse(false);
  }

  private static String why(PodView pod) {
    String disrupted =
        pod.condition("DisruptionTarget", "True")
            .map(one -> KubernetesJobEndCause.joined(one.getReason(), one.getMessage()))
            .orElse("");
    String said =
        disrupted.isEmpty() ? KubernetesJobEndCause.joined(pod.reason(), pod.message()) : disrupted;
    return said.isEmpty() ? "" : ": " + said;
  }

  /** Whether the Kubernetes job must be given up or has pods that must be removed. */
  boolean needsAction(Job job, List<Pod> pods, Instant now) {
    return detect(job, pods, now).isPresent() || leftoverPods(job, pods, now).findAny().isPresent();
  }

  /**
   * Returns the next time at which the Kubernetes job can become stuck without a change that a
   * watch reports. Returns empty if there is no such time.
   */
  Optional<Instant> nextCheck(Job job, List<Pod> pods, Instant now) {
    if (!isOpen(job)) {
      return Optional.empty();
    }
    Stream<Instant> giveUpTimes =
        waiting(pods)
            .filter(pod -> pod.waits().anyMatch(wait -> NO_CONTAINER.contains(reason(wait))))
            .flatMap(pod -> pod.accepted().stream())
            .map(start -> start.plus(giveUpAfter));
    return Stream.concat(overdue(job).stream(), giveUpTimes)
        .filter(now::isBefore)
        .min(Instant::compareTo);
  }

  /**
   * Returns the pods that still run although their Kubernetes job is done. Kubernetes requests
   * their deletion once and does not repeat the request if it failed.
   */
  Stream<PodView> leftoverPods(Job job, List<Pod> pods, Instant now) {
    Optional<Instant> since = leftoverSince(job);
    if (isDeleting(job) || since.isEmpty() || now.isBefore(since.get())) {
      return Stream.empty();
    }
    return PodView.all(pods, container).filter(pod -> pod.mayRun(now) && !pod.isDeleting());
  }

  /**
   * Returns the time from which Baton removes pods that still run; empty if Kubernetes runs the
   * job. A controller that has not yet read that the job was given up would replace a removed pod
   * and so start the program again. Therefore Baton waits until Kubernetes has ended the job, or
   * {@link #LATE}. After a timeout, no controller starts the program again.
   */
  private static Optional<Instant> leftoverSince(Job job) {
    Optional<Instant> ended =
        ReadKubernetesJobStatus.endCondition(job)
            .map(end -> Instant.parse(end.getLastTransitionTime()));
    return GiveUpRecord.of(job)
        .map(giveUp ->
            ended.isPresent() || giveUp.reason() == EngineReason.TIMEOUT
                ? giveUp.finished()
                : giveUp.finished().plus(LATE))
        .or(() -> ended.map(end -> end.plus(LATE)));
  }

  private static boolean isOpen(Job job) {
    return !isDeleting(job) && !ReadKubernetesJobStatus.isDone(job);
  }

  private static boolean isDeleting(Job job) {
    return job.getMetadata().getDeletionTimestamp() != null;
  }

  /**
   * Returns the time after which Kubernetes is late in ending the Kubernetes job because of its
   * timeout. The time includes the grace period of the pods, because newer versions end a
   * Kubernetes job only when its pods are gone.
   */
  private static Optional<Instant> overdue(Job job) {
    return deadline(job).map(when -> when.plus(grace(job.getSpec())).plus(LATE));
  }

  private static Optional<Instant> deadline(Job job) {
    JobSpec spec = job.getSpec();
    String start = job.getStatus() == null ? null : job.getStatus().getStartTime();
    if (spec == null
        || spec.getActiveDeadlineSeconds() == null
        || start == null
        || Boolean.TRUE.equals(spec.getSuspend())) {
      return Optional.empty();
    }
    long seconds = Math.min(spec.getActiveDeadlineSeconds(), LONGEST_SECONDS);
    return Optional.of(Instant.parse(start).plusSeconds(seconds));
  }

  private static Duration grace(JobSpec spec) {
    Long seconds =
        spec.getTemplate() == null || spec.getTemplate().getSpec() == null
            ? null
            : spec.getTemplate().getSpec().getTerminationGracePeriodSeconds();
    return seconds == null ? USUAL_GRACE : Duration.ofSeconds(Math.min(seconds, LONGEST_SECONDS));
  }

  private Optional<GiveUpRecord> stuck(Job job, List<Pod> pods, Instant now) {
    if (KubernetesJobInstances.of(job).map(all -> mayGoOn(all, job, pods, now)).orElse(false)) {
      return Optional.empty();
    }
    return waiting(pods)
        .flatMap(pod ->
            pod.waits()
                .filter(wait -> cannotStart(pod, wait, now))
                .map(wait -> detect(job, pod, wait, now)))
        .findFirst();
  }

  /**
   * Whether an instance runs or may still start. In that case the Kubernetes job is not given up,
   * even if other instances are stuck. It is given up when all instances that may run in parallel
   * are stuck or wait for a node.
   */
  private boolean mayGoOn(KubernetesJobInstances all, Job job, List<Pod> pods, Instant now) {
    Integer atOnce = job.getSpec().getParallelism();
    List<PodView> waiting = waiting(pods).toList();
    return waiting.size() < Math.min(all.open(), atOnce == null ? 1 : atOnce)
        || waiting.stream()
            .anyMatch(pod ->
                pod.unscheduled().isEmpty()
                    && pod.waits().noneMatch(wait -> cannotStart(pod, wait, now)));
  }

  private Stream<PodView> waiting(List<Pod> pods) {
    return PodView.all(pods, container).filter(pod -> !pod.isOver() && !pod.isDeleting());
  }

  private static String reason(ContainerStateWaiting wait) {
    return NamespaceClient.orEmpty(wait.getReason());
  }

  private boolean cannotStart(PodView pod, ContainerStateWaiting wait, Instant now) {
    return NO_IMAGE.contains(reason(wait))
        || (NO_CONTAINER.contains(reason(wait))
            && pod.accepted().map(start -> !now.isBefore(start.plus(giveUpAfter))).orElse(false));
  }

  private static GiveUpRecord detect(
      Job job, PodView pod, ContainerStateWaiting wait, Instant now) {
    boolean image = !IMAGE_PRESENT.contains(reason(wait));
    return detect(
        job,
        !image
            ? EngineReason.CANNOT_START
            : MISSING_IMAGE.contains(reason(wait))
                ? EngineReason.IMAGE_MISSING
                : EngineReason.IMAGE_UNAVAILABLE,
        (image ? "image '" + pod.imageOf(wait) + "': " : "")
            + reason(wait)
            + ": "
            + NamespaceClient.orEmpty(wait.getMessage()),
        now);
  }

  private static GiveUpRecord detect(Job job, EngineReason reason, String message, Instant now) {
    String text =
        KubernetesJobInstances.of(job).map(all -> all.summary() + "; " + message).orElse(message);
    return new GiveUpRecord(reason, text, now, ReadKubernetesJobStatus.succeeded(job));
  }
}
