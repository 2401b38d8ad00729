// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.EngineReason;
import dev.baton.engine.EngineStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests jobs with instances, in the form that newer servers report. */
final class KubernetesJobInstancesTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:01:00Z");
  private static final String START = "startedAt: '2026-11-22T10:00:01Z'";
  private static final String RUNS = "{running: {" + START + "}}";
  private static final String WAITS = "{waiting: {reason: ContainerCreating}}";
  private static final String NO_IMAGE = "{waiting: {reason: ImagePullBackOff, message: no such}}";

  private final ReadKubernetesJobStatus judge = new ReadKubernetesJobStatus("jobcontainer");
  private final DetectStuckKubernetesJobs detectStuckJobs =
      new DetectStuckKubernetesJobs("jobcontainer", Duration.ofSeconds(20));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "-         | -",
        "''        | -",
        "0         | 0",
        "1,3-5     | 1 3 4 5",
        "0-9       | 0 1 2 3 4 5 6 7 8 9",
        "8,9-12,20 | 8 9",
        "5-2,7     | 7",
        "x,-,9     | 9",
      })
  void ranges_asKubernetesCompressesThem_areRead(@Nullable String text, @Nullable String numbers) {
    Job job = job(10, 10, "");
    job.getStatus().setCompletedIndexes(text);
    job.getStatus().setFailedIndexes("6");
    KubernetesJobInstances all = KubernetesJobInstances.of(job).orElseThrow();
    List<String> expected = numbers == null ? List.of() : List.of(numbers.split(" "));
    assertThat(IntStream.range(0, 10).filter(all::isCompleted).mapToObj(String::valueOf))
        .containsExactlyElementsOf(expected);
    assertThat(all.succeeded()).isEqualTo(expected.size());
    assertThat(all.firstFailed()).isEqualTo(6);
    assertThat(all.open()).isEqualTo(9 - expected.size());
  }

  @ParameterizedTest
  @CsvSource({"many-7-abcde, 7", "a-3-b-12-x9z8y, 12", "many-abcde, -1", "many, -1"})
  void pod_byItsName_isOfItsInstance(String pod, int number) {
    assertThat(KubernetesJobInstances.numberByName(pod)).isEqualTo(number);
  }

  @Test
  void job_manyByRawSettingsAlone_isToldByItsPods() {
    Job job = job(3, 3, "completedIndexes: 0-1");
    job.getMetadata().setAnnotations(Map.of());
    job.getStatus().setActive(1);
    job.getStatus().setSucceeded(2);
    EngineStatus status = judge.status(job, List.of(), NOW);
    assertThat(counts(status)).containsExactly(1, 2, 0);
    assertThat(status.message()).isNull();
  }

  @Test
  void job_someRunSomeWait_tellsHowMany() {
    Job job = job(6, 3, "completedIndexes: '0', failedIndexes: '1', failed: 3, active: 3");
    List<Pod> pods =
        List.of(
            pod(0, "Succeeded", ended("Completed", 0)),
            pod(1, "Failed", ended("Error", 1)),
            // Kubernetes retries this instance.
            pod(2, "Failed", ended("Error", 1)),
            pod(3, "Running", RUNS),
            pod(4, "Pending", WAITS));
    EngineStatus status = judge.status(job, pods, NOW);
    assertThat(counts(status)).containsExactly(4, 1, 1);
    assertThat(status.message()).isEqualTo("1 of 6 instances run, 3 wait");
    assertThat(status.started()).isEqualTo("2026-11-22T10:00:01Z");
    job.getStatus().setCompletedIndexes("0,3");
    assertThat(judge.status(job, pods, NOW).message()).isEqualTo("0 of 6 instances run, 3 wait");
  }

  @Test
  void job_noneRuns_tellsWhatTheyWaitFor() {
    Job job = job(2, 2, "");
    assertThat(judge.status(job, List.of(pod(0, "Pending", NO_IMAGE)), NOW).message())
        .isEqualTo("0 of 2 instances run, 2 wait: ImagePullBackOff: no such");
    job.getSpec().setSuspend(true);
    assertThat(judge.status(job, List.of(), NOW).message())
        .isEqualTo("0 of 2 instances run, 2 wait: suspended");
  }

  @Test
  void job_allOverButNotSoToldYet_isNotOver() {
    EngineStatus status = judge.status(job(2, 2, "completedIndexes: '0,1'"), List.of(), NOW);
    assertThat(status.isOver()).isFalse();
    assertThat(counts(status)).containsExactly(1, 2, 0);
  }

  @Test
  void job_whoseLowestFailedInstanceRanTwice_isAsItsLastPod() {
    Job job = over(5, "Failed", "FailedIndexes", "completedIndexes: '0,4', failedIndexes: 1-3");
    List<Pod> pods =
        List.of(
            pod(3, "Failed", ended("Error", 9)),
            pod(1, "Failed", ended("Error", 5)),
            pod(1, "Failed", ended("OOMKilled", 137)),
            pod(2, "Failed", ended("Error", 7)));
    EngineStatus status = judge.status(job, pods, NOW);
    assertThat(counts(status)).containsExactly(0, 2, 3);
    assertThat(status.reason()).isEqualTo(EngineReason.OUT_OF_MEMORY);
    assertThat(status.exitCode()).isEqualTo(137);
    assertThat(status.message())
        .isEqualTo("3 of 5 instances failed: 1, 2, 3; the first: OOMKilled");
    // The pods of successful instances may arrive later, because pods have a separate watch.
    assertThat(judge.isConclusive(job, pods)).isFalse();
  }

  @Test
  void job_whoseFailedPodIsGone_isLost() {
    Job job = over(2, "Failed", "FailedIndexes", "completedIndexes: '0', failedIndexes: '1'");
    EngineStatus status = judge.status(job, List.of(), NOW);
    assertThat(status.reason()).isEqualTo(EngineReason.LOST);
    assertThat(status.message())
        .isEqualTo("1 of 2 instances failed: 1; the first: FailedIndexes: because");
  }

  @Test
  void instance_whoseTimeWasOver_isATimeout() {
    Job job = over(2, "Failed", "FailedIndexes", "completedIndexes: '0', failedIndexes: '1'");
    Pod late = pod(1, "Failed", ended("Error", 137));
    late.getStatus().setReason("DeadlineExceeded");
    late.getStatus().setMessage("too long");
    EngineStatus status = judge.status(job, List.of(late), NOW);
    assertThat(status.reason()).isEqualTo(EngineReason.TIMEOUT);
    assertThat(status.message()).isEqualTo("1 of 2 instances failed: 1; the first: too long");
  }

  @Test
  void job_endedAsAWhole_countsWhatDidNotEndWell() {
    Job job = over(4, "Failed", "DeadlineExceeded", "completedIndexes: '1'");
    EngineStatus status = judge.status(job, List.of(), NOW);
    assertThat(counts(status)).containsExactly(0, 1, 3);
    assertThat(status.reason()).isEqualTo(EngineReason.TIMEOUT);
    assertThat(status.message()).isEqualTo("3 of 4 instances failed: 0, 2, 3; because");
  }

  @Test
  void job_complete_hasSucceeded() {
    Job job = over(2, "Complete", "", "completedIndexes: '0,1'");
    List<Pod> pods =
        List.of(
            pod(0, "Succeeded", ended("Completed", 0)), pod(1, "Succeeded", ended("Completed", 0)));
    EngineStatus status = judge.status(job, pods, NOW);
    assertThat(counts(status)).containsExactly(0, 2, 0);
    assertThat(status.isSuccess()).isTrue();
    assertThat(judge.isConclusive(job, pods)).isTrue();
    assertThat(judge.isConclusive(job, pods.subList(0, 1))).isFalse();
  }

  @Test
  void instanceThatCannotStart_whileOthersCanStart_isLeftAlone() {
    Pod neverStarts = pod(0, "Pending", NO_IMAGE);
    Job job = job(3, 2, "");
    assertThat(detectStuckJobs.detect(job, List.of(neverStarts, pod(1, "Running", RUNS)), NOW))
        .isEmpty();
    assertThat(detectStuckJobs.detect(job, List.of(neverStarts, pod(1, "Pending", WAITS)), NOW))
        .isEmpty();
    // Kubernetes has not yet created the next pod.
    Pod well = pod(1, "Succeeded", ended("Completed", 0));
    assertThat(detectStuckJobs.detect(job, List.of(neverStarts, well), NOW)).isEmpty();
  }

  @Test
  void instances_ofWhichNoneCanStart_areGivenUp() {
    Job job = job(3, 2, "completedIndexes: '1'");
    List<Pod> pods = List.of(pod(0, "Pending", NO_IMAGE), pod(2, "Pending", NO_IMAGE));
    GiveUpRecord giveUpRecord = detectStuckJobs.detect(job, pods, NOW).orElseThrow();
    assertThat(giveUpRecord.reason()).isEqualTo(EngineReason.IMAGE_UNAVAILABLE);
    assertThat(giveUpRecord.message())
        .startsWith("2 of 3 instances failed: 0, 2; image 'some': Image");
    job.getMetadata()
        .setAnnotations(
            Map.of(
                KubernetesJobInstances.ANNOTATION,
                "3",
                GiveUpRecord.ANNOTATION,
                annotation(giveUpRecord)));
    EngineStatus status = judge.status(job, pods, NOW);
    assertThat(counts(status)).containsExactly(0, 1, 2);
    // The status does not change when the pods are removed.
    job.getStatus().setFailed(2);
    job.getStatus().setCompletedIndexes("1,2");
    assertThat(judge.status(job, List.of(), NOW)).isEqualTo(status);
  }

  @Test
  void instancesWithoutANode_besideOneThatCannotStart_doNotSaveIt() {
    Pod withoutNode = pod(1, "Pending", "{}", "{type: PodScheduled, status: 'False'}");
    List<Pod> pods = List.of(pod(0, "Pending", NO_IMAGE), withoutNode);
    assertThat(detectStuckJobs.detect(job(2, 2, ""), pods, NOW)).isPresent();
    assertThat(detectStuckJobs.detect(job(2, 2, ""), List.of(withoutNode, withoutNode), NOW))
        .isEmpty();
  }

  private static String annotation(GiveUpRecord giveUpRecord) {
    return Serialization.unmarshal(giveUpRecord.patch("7"), Job.class)
        .getMetadata()
        .getAnnotations()
        .get(GiveUpRecord.ANNOTATION);
  }

  private static List<Integer> counts(EngineStatus status) {
    return List.of(status.active(), status.succeeded(), status.failed());
  }

  private static Job over(int count, String type, String reason, String said) {
    return job(
        count,
        count,
        said
            + ", conditions: [{type: "
            + type
            + ", status: 'True', reason: '"
            + reason
            + "', message: because, lastTransitionTime: '2026-11-22T10:00:30Z'}]");
  }

  private static Job job(int count, int atOnce, String said) {
    return Serialization.unmarshal(
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: many, uid: u, annotations: {%s: '%d'}}
        spec: {parallelism: %d}
        status: {startTime: '2026-11-22T10:00:00Z', %s}
        """
            .formatted(KubernetesJobInstances.ANNOTATION, count, atOnce, said),
        Job.class);
  }

  private static String ended(String reason, int code) {
    return "{terminated: {reason: %s, exitCode: %d, %s}}".formatted(reason, code, START);
  }

  private static Pod pod(int number, String phase, String state) {
    return pod(number, phase, state, "");
  }

  private static Pod pod(int number, String phase, String state, String condition) {
    return Serialization.unmarshal(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: many-%1$d-a, annotations: {%2$s: '%1$d'}}
        status:
          phase: %3$s
          startTime: '2026-11-22T10:00:59Z'
          conditions: [%5$s]
          containerStatuses: [{name: jobcontainer, image: some, state: %4$s}]
        """
            .formatted(number, KubernetesJobInstances.NUMBER, phase, state, condition),
        Pod.class);
  }
}
