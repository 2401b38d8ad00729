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

/** What Kubernetes says of the instances of a job that was made of many. */
final class JobInstances {

  /**
   * At jobs: how many there are. A job that only raw settings make many does not have it, and is
   * told as Kubernetes counts its pods.
   */
  static final String ANNOTATION = "baton.dev/instances";

  /** At pods, as an annotation and as a label: the number of the instance. */
  static final String NUMBER = "batch.kubernetes.io/job-completion-index";

  /** What has no number. */
  static final int NONE = -1;

  private static final Pattern RANGE = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");
  private static final Pattern POD = Pattern.compile(".*-(\\d{1,9})-[a-z0-9]+");

  private final int count;
  private final BitSet completed;
  private final BitSet failed;

  private JobInstances(int count, BitSet completed, BitSet failed) {
    this.count = count;
    this.completed = completed;
    this.failed = failed;
  }

  /** Empty if it was not made of many. */
  static Optional<JobInstances> of(Job job) {
    int count = count(job);
    JobStatus status = job.getStatus() == null ? new JobStatus() : job.getStatus();
    return count == 0
        ? Optional.empty()
        : Optional.of(
            new JobInstances(
                count,
                numbers(status.getCompletedIndexes(), count),
                numbers(status.getFailedIndexes(), count)));
  }

  /** How many a job was made of; 0 if it was not made of many. */
  static int count(Job job) {
    Map<String, String> annotations = job.getMetadata().getAnnotations();
    int count = annotations == null ? NONE : number(annotations.get(ANNOTATION));
    return count > EngineInstances.MAX_COUNT ? 0 : Math.max(0, count);
  }

  /** Of which instance a pod is; {@link #NONE} if of none. */
  static int number(Pod pod) {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    return annotations == null ? NONE : number(annotations.get(NUMBER));
  }

  /** Of which instance a pod of that name is or was, as Kubernetes names them. */
  static int numberByName(String pod) {
    Matcher form = POD.matcher(pod);
    return form.matches() ? Integer.parseInt(form.group(1)) : NONE;
  }

  private static int number(@Nullable String text) {
    return text != null && text.matches("\\d{1,9}") ? Integer.parseInt(text) : NONE;
  }

  /** Reads {@code 1,3-5}. */
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

  int count() {
    return count;
  }

  int succeeded() {
    return completed.cardinality();
  }

  /** How many failed while others may go on. */
  int failed() {
    return failed.cardinality();
  }

  /** How many are neither. */
  int open() {
    return count - succeeded() - failed();
  }

  boolean isCompleted(int number) {
    return completed.get(number);
  }

  boolean isFailed(int number) {
    return failed.get(number);
  }

  boolean isOver(int number) {
    return isCompleted(number) || isFailed(number);
  }

  /** The lowest number of one that failed; {@link #NONE} if none did. */
  int firstFailed() {
    return failed.nextSetBit(0);
  }

  /** Once the job is over: for people, which did not end well. */
  String summary() {
    BitSet rest = new BitSet(count);
    rest.set(0, count);
    rest.andNot(completed);
    return EngineInstances.failed(rest.stream().boxed().toList(), count);
  }

  /** Whether the pods of all that are over are among these. */
  boolean areKnown(List<PodView> pods) {
    BitSet missing = (BitSet) completed.clone();
    missing.or(failed);
    pods.stream()
        .filter(PodView::isOver)
        .mapToInt(PodView::number)
        .filter(number -> number != NONE)
        .forEach(missing::clear);
    return missing.isEmpty();
  }
}
