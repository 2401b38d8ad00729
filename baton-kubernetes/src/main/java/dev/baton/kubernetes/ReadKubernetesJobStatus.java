// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.engine.EngineInstances;
import dev.baton.engine.EngineReason;
import dev.baton.engine.EngineStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the status of an engine job from the data of the Kubernetes job and its pods. */
record ReadKubernetesJobStatus(String container) {

  private static final Set<String> USUAL_WAITS = Set.of("ContainerCreating", "PodInitializing");

  EngineStatus status(Job job, List<Pod> pods, Instant now) {
    List<PodView> views = views(pods);
    boolean active = views.stream().anyMatch(pod -> pod.mayRun(now));
    if (active || !isDone(job)) {
      return running(job, views);
    }
    return GiveUpRecord.of(job)
        .map(giveUpRecord -> over(job, giveUpRecord))
        .orElseGet(() -> over(job, views, endCondition(job).orElseThrow()));
  }

  private List<PodView> views(List<Pod> pods) {
    return PodView.all(pods, container).toList();
  }

  /** Whether the known pods are sufficient to determine how the Kubernetes job ended. */
  boolean isConclusive(Job job, List<Pod> pods) {
    Optional<JobCondition> end = endCondition(job);
    if (end.isEmpty() || GiveUpRecord.of(job).isPresent() || isDeadline(end.get())) {
      return true;
    }
    boolean complete = end.get().getType().equals("Complete");
    List<PodView> views = views(pods);
    return KubernetesJobInstances.of(job)
        .map(all -> all.areKnown(views))
        .orElseGet(
            () -> views.stream().anyMatch(pod -> complete ? pod.isSucceeded() : pod.isFailed()));
  }

  /** Returns the condition by which Kubernetes marks a Kubernetes job as ended. */
  static Optional<JobCondition> endCondition(Job job) {
    return job.getStatus() == null
        ? Optional.empty()
        : job.getStatus().getConditions().stream()
            .filter(one -> one.getType().equals("Complete") || one.getType().equals("Failed"))
            .filter(one -> one.getStatus().equals("True"))
            .findFirst();
  }

  /**
   * Whether Kubernetes has ended the Kubernetes job, or Baton has given it up. The engine job is
   * over only when in addition none of its pods runs.
   */
  static boolean isDone(Job job) {
    return endCondition(job).isPresent() || GiveUpRecord.of(job).isPresent();
  }

  private static boolean isDeadline(JobCondition end) {
    return "DeadlineExceeded".equals(end.getReason());
  }

  private EngineStatus running(Job job, List<PodView> pods) {
    JobStatus status = job.getStatus() == null ? new JobStatus() : job.getStatus();
    String waitReason = waitReason(job, pods);
    return KubernetesJobInstances.of(job)
        .map(all -> running(all, pods, waitReason))
        .orElseGet(() ->
            new EngineStatus(
                Math.max(1, number(status.getActive())),
                number(status.getSucceeded()),
                number(status.getFailed()),
                null,
                null,
                waitReason,
                started(pods),
                null));
  }

  private static EngineStatus running(
      KubernetesJobInstances all, List<PodView> pods, @Nullable String waitReason) {
    Instant started = started(pods);
    String message = null;
    if (all.open() > 0) {
      Map<Integer, Instant> running = new HashMap<>();
      pods.stream()
          .filter(pod -> !pod.isOver())
          .forEach(pod -> pod.started().ifPresent(since -> running.put(pod.number(), since)));
      message =
          EngineInstances.together(
                  IntStream.range(0, all.count())
                      .mapToObj(number -> one(all, number, running.get(number), waitReason))
                      .toList())
              .message();
    }
    return new EngineStatus(
        Math.max(1, all.open()), all.succeeded(), all.failed(), null, null, message, started, null);
  }

  private static EngineStatus one(
      KubernetesJobInstances all,
      int number,
      @Nullable Instant since,
      @Nullable String waitReason) {
    if (all.isCompleted(number)) {
      return EngineStatus.completed(null, Instant.EPOCH);
    }
    if (all.isFailed(number)) {
      return EngineStatus.failed(EngineReason.OTHER, null, null, null, Instant.EPOCH);
    }
    return since == null ? EngineStatus.waiting(waitReason) : EngineStatus.running(since);
  }

  /**
   * Returns the status of a Kubernetes job that Baton has given up. The start time of the job is
   * included only if the job timed out.
   */
  private static EngineStatus over(Job job, GiveUpRecord giveUpRecord) {
    Instant startTime = giveUpRecord.reason() == EngineReason.TIMEOUT ? startTime(job) : null;
    return over(job, giveUpRecord.succeeded(), giveUpRecord.finished(), startTime)
        .with(new KubernetesJobEndCause(giveUpRecord.reason(), null, giveUpRecord.message()));
  }

