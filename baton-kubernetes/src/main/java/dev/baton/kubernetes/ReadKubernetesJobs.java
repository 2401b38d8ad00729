// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineReason;
import dev.baton.engine.EngineStatus;
import dev.baton.error.ConflictException;
import dev.baton.error.NotFoundException;
import dev.baton.service.Clock;
import dev.baton.service.UnreadableRecords;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads Kubernetes jobs from the API server and gives up stuck Kubernetes jobs. */
final class ReadKubernetesJobs {

  /**
   * The usual time until a program starts. If it has not started after this time, the reason is
   * searched in Event objects.
   */
  private static final Duration USUAL_START = Duration.ofSeconds(1);

  /** The text with which container runtimes report that a registry does not have an image. */
  private static final String NOT_FOUND = "code = NotFound";

  private final NamespaceClient namespaceClient;
  private final UnreadableRecords unreadable = new UnreadableRecords("jobs of Kubernetes");
  private final Clock clock;
  private final ReadKubernetesJobStatus readStatus;
  private final DetectStuckKubernetesJobs detectStuckJobs;
  private final EventReasons reasons;

  ReadKubernetesJobs(
      NamespaceClient namespaceClient,
      Clock clock,
      ReadKubernetesJobStatus readStatus,
      DetectStuckKubernetesJobs detectStuckJobs) {
    this.namespaceClient = namespaceClient;
    this.clock = clock;
    this.readStatus = readStatus;
    this.detectStuckJobs = detectStuckJobs;
    this.reasons = new EventReasons(namespaceClient, clock);
  }

  Instant now() {
    return clock.now();
  }

  Optional<EngineJob> find(String name) {
    return namespaceClient.findOwnJob(name).map(this::explained);
  }

  private EngineJob explained(Job job) {
    List<Pod> pods = namespaceClient.pods(job);
    EngineJob afterGiveUp = afterGiveUp(job, pods);
    if (!needsEvents(job, pods)) {
      return afterGiveUp;
    }
    reasons.refresh();
    return described(job, pods);
  }

  /**
   * Returns the time from which Event objects are read to find out why the program has not started.
   * This is some time after the creation, because a start takes a moment. Returns empty if the
   * program has started, or if the Kubernetes job or its pods give the reason.
   */
  Optional<Instant> eventsNeededFrom(Job job, List<Pod> pods) {
    EngineStatus status = readStatus.status(job, pods, clock.now());
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

  /** Reads the reasons that only Event objects contain. */
  void refreshReasons() {
    reasons.refresh();
  }

  List<EngineJob> list() {
    List<Job> jobs =
        namespaceClient.call("list jobs", () -> namespaceClient.ownJobs().list().getItems());
    Map<String, List<Pod>> pods =
        namespaceClient
            .call("list pods", () -> namespaceClient.ownPods().list().getItems())
            .stream()
            .collect(Collectors.groupingBy(NamespaceClient::owner));
    List<EngineJob> described = new ArrayList<>();
    for (Job job : jobs) {
      List<Pod> own = pods.getOrDefault(job.getMetadata().getUid(), List.of());
      describe(job, NamespaceClient.podsOfJob(job, own)).ifPresent(described::add);
    }
    return described;
  }

  /**
   * Converts a Kubernetes job into an engine job. Returns empty if this fails, so that the other
   * Kubernetes jobs are still listed.
   */
  private Optional<EngineJob> describe(Job job, List<Pod> pods) {
    String name = job.getMetadata().getName();
    try {
      if (needsEvents(job, pods)) {
        reasons.refresh();
      }
      EngineJob described = described(job, pods);
      unreadable.readSucceeded(name);
      return Optional.of(described);
    } catch (RuntimeException e) {
      unreadable.failed(name, e);
      return Optional.empty();
    }
  }

  /**
   * Gives up the Kubernetes job if it is stuck, and removes pods that still run although their
   * Kubernetes job is done. Returns the engine job as it is after that.
   */
  EngineJob afterGiveUp(Job job, List<Pod> pods) {
    Job now = job;
    Optional<GiveUpRecord> decision = detectStuckJobs.detect(job, pods, clock.now());
    if (decision.isPresent()) {
      now = givenUp(job, withReason(decision.get(), job, pods));
    }
    detectStuckJobs
        .leftoverPods(now, pods, clock.now())
        .forEach(pod -> namespaceClient.removePod(pod.name(), null));
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
    EngineStatus status = readStatus.status(job, pods, now);
    boolean unexplained = status.started() == null && !status.isOver() && status.message() == null;
    String why = unexplained ? reasons.of(job, pods).orElse(null) : null;
    return why == null
        ? status
        : new EngineStatus(
            status.active(), status.succeeded(), status.failed(), null, null, why, null, null);
  }

  /**
   * Adds the warning from an Event object to the record. The warning says why an image cannot be
   * fetched and whether it exists.
   */
  private GiveUpRecord withReason(GiveUpRecord giveUpRecord, Job job, List<Pod> pods) {
    if (giveUpRecord.reason() != EngineReason.IMAGE_UNAVAILABLE) {
      return giveUpRecord;
    }
    reasons.refresh();
    String why = reasons.of(job, pods).orElse("");
    boolean missing = why.contains(NOT_FOUND);
    return new GiveUpRecord(
        missing ? EngineReason.IMAGE_MISSING : giveUpRecord.reason(),
        why.isEmpty() ? giveUpRecord.message() : giveUpRecord.message() + "; " + why,
        giveUpRecord.finished(),
        giveUpRecord.succeeded());
  }

  /**
   * Gives up a Kubernetes job whose only pod is gone. Otherwise Kubernetes would run the program
   * again.
   */
  void evicted(Job job, String pod) {
    giveUp(job, EngineReason.EVICTED, "pod '" + pod + "' was deleted while its program ran");
  }

  /**
   * Ends the program of a Kubernetes job if the program runs. The output up to the end can still be
   * read.
   */
  void stop(String name) {
    Optional<Job> job = namespaceClient.findOwnJob(name);
    boolean runs =
        job.isPresent()
            && job.get().getMetadata().getDeletionTimestamp() == null
            && !ReadKubernetesJobStatus.isDone(job.get())
            && find(name).filter(found -> found.status().started() != null).isPresent();
    if (runs) {
      giveUp(job.get(), EngineReason.CANCELED, "it was stopped on request");
    }
  }

  private void giveUp(Job job, EngineReason reason, String message) {
    givenUp(
        job,
        new GiveUpRecord(reason, message, clock.now(), ReadKubernetesJobStatus.succeeded(job)));
  }

  /**
   * Writes the record into the Kubernetes job. If several processes do this at the same time, one
   * of them succeeds, and all report its record.
   */
  private Job givenUp(Job job, GiveUpRecord giveUpRecord) {
    String name = job.getMetadata().getName();
    try {
      return namespaceClient.call(
          "give up job '" + name + "'",
          () ->
              namespaceClient
                  .jobs()
                  .withName(name)
                  .patch(
                      PatchContext.of(PatchType.JSON_MERGE),
                      giveUpRecord.patch(job.getMetadata().getResourceVersion())));
    } catch (ConflictException | NotFoundException e) {
      // Another process has changed the Kubernetes job. Its present state is returned.
      return namespaceClient.findOwnJob(name).orElse(job);
    }
  }
}
