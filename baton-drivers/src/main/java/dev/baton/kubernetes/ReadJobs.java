// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineLabels;
import dev.baton.engine.EngineReason;
import dev.baton.engine.EngineStatus;
import dev.baton.error.ConflictException;
import dev.baton.error.NotFoundException;
import dev.baton.service.Clock;
import dev.baton.service.UnreadableEntries;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads jobs from the server, and gives up those that are hopeless. */
final class ReadJobs {

  /** How long a program may take to start before it is asked why it does not. */
  private static final Duration USUAL_START = Duration.ofSeconds(1);

  /** As container runtimes say of a registry that does not have an image. */
  private static final String NOT_FOUND = "code = NotFound";

  private final Cluster cluster;
  private final UnreadableEntries unreadable = new UnreadableEntries("the jobs of Kubernetes");
  private final Clock clock;
  private final JudgeJob judge;
  private final Hopeless hopeless;
  private final EventReasons reasons;

  ReadJobs(Cluster cluster, Clock clock, JudgeJob judge, Hopeless hopeless) {
    this.cluster = cluster;
    this.clock = clock;
    this.judge = judge;
    this.hopeless = hopeless;
    this.reasons = new EventReasons(cluster, clock);
  }

  Instant now() {
    return clock.now();
  }

  Optional<EngineJob> find(String name) {
    return cluster.own(name).map(this::explained);
  }

  private EngineJob explained(Job job) {
    List<Pod> pods = cluster.pods(job);
    EngineJob settled = settled(job, pods);
    if (!needsEvents(job, pods)) {
      return settled;
    }
    reasons.refresh();
    return described(job, pods);
  }

  /**
   * From when events are read to learn why the program does not start: a start takes a moment.
   * Empty if the program has started, or if the job or its pods give the reason.
   */
  Optional<Instant> eventsNeededFrom(Job job, List<Pod> pods) {
    EngineStatus status = judge.judge(job, pods, clock.now());
    boolean isUnexplained =
        status.started() == null && !status.isOver() && status.message() == null;
    return isUnexplained ? Optional.of(created(job).plus(USUAL_START)) : Optional.empty();
  }

  private boolean needsEvents(Job job, List<Pod> pods) {
    return eventsNeededFrom(job, pods).filter(from -> !clock.now().isBefore(from)).isPresent();
  }

  private static Instant created(Job job) {
    String created = job.getMetadata().getCreationTimestamp();
    return created == null ? Instant.EPOCH : Instant.parse(created);
  }

  /** Reads the reasons that are told by events only. */
  void refreshReasons() {
    reasons.refresh();
  }

  List<EngineJob> list() {
    List<Job> jobs =
        cluster.call(
            "list jobs",
            () ->
                cluster
                    .client()
                    .batch()
                    .v1()
                    .jobs()
                    .inNamespace(cluster.namespace())
                    .withLabel(EngineLabels.INSTALLATION, cluster.installation())
                    .list()
                    .getItems());
    Map<String, List<Pod>> pods =
        cluster
            .call(
                "list pods",
                () ->
                    cluster
                        .client()
                        .pods()
                        .inNamespace(cluster.namespace())
                        .withLabel(EngineLabels.INSTALLATION, cluster.installation())
                        .list()
                        .getItems())
            .stream()
            .collect(Collectors.groupingBy(Cluster::owner));
    Map<String, List<Pod>> own = new HashMap<>();
    jobs.forEach(job -> {
      String uid = job.getMetadata().getUid();
      own.put(uid, Cluster.ofJob(job, pods.getOrDefault(uid, List.of())));
    });
    List<EngineJob> described = new ArrayList<>();
    for (Job job : jobs) {
      describe(job, own.getOrDefault(job.getMetadata().getUid(), List.of()))
          .ifPresent(described::add);
    }
    return described;
  }

