// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.engine.EngineReason;
import dev.baton.engine.EngineStatus;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says how a job goes, from what the server says of it and its pods. */
final class JudgeJob {

  private static final Set<String> EVICTED =
      Set.of(
          "Evicted",
          "NodeLost",
          "NodeShutdown",
          "Preempted",
          "Preempting",
          "Shutdown",
          "Terminated");
  private static final Set<String> NOT_STARTED = Set.of("StartError", "ContainerCannotRun");
  private static final Set<String> USUAL_WAITS = Set.of("ContainerCreating", "PodInitializing");
  private static final int SIGNAL_BASE = 128;
  private static final int LAST_SIGNAL = 31;

  private final String container;

  JudgeJob(String container) {
    this.container = container;
  }

  EngineStatus judge(Job job, List<Pod> pods, Instant now) {
    Optional<Verdict> verdict = Verdict.of(job);
    if (verdict.isPresent()) {
      Verdict given = verdict.get();
      return over(job, given.finished(), null)
          .with(new Cause(given.reason(), null, given.message()));
    }
    Optional<JobCondition> end = end(job);
    boolean active = PodView.all(pods, container).anyMatch(pod -> pod.mayRun(now));
    return end.isEmpty() || active ? running(job, pods) : over(job, pods, end.get());
  }

  /** Whether the pods that are known are all that is needed to say how it ended. */
  boolean isConclusive(Job job, List<Pod> pods) {
    Optional<JobCondition> end = end(job);
    if (end.isEmpty() || Verdict.of(job).isPresent() || isDeadline(end.get())) {
      return true;
    }
    boolean complete = end.get().getType().equals("Complete");
    return PodView.all(pods, container)
        .anyMatch(pod -> complete ? pod.isSucceeded() : pod.isFailed());
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

  private static boolean isDeadline(JobCondition end) {
    return "DeadlineExceeded".equals(end.getReason());
  }

  private EngineStatus running(Job job, List<Pod> pods) {
    JobStatus status = job.getStatus() == null ? new JobStatus() : job.getStatus();
    return new EngineStatus(
        Math.max(1, number(status.getActive())),
        number(status.getSucceeded()),
        number(status.getFailed()),
        null,
        null,
        hindrance(job, pods),
        started(pods),
        null);
  }

  private EngineStatus over(Job job, List<Pod> pods, JobCondition end) {
    Instant finished = Instant.parse(end.getLastTransitionTime());
    Instant begun =
        job.getStatus().getStartTime() == null
            ? null
            : Instant.parse(job.getStatus().getStartTime());
    if (isDeadline(end)) {
      // Its pods are being deleted: what they say would not stay.
      return over(job, finished, begun)
          .with(new Cause(EngineReason.TIMEOUT, null, Cluster.orEmpty(end.getMessage())));
    }
    Instant first = started(pods);
    Over over = over(job, finished, first);
    if (end.getType().equals("Complete")) {
      return over.with(new Cause(EngineReason.COMPLETED, 0, null));
    }
    return over.with(
        PodView.all(pods, container)
            .filter(PodView::isFailed)
            .reduce((one, later) -> later)
            .map(pod -> cause(pod, end))
            .orElseGet(() -> new Cause(EngineReason.LOST, null, said(end))));
  }

  private static Cause cause(PodView pod, JobCondition end) {
    if (EVICTED.contains(pod.reason()) || pod.condition("DisruptionTarget", "True").isPresent()) {
      return new Cause(EngineReason.EVICTED, null, joined(pod.reason(), pod.message()));
    }
    if (pod.reason().equals("DeadlineExceeded")) {
      return new Cause(EngineReason.TIMEOUT, null, pod.message());
    }
    return pod.failure()
        .map(failure -> cause(failure, end))
        .orElseGet(() ->
            new Cause(
                EngineReason.OTHER, null, joined(joined(pod.reason(), pod.message()), said(end))));
  }

  private static Cause cause(ContainerStateTerminated failure, JobCondition end) {
    String reason = Cluster.orEmpty(failure.getReason());
    int code = number(failure.getExitCode());
    if (NOT_STARTED.contains(reason)) {
      return new Cause(
          EngineReason.CANNOT_START, null, joined(reason, Cluster.orEmpty(failure.getMessage())));
    }
    if (reason.equals("ContainerStatusUnknown")) {
      return new Cause(EngineReason.LOST, null, Cluster.orEmpty(failure.getMessage()));
    }
    if (reason.equals("OOMKilled")) {
      return new Cause(EngineReason.OUT_OF_MEMORY, code, reason);
    }
    boolean signal = code > SIGNAL_BASE && code <= SIGNAL_BASE + LAST_SIGNAL;
    return new Cause(signal ? EngineReason.SIGNAL : EngineReason.EXIT_CODE, code, said(end));
  }

  private @Nullable Instant started(List<Pod> pods) {
    return PodView.all(pods, container)
        .flatMap(pod -> pod.started().stream())
        .min(Instant::compareTo)
        .orElse(null);
  }

  /** Why it does not start, if it does not. */
  private @Nullable String hindrance(Job job, List<Pod> pods) {
    if (job.getSpec() != null && Boolean.TRUE.equals(job.getSpec().getSuspend())) {
      return "suspended";
    }
    Stream<String> unscheduled =
        PodView.all(pods, container)
            .flatMap(pod -> pod.condition("PodScheduled", "False").stream())
            .map(one -> joined(Cluster.orEmpty(one.getReason()), Cluster.orEmpty(one.getMessage())));
    Stream<String> waiting =
        PodView.all(pods, container)
            .flatMap(PodView::waits)
            .filter(wait -> !USUAL_WAITS.contains(Cluster.orEmpty(wait.getReason())))
            .map(wait ->
                joined(Cluster.orEmpty(wait.getReason()), Cluster.orEmpty(wait.getMessage())));
    return Stream.concat(unscheduled, waiting).findFirst().orElse(null);
  }

  private static String said(JobCondition end) {
    return joined(Cluster.orEmpty(end.getReason()), Cluster.orEmpty(end.getMessage()));
  }

  private static String joined(String reason, String message) {
    return reason.isEmpty() || message.isEmpty() ? reason + message : reason + ": " + message;
  }

  private static int number(@Nullable Integer number) {
    return number == null ? 0 : number;
  }

  private static Over over(Job job, Instant finished, @Nullable Instant started) {
    JobStatus status = job.getStatus() == null ? new JobStatus() : job.getStatus();
    return new Over(
        number(status.getSucceeded()), number(status.getFailed()), started, finished);
  }

  private record Cause(
      EngineReason reason, @Nullable Integer exitCode, @Nullable String message) {}

  private record Over(
      int succeeded, int failed, @Nullable Instant started, Instant finished) {

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
