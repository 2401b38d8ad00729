// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.engine.EngineInstances;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The instance of a Kubernetes job whose output is read.
 *
 * @param number the number of the instance; {@link KubernetesJobInstances#NONE} if the job has no
 *     instances
 * @param count the number of instances; 0 if the job has no instances
 */
record CurrentInstance(int number, int count) {

  static final CurrentInstance NONE = new CurrentInstance(KubernetesJobInstances.NONE, 0);

  /** Returns the instance at the position, or the first instance if the position is null. */
  static CurrentInstance first(Job job, @Nullable PodLogPosition position) {
    int count = KubernetesJobInstances.count(job);
    int number =
        position == null ? 0 : Math.max(0, KubernetesJobInstances.numberByName(position.pod()));
    return count == 0 ? NONE : new CurrentInstance(number, count);
  }

  CurrentInstance next() {
    return new CurrentInstance(number + 1, count);
  }

  /** Whether the Kubernetes job has an instance of this number. */
  boolean exists() {
    return number < count;
  }

  /** Whether the pod runs this instance. */
  boolean contains(Pod pod) {
    return number == KubernetesJobInstances.NONE || KubernetesJobInstances.number(pod) == number;
  }

  List<Pod> pods(NamespaceClient cluster, Job job) {
    return count == 0 ? cluster.pods(job) : cluster.pods(job, number);
  }

  /**
   * Whether Kubernetes starts no more pods of the instance. The last instance is over only when the
   * Kubernetes job is over.
   */
  boolean isOver(Job job) {
    boolean isLast = number >= count - 1;
    return ReadKubernetesJobStatus.isDone(job)
        || (!isLast && KubernetesJobInstances.of(job).map(all -> all.isOver(number)).orElse(false));
  }

  /** The text before each line of the output; empty if the job has no instances. */
  String prefix() {
    return count == 0 ? "" : EngineInstances.prefix(number);
  }
}
