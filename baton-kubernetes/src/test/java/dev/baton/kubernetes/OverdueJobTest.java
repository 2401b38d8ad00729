// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.engine.EngineEvent;
import dev.baton.engine.EngineReason;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.EngineStatus;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import dev.baton.testkit.clock.ManualClock;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Tests jobs whose timeout has passed and that Kubernetes does not end. */
final class OverdueJobTest {

  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  /** The sum of the timeout of 60 s, the grace of 10 s, and the 30 s that Kubernetes gets. */
  private static final Instant DUE = START.plusSeconds(100);

  private static final Instant EARLY = DUE.minusMillis(1);
  private static final String RUNS = "running: {startedAt: '2026-11-22T10:00:01Z'}";

  private final ReadKubernetesJobStatus judge = new ReadKubernetesJobStatus("jobcontainer");
  private final DetectStuckKubernetesJobs detectStuckJobs =
      new DetectStuckKubernetesJobs("jobcontainer", Duration.ofSeconds(20));

  @Test
  void job_longAfterItsTime_isGivenUp() {
    Job job = job("");
    assertThat(detectStuckJobs.detect(job, List.of(pod(RUNS)), EARLY)).isEmpty();
    assertThat(detectStuckJobs.nextCheck(job, List.of(pod(RUNS)), EARLY)).contains(DUE);
    GiveUpRecord giveUpRecord = detectStuckJobs.detect(job, List.of(pod(RUNS)), DUE).orElseThrow();
    assertThat(giveUpRecord.reason()).isEqualTo(EngineReason.TIMEOUT);
    assertThat(giveUpRecord.message())
        .isEqualTo("Kubernetes did not end it after its timeout of PT1M");
    assertThat(detectStuckJobs.nextCheck(job, List.of(pod(RUNS)), DUE)).isEmpty();
  }

  @Test
  void job_givenUpWhoseProgramStillRuns_isNotOverUntilThatEnds() {
    Job job = job("");
    GiveUpRecord giveUpRecord = detectStuckJobs.detect(job, List.of(), DUE).orElseThrow();
    giveUp(job, giveUpRecord);
    Pod pod = pod(RUNS);
    assertThat(judge.status(job, List.of(pod), DUE).isOver()).isFalse();
    assertThat(detectStuckJobs.leftoverPods(job, List.of(pod), DUE)).hasSize(1);
    assertThat(detectStuckJobs.needsAction(job, List.of(pod), DUE)).isTrue();
    pod.getMetadata().setDeletionTimestamp(DUE.plusSeconds(10).toString());
    assertThat(detectStuckJobs.leftoverPods(job, List.of(pod), DUE)).isEmpty();
    assertThat(judge.status(job, List.of(pod), DUE).isOver()).isFalse();
    EngineStatus over = judge.status(job, List.of(), DUE);
    assertThat(over.reason()).isEqualTo(EngineReason.TIMEOUT);
    assertThat(over.started()).isEqualTo(START);
    assertThat(over.finished()).isEqualTo(DUE);
    // The node does not answer, and the pod remains.
    assertThat(judge.status(job, List.of(pod), DUE.plusSeconds(40))).isEqualTo(over);
  }

  @Test
  void job_thatKubernetesIsDoneWith_isNotGivenUpButItsPodsGo() {
    String failed =
        "conditions: [{type: Failed, status: 'True', reason: DeadlineExceeded,"
            + " lastTransitionTime: '2026-11-22T10:01:00Z'}]";
    Job job = job(failed);
    List<Pod> pods = List.of(pod(RUNS));
    assertThat(detectStuckJobs.detect(job, pods, DUE)).isEmpty();
    Instant late = START.plusSeconds(90);
    assertThat(detectStuckJobs.needsAction(job, pods, late.minusMillis(1))).isFalse();
    assertThat(detectStuckJobs.leftoverPods(job, pods, late)).hasSize(1);
    job.getMetadata().setDeletionTimestamp("2026-11-22T10:02:00Z");
    assertThat(detectStuckJobs.leftoverPods(job, pods, late)).isEmpty();
  }

  @Test
  void podOfAStoppedJob_isRemovedOnlyAfterKubernetesHasEndedTheJobOrIsLate() {
    GiveUpRecord stopped =
        new GiveUpRecord(EngineReason.CANCELED, "it was stopped on request", DUE, 0);
    Job job = job("");
    giveUp(job, stopped);
    List<Pod> pods = List.of(pod(RUNS));
    assertThat(detectStuckJobs.leftoverPods(job, pods, DUE.plusSeconds(29))).isEmpty();
    assertThat(detectStuckJobs.leftoverPods(job, pods, DUE.plusSeconds(30))).hasSize(1);
    Job ended =
        job(
            "conditions: [{type: Failed, status: 'True', reason: DeadlineExceeded,"
                + " lastTransitionTime: '2026-11-22T10:01:40Z'}]");
    giveUp(ended, stopped);
    assertThat(detectStuckJobs.leftoverPods(ended, pods, DUE)).hasSize(1);
  }

