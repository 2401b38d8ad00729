// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineLabels;
import dev.baton.error.ConflictException;
import dev.baton.error.NotFoundException;
import dev.baton.service.Clock;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads jobs from the server, and gives up those that are hopeless. */
final class ReadJobs {

  private final Cluster cluster;
  private final Clock clock;
  private final JudgeJob judge;
  private final Hopeless hopeless;

  ReadJobs(Cluster cluster, Clock clock, JudgeJob judge, Hopeless hopeless) {
    this.cluster = cluster;
    this.clock = clock;
    this.judge = judge;
    this.hopeless = hopeless;
  }

  Instant now() {
    return clock.now();
  }

  Optional<EngineJob> find(String name) {
    return cluster.own(name).map(job -> settled(job, cluster.pods(job)));
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
    return jobs.stream()
        .map(job ->
            described(
                job, Cluster.ofJob(job, pods.getOrDefault(job.getMetadata().getUid(), List.of()))))
        .toList();
  }

  /**
   * As it stands by these, or would stand if it were not given up just now. What still runs of one
   * that is done with is ended.
   */
  EngineJob settled(Job job, List<Pod> pods) {
    Job now = job;
    Optional<Verdict> verdict = hopeless.verdict(job, pods, clock.now());
    if (verdict.isPresent()) {
      now = givenUp(job, verdict.get());
    }
    hopeless.leftovers(now, pods, clock.now()).forEach(pod -> cluster.removePod(pod.name(), null));
    return described(now, pods);
  }

  EngineJob described(Job job, List<Pod> pods) {
    Instant now = clock.now();
    Map<String, String> labels = job.getMetadata().getLabels();
    return new EngineJob(
        job.getMetadata().getName(),
        labels == null ? Map.of() : labels,
        judge.judge(job, pods, now),
        job.getMetadata().getDeletionTimestamp() != null);
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
