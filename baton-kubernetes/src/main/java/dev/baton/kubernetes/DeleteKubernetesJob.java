// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.error.ConflictException;
import dev.baton.error.NotFoundException;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Optional;

/**
 * Deletes a Kubernetes job with its pods and its Secret. The Kubernetes job exists until its pods
 * are gone.
 */
record DeleteKubernetesJob(NamespaceClient namespaceClient, String container) {

  void delete(String name) {
    Optional<Job> job = namespaceClient.findOwnJob(name);
    if (job.isPresent() && job.get().getMetadata().getDeletionTimestamp() == null) {
      delete(job.get());
    }
  }

  private void delete(Job job) {
    try {
      namespaceClient.call(
          "delete job '" + job.getMetadata().getName() + "'",
          () ->
              namespaceClient
                  .jobs()
                  .resource(job)
                  .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                  .delete());
    } catch (NotFoundException | ConflictException e) {
      // Another process deleted the Kubernetes job. A later Kubernetes job with the same name must
      // not be deleted.
      return;
    }
    if (GiveUpRecord.of(job).isPresent()) {
      removeNeverStarted(job);
    }
  }

  /**
   * Removes the pods in which no container has started. No program runs in such a pod, but a node
   * needs a minute to remove it by itself.
   */
  private void removeNeverStarted(Job job) {
    PodView.all(namespaceClient.pods(job), container)
        .filter(
            pod -> !pod.isOver() && pod.started().isEmpty() && pod.waits().findAny().isPresent())
        .forEach(pod -> namespaceClient.removePod(pod.name(), 0L));
  }
}
