// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.error.ConflictException;
import dev.baton.error.NotFoundException;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Optional;

/** Deletes a job and all that belongs to it: it is there until its pods are gone. */
final class DeleteJob {

  private final Cluster cluster;
  private final String container;

  DeleteJob(Cluster cluster, String container) {
    this.cluster = cluster;
    this.container = container;
  }

  void delete(String name) {
    Optional<Job> job = cluster.own(name);
    if (job.isPresent() && job.get().getMetadata().getDeletionTimestamp() == null) {
      delete(job.get());
    }
  }

  private void delete(Job job) {
    try {
      cluster.call(
          "delete job '" + job.getMetadata().getName() + "'",
          () ->
              cluster
                  .client()
                  .batch()
                  .v1()
                  .jobs()
                  .inNamespace(cluster.namespace())
                  .resource(job)
                  .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                  .delete());
    } catch (NotFoundException | ConflictException e) {
      // Somebody else was first; one of that name that was made since is not meant.
      return;
    }
    if (Verdict.of(job).isPresent()) {
      removeNeverStarted(job);
    }
  }

  /**
   * Nodes take a minute to clear away a pod in which nothing could start; nothing can run there.
   */
  private void removeNeverStarted(Job job) {
    PodView.all(cluster.pods(job), container)
        .filter(
            pod -> !pod.isOver() && pod.started().isEmpty() && pod.waits().findAny().isPresent())
        .forEach(pod -> cluster.removePod(pod.name(), 0L));
  }
}