  private static EngineStatus over(Job job, List<PodView> pods, JobCondition end) {
    Instant finished = Instant.parse(end.getLastTransitionTime());
    int succeeded = succeeded(job);
    if (isDeadline(end)) {
      // Kubernetes is deleting the pods. Their status must not be reported, because it changes
      // again when they are gone.
      KubernetesJobEndCause jobEndCause =
          new KubernetesJobEndCause(
              EngineReason.TIMEOUT, null, NamespaceClient.orEmpty(end.getMessage()));
      return over(job, succeeded, finished, startTime(job))
          .with(withInstances(job, jobEndCause, "; "));
    }
    Over over = over(job, succeeded, finished, started(pods));
    return over.with(
        end.getType().equals("Complete")
            ? new KubernetesJobEndCause(EngineReason.COMPLETED, 0, null)
            : withInstances(job, cause(job, pods, end), "; the first: "));
  }

  private static KubernetesJobEndCause withInstances(
      Job job, KubernetesJobEndCause jobEndCause, String link) {
    return KubernetesJobInstances.of(job)
        .map(all -> jobEndCause.withSummary(all.summary(), link))
        .orElse(jobEndCause);
  }

  private static KubernetesJobEndCause cause(Job job, List<PodView> pods, JobCondition end) {
    Optional<KubernetesJobInstances> many = KubernetesJobInstances.of(job);
    int first = many.map(KubernetesJobInstances::firstFailed).orElse(KubernetesJobInstances.NONE);
    Predicate<PodView> decides =
        pod -> first == KubernetesJobInstances.NONE || pod.number() == first;
    return pods.stream()
        .filter(pod -> pod.isFailed() && decides.test(pod))
        .reduce((one, later) -> later)
        .map(pod -> KubernetesJobEndCause.of(pod, many.isPresent() ? "" : said(end)))
        .orElseGet(() -> new KubernetesJobEndCause(EngineReason.LOST, null, said(end)));
  }

  private static @Nullable Instant startTime(Job job) {
    return job.getStatus() == null || job.getStatus().getStartTime() == null
        ? null
        : Instant.parse(job.getStatus().getStartTime());
  }

  private static @Nullable Instant started(List<PodView> pods) {
    return pods.stream()
        .flatMap(pod -> pod.started().stream())
        .min(Instant::compareTo)
        .orElse(null);
  }

  /** Returns the reason why the Kubernetes job does not start, or null if there is none. */
  private static @Nullable String waitReason(Job job, List<PodView> pods) {
    if (job.getSpec() != null && Boolean.TRUE.equals(job.getSpec().getSuspend())) {
      return "suspended";
    }
    Stream<String> unscheduled =
        pods.stream()
            .flatMap(pod -> pod.unscheduled().stream())
            .map(one -> KubernetesJobEndCause.joined(one.getReason(), one.getMessage()));
    Stream<String> waiting =
        pods.stream()
            .flatMap(PodView::waits)
            .filter(wait -> !USUAL_WAITS.contains(NamespaceClient.orEmpty(wait.getReason())))
            .map(wait -> KubernetesJobEndCause.joined(wait.getReason(), wait.getMessage()));
    return Stream.concat(unscheduled, waiting).findFirst().orElse(null);
  }

  private static String said(JobCondition end) {
    return KubernetesJobEndCause.joined(end.getReason(), end.getMessage());
  }

  /**
   * Returns the number of successful instances, or of successful pods if there are no instances, as
   * Kubernetes counts them.
   */
  static int succeeded(Job job) {
    return KubernetesJobInstances.of(job)
        .map(KubernetesJobInstances::succeeded)
        .orElseGet(() -> job.getStatus() == null ? 0 : number(job.getStatus().getSucceeded()));
  }

  private static int number(@Nullable Integer number) {
    return number == null ? 0 : number;
  }

  private static Over over(Job job, int succeeded, Instant finished, @Nullable Instant started) {
    int many = KubernetesJobInstances.count(job);
    int failed = job.getStatus() == null ? 0 : number(job.getStatus().getFailed());
    return new Over(succeeded, many > 0 ? many - succeeded : failed, started, finished);
  }

  private record Over(int succeeded, int failed, @Nullable Instant started, Instant finished) {

    EngineStatus with(KubernetesJobEndCause jobEndCause) {
      boolean well = jobEndCause.reason() == EngineReason.COMPLETED;
      return new EngineStatus(
          0,
          well ? Math.max(1, succeeded) : succeeded,
          well ? failed : Math.max(1, failed),
          jobEndCause.exitCode(),
          jobEndCause.reason(),
          jobEndCause.message() == null || jobEndCause.message().isEmpty()
              ? null
              : jobEndCause.message(),
          started,
          finished);
    }
  }
}