  /** One job that cannot be understood must not keep the others from being listed. */
  private Optional<EngineJob> describe(Job job, List<Pod> pods) {
    String name = job.getMetadata().getName();
    try {
      if (needsEvents(job, pods)) {
        reasons.refresh();
      }
      EngineJob described = described(job, pods);
      unreadable.worked(name);
      return Optional.of(described);
    } catch (RuntimeException e) {
      unreadable.failed(name, e);
      return Optional.empty();
    }
  }

  /**
   * As it stands by these, or would stand if it were not given up just now. What still runs of one
   * that is done with is ended.
   */
  EngineJob settled(Job job, List<Pod> pods) {
    Job now = job;
    Optional<Verdict> verdict = hopeless.verdict(job, pods, clock.now());
    if (verdict.isPresent()) {
      now = givenUp(job, withReason(verdict.get(), job, pods));
    }
    hopeless.leftovers(now, pods, clock.now()).forEach(pod -> cluster.removePod(pod.name(), null));
    return described(now, pods);
  }

  EngineJob described(Job job, List<Pod> pods) {
    Instant now = clock.now();
    Map<String, String> labels = job.getMetadata().getLabels();
    return new EngineJob(
        job.getMetadata().getName(),
        job.getMetadata().getUid(),
        labels == null ? Map.of() : labels,
        status(job, pods, now),
        job.getMetadata().getDeletionTimestamp() != null);
  }

  private EngineStatus status(Job job, List<Pod> pods, Instant now) {
    EngineStatus status = judge.judge(job, pods, now);
    boolean unexplained = status.started() == null && !status.isOver() && status.message() == null;
    String why = unexplained ? reasons.of(job, pods).orElse(null) : null;
    return why == null
        ? status
        : new EngineStatus(
            status.active(), status.succeeded(), status.failed(), null, null, why, null, null);
  }

  /** Why an image cannot be fetched, and whether it exists at all, is in an event of its pod. */
  private Verdict withReason(Verdict verdict, Job job, List<Pod> pods) {
    if (verdict.reason() != EngineReason.IMAGE_UNAVAILABLE) {
      return verdict;
    }
    reasons.refresh();
    String why = reasons.of(job, pods).orElse("");
    boolean missing = why.contains(NOT_FOUND);
    return new Verdict(
        missing ? EngineReason.IMAGE_MISSING : verdict.reason(),
        why.isEmpty() ? verdict.message() : verdict.message() + "; " + why,
        verdict.finished(),
        verdict.succeeded());
  }

  /** The only pod of a job is gone, and Kubernetes would run the program again. */
  void evicted(Job job, String pod) {
    EngineJob unused =
        described(
            givenUp(
                job,
                new Verdict(
                    EngineReason.EVICTED,
                    "pod '" + pod + "' was deleted while its program ran",
                    clock.now(),
                    JudgeJob.succeeded(job))),
            List.of());
  }

  /** Has the program of a job ended, if it runs; what its pods print until then can be read. */
  void stop(String name) {
    Optional<Job> job = cluster.own(name);
    boolean runs =
        job.isPresent()
            && job.get().getMetadata().getDeletionTimestamp() == null
            && !JudgeJob.isDone(job.get())
            && find(name).filter(found -> found.status().started() != null).isPresent();
    if (runs) {
      givenUp(
          job.get(),
          new Verdict(
              EngineReason.CANCELED,
              "it was told to end",
              clock.now(),
              JudgeJob.succeeded(job.get())));
    }
  }

  /** Of many who do it at once, one wins, and all say what that one said. */
  private Job givenUp(Job job, Verdict verdict) {
    String name = job.getMetadata().getName();
    try {
      return cluster.call(
          "give up job '" + name + "'",
          () ->
              cluster
                  .client()
                  .batch()
                  .v1()
                  .jobs()
                  .inNamespace(cluster.namespace())
                  .withName(name)
                  .patch(
                      PatchContext.of(PatchType.JSON_MERGE),
                      verdict.patch(job.getMetadata().getResourceVersion())));
    } catch (ConflictException | NotFoundException e) {
      // It changed meanwhile; who reads it next sees how it stands now.
      return cluster.own(name).orElse(job);
    }
  }
}
