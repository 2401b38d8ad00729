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

/** Says how a job goes, from what the server says of it and its pods. */
final class JudgeJob {

  private static final Set<String> USUAL_WAITS = Set.of("ContainerCreating", "PodInitializing");

  private final String container;

  JudgeJob(String container) {
    this.container = container;
  }

  EngineStatus judge(Job job, List<Pod> pods, Instant now) {
    List<PodView> views = views(pods);
    boolean active = views.stream().anyMatch(pod -> pod.mayRun(now));
    if (active || !isDone(job)) {
      return running(job, views);
    }
    return Verdict.of(job)
        .map(verdict -> over(job, verdict))
        .orElseGet(() -> over(job, views, end(job).orElseThrow()));
  }

  private List<PodView> views(List<Pod> pods) {
    return PodView.all(pods, container).toList();
  }

  /** Whether the pods that are known are all that is needed to say how it ended. */
  boolean isConclusive(Job job, List<Pod> pods) {
    Optional<JobCondition> end = end(job);
    if (end.isEmpty() || Verdict.of(job).isPresent() || isDeadline(end.get())) {
      return true;
    }
    boolean complete = end.get().getType().equals("Complete");
    List<PodView> views = views(pods);
    return Instances.of(job)
        .map(all -> all.areKnown(views))
        .orElseGet(
            () -> views.stream().anyMatch(pod -> complete ? pod.isSucceeded() : pod.isFailed()));
  }

  /** The condition with which Kubernetes is done with a job. */
  static Optional<JobCondition> end(Job job) {
    return job.getStatus() == null
        ? Optional.empty()
        : job.getStatus().getConditions().stream()
            .filter(one -> one.getType().equals("Complete") || one.getType().equals("Failed"))
            .filter(one -> one.getStatus().equals("True"))
            .findFirst();
  }

  /** Whether Kubernetes is done with it, or it was given up: it is over when nothing of it runs. */
  static boolean isDone(Job job) {
    return end(job).isPresent() || Verdict.of(job).isPresent();
  }

  private static boolean isDeadline(JobCondition end) {
    return "DeadlineExceeded".equals(end.getReason());
  }

  private EngineStatus running(Job job, List<PodView> pods) {
    JobStatus status = job.getStatus() == null ? new JobStatus() : job.getStatus();
    String hindrance = hindrance(job, pods);
    return Instances.of(job)
        .map(all -> running(all, pods, hindrance))
        .orElseGet(() ->
            new EngineStatus(
                Math.max(1, number(status.getActive())),
                number(status.getSucceeded()),
                number(status.getFailed()),
                null,
                null,
                hindrance,
                started(pods),
                null));
  }

  private static EngineStatus running(
      Instances all, List<PodView> pods, @Nullable String hindrance) {
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
                      .mapToObj(number -> one(all, number, running.get(number), hindrance))
                      .toList())
              .message();
    }
    return new EngineStatus(
        Math.max(1, all.open()), all.succeeded(), all.failed(), null, null, message, started, null);
  }

  private static EngineStatus one(
      Instances all, int number, @Nullable Instant since, @Nullable String hindrance) {
    if (all.isCompleted(number)) {
      return EngineStatus.completed(null, Instant.EPOCH);
    }
    if (all.isFailed(number)) {
      return EngineStatus.failed(EngineReason.OTHER, null, null, null, Instant.EPOCH);
    }
    return since == null ? EngineStatus.waiting(hindrance) : EngineStatus.running(since);
  }

  /** One that was given up; of one whose time was over it is known when it began. */
  private static EngineStatus over(Job job, Verdict verdict) {
    Instant begun = verdict.reason() == EngineReason.TIMEOUT ? begun(job) : null;
    return over(job, verdict.succeeded(), verdict.finished(), begun)
        .with(new Cause(verdict.reason(), null, verdict.message()));
  }

  private static EngineStatus over(Job job, List<PodView> pods, JobCondition end) {
    Instant finished = Instant.parse(end.getLastTransitionTime());
    int succeeded = succeeded(job);
    if (isDeadline(end)) {
      // Its pods are being deleted: what they say would not stay.
      Cause cause = new Cause(EngineReason.TIMEOUT, null, Cluster.orEmpty(end.getMessage()));
      return over(job, succeeded, finished, begun(job)).with(told(job, cause, "; "));
    }
    Over over = over(job, succeeded, finished, started(pods));
    return over.with(
        end.getType().equals("Complete")
            ? new Cause(EngineReason.COMPLETED, 0, null)
            : told(job, cause(job, pods, end), "; the first: "));
  }

  private static Cause told(Job job, Cause cause, String link) {
    return Instances.of(job).map(all -> cause.told(all.told(), link)).orElse(cause);
  }

  private static Cause cause(Job job, List<PodView> pods, JobCondition end) {
    Optional<Instances> many = Instances.of(job);
    int first = many.map(Instances::firstFailed).orElse(Instances.NONE);
    Predicate<PodView> decides = pod -> first == Instances.NONE || pod.number() == first;
    return pods.stream()
        .filter(pod -> pod.isFailed() && decides.test(pod))
        .reduce((one, later) -> later)
        .map(pod -> Cause.of(pod, many.isPresent() ? "" : said(end)))
        .orElseGet(() -> new Cause(EngineReason.LOST, null, said(end)));
  }

  private static @Nullable Instant begun(Job job) {
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

  /** Why it does not start, if it does not. */
  private static @Nullable String hindrance(Job job, List<PodView> pods) {
    if (job.getSpec() != null && Boolean.TRUE.equals(job.getSpec().getSuspend())) {
      return "suspended";
    }
    Stream<String> unscheduled =
        pods.stream()
            .flatMap(pod -> pod.unscheduled().stream())
            .map(one ->
                Cause.joined(Cluster.orEmpty(one.getReason()), Cluster.orEmpty(one.getMessage())));
    Stream<String> waiting =
        pods.stream()
            .flatMap(PodView::waits)
            .filter(wait -> !USUAL_WAITS.contains(Cluster.orEmpty(wait.getReason())))
            .map(wait ->
                Cause.joined(
                    Cluster.orEmpty(wait.getReason()), Cluster.orEmpty(wait.getMessage())));
    return Stream.concat(unscheduled, waiting).findFirst().orElse(null);
  }

  private static String said(JobCondition end) {
    return Cause.joined(Cluster.orEmpty(end.getReason()), Cluster.orEmpty(end.getMessage()));
  }

  /** How many ended well, as Kubernetes counts. */
  static int succeeded(Job job) {
    return Instances.of(job)
        .map(Instances::succeeded)
        .orElseGet(() -> job.getStatus() == null ? 0 : number(job.getStatus().getSucceeded()));
  }

  private static int number(@Nullable Integer number) {
    return number == null ? 0 : number;
  }

  private static Over over(Job job, int succeeded, Instant finished, @Nullable Instant started) {
    int many = Instances.count(job);
    int failed = job.getStatus() == null ? 0 : number(job.getStatus().getFailed());
    return new Over(succeeded, many > 0 ? many - succeeded : failed, started, finished);
  }

  private record Over(int succeeded, int failed, @Nullable Instant started, Instant finished) {

    EngineStatus with(Cause cause) {
      boolean well = cause.reason() == EngineReason.COMPLETED;
      return new EngineStatus(
          0,
          well ? Math.max(1, succeeded) : succeeded,
          well ? failed : Math.max(1, failed),
          cause.exitCode(),
          cause.reason(),
          cause.message() == null || cause.message().isEmpty() ? null : cause.message(),
          started,
          finished);
    }
  }
}
