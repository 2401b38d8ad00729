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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests statuses from servers of every version, including those for which the real test server is
 * too old.
 */
final class ReadKubernetesJobStatusTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:01:00Z");
  private static final String FAILED =
      "{type: Failed, status: 'True', reason: BackoffLimitExceeded, message: too often,"
          + " lastTransitionTime: '2026-11-22T10:00:30Z'}";
  private final ReadKubernetesJobStatus judge = new ReadKubernetesJobStatus("jobcontainer");
  private final DetectStuckKubernetesJobs detectStuckJobs =
      new DetectStuckKubernetesJobs("jobcontainer", Duration.ofSeconds(20));

  @ParameterizedTest
  @CsvSource({"FailureTarget", "SuccessCriteriaMet", "Suspended"})
  void condition_thatIsNoEnd_isNotOver(String type) {
    String condition = FAILED.replace("type: Failed", "type: " + type);
    assertThat(judge.status(job(condition), List.of(), NOW).isOver()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "Error, 3, EXIT_CODE",
    "Error, 137, SIGNAL",
    "Error, 255, EXIT_CODE",
    "OOMKilled, 137, OUT_OF_MEMORY"
  })
  void container_ended_tellsExitCodeAndReason(String reason, int code, EngineReason expected) {
    EngineStatus status =
        judge.status(job(FAILED), List.of(pod("Failed", "", terminated(reason, code))), NOW);
    assertThat(status.reason()).isEqualTo(expected);
    assertThat(status.exitCode()).isEqualTo(code);
    assertThat(status.failed()).isEqualTo(1);
    assertThat(status.started()).isEqualTo("2026-11-22T10:00:01Z");
    assertThat(status.finished()).isEqualTo("2026-11-22T10:00:30Z");
  }

  @ParameterizedTest
  @CsvSource({
    "StartError, 128, CANNOT_START",
    "ContainerCannotRun, 127, CANNOT_START",
    "ContainerStatusUnknown, 137, LOST"
  })
  void container_thatNeverRan_tellsNoExitCode(String reason, int code, EngineReason expected) {
    EngineStatus status =
        judge.status(job(FAILED), List.of(pod("Failed", "", terminated(reason, code))), NOW);
    assertThat(status.reason()).isEqualTo(expected);
    assertThat(status.exitCode()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "'reason: Evicted; message: low on memory', EVICTED, Evicted: low on memory",
    "'conditions: [{type: DisruptionTarget, status: ''True''}]; reason: X', EVICTED, X",
    "'reason: DeadlineExceeded; message: late', TIMEOUT, late",
    "'reason: OutOfpods', OTHER, OutOfpods: BackoffLimitExceeded: too often"
  })
  void pod_failedAsAWhole_tellsWhy(String said, EngineReason expected, String message) {
    EngineStatus status = judge.status(job(FAILED), List.of(pod("Failed", said, "{}")), NOW);
    assertThat(status.reason()).isEqualTo(expected);
    assertThat(status.message()).isEqualTo(message);
  }

  @Test
  void job_failedWhoseProgramStillEnds_isNotOver() {
    String deadline = FAILED.replace("BackoffLimitExceeded", "DeadlineExceeded");
    Pod ending = pod("Running", "", "{running: {startedAt: '2026-11-22T10:00:01Z'}}");
    assertThat(judge.status(job(deadline), List.of(ending), NOW).isOver()).isFalse();
    // A node that does not answer does not delay the end forever.
    ending.getMetadata().setDeletionTimestamp("2026-11-22T10:00:00Z");
    EngineStatus status = judge.status(job(deadline), List.of(ending), NOW);
    assertThat(status.reason()).isEqualTo(EngineReason.TIMEOUT);
    assertThat(status).isEqualTo(judge.status(job(deadline), List.of(), NOW));
  }

  @Test
  void job_failedWhosePodsAreGone_isLost() {
    assertThat(judge.isConclusive(job(FAILED), List.of())).isFalse();
    assertThat(judge.status(job(FAILED), List.of(), NOW).reason()).isEqualTo(EngineReason.LOST);
  }

  @Test
  void job_withSeveralPods_countsThem() {
    Job job = job("");
    job.getStatus().setActive(2);
    job.getStatus().setSucceeded(3);
    job.getStatus().setFailed(1);
    EngineStatus status = judge.status(job, List.of(), NOW);
    assertThat(List.of(status.active(), status.succeeded(), status.failed()))
        .containsExactly(2, 3, 1);
    job.getSpec().setSuspend(true);
    assertThat(judge.status(job, List.of(), NOW).message()).isEqualTo("suspended");
  }

  @ParameterizedTest
  @CsvSource({
    "ErrImageNeverPull, 59, IMAGE_MISSING",
    "ImagePullBackOff, 59, IMAGE_UNAVAILABLE",
    "CreateContainerConfigError, 59, ",
    "CreateContainerConfigError, 39, CANNOT_START",
    "ErrImagePull, 39, IMAGE_UNAVAILABLE",
    "ContainerCreating, 10, "
  })
  void container_thatWaits_isGivenUpInTime(String reason, int since, EngineReason expected) {
    Pod pod =
        pod(
            "Pending",
            "startTime: '2026-11-22T10:00:" + since + "Z'",
            "{waiting: {reason: " + reason + ", message: because}}");
    var giveUp = detectStuckJobs.detect(job(""), List.of(pod), NOW);
    assertThat(giveUp.map(GiveUpRecord::reason).orElse(null)).isEqualTo(expected);
    giveUp.ifPresent(given -> {
      assertThat(given.message()).contains(reason + ": because");
      Job job = job("");
      job.getMetadata().setAnnotations(annotations(given));
      assertThat(GiveUpRecord.of(job)).contains(given);
      assertThat(judge.status(job, List.of(pod), NOW).reason()).isEqualTo(expected);
      assertThat(detectStuckJobs.detect(job, List.of(pod), NOW)).isEmpty();
    });
  }

  private static Map<String, String> annotations(GiveUpRecord giveUpRecord) {
    return Serialization.unmarshal(giveUpRecord.patch("7"), Job.class)
        .getMetadata()
        .getAnnotations();
  }

  private static Job job(String condition) {
    return Serialization.unmarshal(
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: job, uid: u, labels: {}}
        spec: {}
        status: {conditions: [%s], startTime: '2026-11-22T10:00:00Z'}
        """
            .formatted(condition),
        Job.class);
  }

  private static String terminated(String reason, int code) {
    return "{terminated: {reason: %s, exitCode: %d, startedAt: '2026-11-22T10:00:01Z'}}"
        .formatted(reason, code);
  }

  private static Pod pod(String phase, String said, String state) {
    return Serialization.unmarshal(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: job-a, ownerReferences: [{uid: u}], creationTimestamp: '2026'}
        status:
          phase: %s
          %s
          containerStatuses: [{name: jobcontainer, image: some, state: %s}]
        """
            .formatted(phase, said.replace("; ", "\n  "), state),
        Pod.class);
  }
}
