// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.engine.EngineInstances;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The state of the instances of an indexed Kubernetes job, as Kubernetes reports it.
 *
 * @param completedNumbers the numbers of the instances that succeeded
 * @param failedNumbers the numbers of the instances that failed
 */
record KubernetesJobInstances(int count, BitSet completedNumbers, BitSet failedNumbers) {

  /**
   * The annotation of a Kubernetes job that contains the number of instances. Baton sets it only
   * for specs with instances. If only raw settings make a Kubernetes job indexed, it has no
   * annotation, and its status comes from the numbers of pods that Kubernetes counts.
   */
  static final String ANNOTATION = "baton.dev/instances";

  /** The pod annotation and pod label with the number of the instance. */
  static final String NUMBER = "batch.kubernetes.io/job-completion-index";

  /** The instance number of a pod that belongs to no instance. */
  static final int NONE = -1;

  private static final Pattern RANGE = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");
  private static final Pattern POD = Pattern.compile(".*-(\\d{1,9})-[a-z0-9]+");

  /** Returns the instances, or empty if the Kubernetes job was not created with instances. */
  static Optional<KubernetesJobInstances> of(Job job) {
    int count = count(job);
    JobStatus status = job.getStatus() == null ? new JobStatus() : job.getStatus();
    return count == 0
        ? Optional.empty()
        : Optional.of(
            new KubernetesJobInstances(
                count,
                numbers(status.getCompletedIndexes(), count),
                numbers(status.getFailedIndexes(), count)));
  }

  /** Returns the number of instances, or 0 if the Kubernetes job was not created with instances. */
  static int count(Job job) {
    Map<String, String> annotations = job.getMetadata().getAnnotations();
    int count = annotations == null ? NONE : number(annotations.get(ANNOTATION));
    return count > EngineInstances.MAX_COUNT ? 0 : Math.max(0, count);
  }

  /** Returns the instance number of a pod, or {@link #NONE} if the pod belongs to no instance. */
  static int number(Pod pod) {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    return annotations == null ? NONE : number(annotations.get(NUMBER));
  }

  /**
   * Returns the instance number in the name of a pod, or {@link #NONE}. The names of such pods
   * begin with the name of the Kubernetes job and the instance number.
   */
  static int numberByName(String pod) {
    Matcher form = POD.matcher(pod);
    return form.matches() ? Integer.parseInt(form.group(1)) : NONE;
  }

  private static int number(@Nullable String text) {
    return text != null && text.matches("\\d{1,9}") ? Integer.parseInt(text) : NONE;
  }

  /** Reads ranges such as {@code 1,3-5}. */
  private static BitSet numbers(@Nullable String text, int count) {
    BitSet numbers = new BitSet(count);
    Matcher range = RANGE.matcher(NamespaceClient.orEmpty(text));
    while (range.find()) {
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      if (first <= last) {
        numbers.set(Math.min(first, count), Math.min(last + 1, count));
      }
    }
    return numbers;
  }

  int succeeded() {
    return completedNumbers.cardinality();
  }

  /** Returns the number of failed instances. Other instances may still run. */
  int failed() {
    return failedNumbers.cardinality();
  }

  /** Returns the number of instances that neither succeeded nor failed. */
  int open() {
    return count - succeeded() - failed();
  }

  boolean isCompleted(int number) {
    return completedNumbers.get(number);
  }

  boolean isFailed(int number) {
    return failedNumbers.get(number);
  }

  boolean isOver(int number) {
    return isCompleted(number) || isFailed(number);
  }

  /** Returns the lowest number of a failed instance, or {@link #NONE} if none failed. */
  int firstFailed() {
    return failedNumbers.nextSetBit(0);
  }

  /**
   * Returns, for display, which instances did not succeed. Called when the Kubernetes job is over.
   */
  String summary() {
    BitSet rest = new BitSet(count);
    rest.set(0, count);
    rest.andNot(completedNumbers);
    return EngineInstances.failed(rest.stream().boxed().toList(), count);
  }

  /** Whether the list contains a finished pod for each instance that is over. */
  boolean areKnown(List<PodView> pods) {
    BitSet missing = (BitSet) completedNumbers.clone();
    missing.or(failedNumbers);
    pods.stream()
        .filter(PodView::isOver)
        .mapToInt(PodView::number)
        .filter(number -> number != NONE)
        .forEach(missing::clear);
    return missing.isEmpty();
  }
}