  private static void giveUp(Job job, GiveUpRecord giveUpRecord) {
    job.getMetadata()
        .setAnnotations(
            Serialization.unmarshal(giveUpRecord.patch("7"), Job.class)
                .getMetadata()
                .getAnnotations());
  }

  @Test
  void job_withoutATimeOrSuspended_hasAllTime() {
    Job job = job("");
    job.getSpec().setSuspend(true);
    assertThat(detectStuckJobs.detect(job, List.of(), Instant.MAX)).isEmpty();
    job = job("");
    job.getSpec().setActiveDeadlineSeconds(null);
    assertThat(detectStuckJobs.detect(job, List.of(), Instant.MAX)).isEmpty();
    job.getSpec().setActiveDeadlineSeconds(Long.MAX_VALUE);
    assertThat(detectStuckJobs.nextCheck(job, List.of(), DUE)).isPresent();
    job = job("");
    job.getStatus().setStartTime(null);
    assertThat(detectStuckJobs.detect(job, List.of(), Instant.MAX)).isEmpty();
  }

  @Test
  void container_thatCannotBeMade_isLookedAtAgainWhenPatienceEnds() {
    String wait = "waiting: {reason: CreateContainerConfigError}";
    assertThat(detectStuckJobs.nextCheck(job(""), List.of(pod(wait)), START))
        .contains(START.plusSeconds(20));
    assertThat(detectStuckJobs.nextCheck(job(""), List.of(pod(wait)), START.plusSeconds(20)))
        .contains(DUE);
  }

  @Test
  void find_longAfterItsTime_endsItAndItsPod() {
    ManualClock clock = new ManualClock(EARLY);
    try (FakeKubernetesApiServer server = new FakeKubernetesApiServer(clock)) {
      make(server);
      run(server, START);
      assertThat(server.engine().find("late").orElseThrow().status().isOver()).isFalse();
      assertThat(server.hasPod("late-0-a")).isTrue();
      clock.advance(Duration.ofMillis(1));
      server.engine().find("late");
      assertThat(server.hasPod("late-0-a")).isFalse();
      assertThat(server.engine().find("late").orElseThrow().status().reason())
          .isEqualTo(EngineReason.TIMEOUT);
      // With this value Kubernetes removes the job after its keep time.
      assertThat(server.job("late").getSpec().getActiveDeadlineSeconds()).isEqualTo(1);
    }
  }

  @Test
  void watch_ofOneThatNothingComesOf_tellsItInTimeWithoutAsking() {
    Queue<EngineStatus> told = new ConcurrentLinkedQueue<>();
    try (FakeKubernetesApiServer server = new FakeKubernetesApiServer(Clock.system());
        Watch watch =
            server
                .engine()
                .watch(event -> {
                  if (event instanceof EngineEvent.Changed changed) {
                    told.add(changed.job().status());
                  }
                })) {
      make(server);
      server.awaitWatches();
      // The job is due in five seconds.
      run(server, Clock.system().now().minusSeconds(95));
      await()
          .atMost(FakeKubernetesApiServer.BOUND)
          .until(() -> told.stream().anyMatch(status -> status.started() != null));
      int requests = server.requests().size();
      assertThat(told).noneMatch(EngineStatus::isOver);
      await()
          .atMost(FakeKubernetesApiServer.BOUND)
          .until(() -> told.stream().anyMatch(EngineStatus::isOver));
      assertThat(told).last().extracting(EngineStatus::reason).isEqualTo(EngineReason.TIMEOUT);
      // Two checks of the job may each delete its pod; before them there was no request.
      assertThat(server.requests().subList(requests, server.requests().size()))
          .filteredOn(one -> !one.contains("watch"))
          .hasSizeBetween(3, 5)
          .containsOnly(
              "GET /apis/batch/v1/namespaces/default/jobs/late",
              "PATCH /apis/batch/v1/namespaces/default/jobs/late",
              "DELETE /api/v1/namespaces/default/pods/late-0-a");
    }
  }

  private static void make(FakeKubernetesApiServer server) {
    server
        .engine()
        .create(EngineSpec.named("late").image("image").timeout(Duration.ofMinutes(1)).build());
  }

  private static void run(FakeKubernetesApiServer server, Instant start) {
    server.status("late", "active: 1, startTime: '" + start + "'");
    server.pod("late", 0, "a", "Running", FakeKubernetesApiServer.runs());
  }

  private static Job job(String said) {
    return Serialization.unmarshal(
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: late, uid: u}
        spec: {activeDeadlineSeconds: 60, template: {spec: {terminationGracePeriodSeconds: 10}}}
        status: {active: 1, startTime: '2026-11-22T10:00:00Z', %s}
        """
            .formatted(said),
        Job.class);
  }

  private static Pod pod(String state) {
    return Serialization.unmarshal(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: late-a}
        status:
          phase: Running
          startTime: '2026-11-22T10:00:00Z'
          containerStatuses: [{name: jobcontainer, image: some, state: {%s}}]
        """
            .formatted(state),
        Pod.class);
  }
}
