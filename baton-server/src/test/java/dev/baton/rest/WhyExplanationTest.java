// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.testkit.job.JobBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.baton.board.ClaimCandidate;
import dev.baton.board.GateState;
import dev.baton.board.JobBoard;
import dev.baton.board.WhyInput;
import dev.baton.job.ExecutionMode;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobState;
import dev.baton.job.JobStatus;
import dev.baton.job.RetryPolicy;
import dev.baton.job.RunWrite;
import dev.baton.job.Timestamps;
import dev.baton.member.ActionInfo;
import dev.baton.member.CapabilityRefusal;
import dev.baton.member.KnownAction;
import dev.baton.member.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WhyExplanationTest {

  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final Job JOB = aJob().action("noop").build();
  private static final Member FREE = member("e1", 4, 1, List.of(), "noop");

  private static Member member(
      String name, int slots, int running, List<String> capabilities, String action) {
    ActionInfo info =
        new ActionInfo(
            action, "test", "", JsonNodeFactory.instance.objectNode(), List.of(), false, false);
    return Member.builder("executor/" + name, Member.Kind.EXECUTOR, name, NOW)
        .host("host")
        .slots(slots)
        .running(running)
        .capabilities(capabilities)
        .actions(List.of(info))
        .build();
  }

  private static WhyInput situation(Job job, Member... executors) {
    JobBoard.Posting posting = new JobBoard.Posting(job.id(), 999, NOW, null);
    return new WhyInput(
        ClaimCandidate.of(job, posting, NOW),
        List.of(executors),
        posting,
        3,
        List.of(),
        null,
        false);
  }

  private static String summary(Job job, Member... executors) {
    return WhyExplanation.explain(situation(job, executors)).summary();
  }

  private static Job with(JobStatus status) {
    return JOB.withStatus(status);
  }

  @Test
  void queued_withoutExecutor_saysSo() {
    assertThat(summary(JOB)).isEqualTo("waits: no executor is alive; start one");
  }

  @Test
  void queued_whenNoneHasTheAction_countsThem() {
    assertThat(summary(JOB, member("e1", 4, 0, List.of(), "other")))
        .isEqualTo("waits: none of 1 live executors has the action 'noop'");
  }

  @Test
  void queued_whenAllSlotsAreTaken_countsThem() {
    assertThat(
            summary(
                JOB, member("e1", 4, 4, List.of(), "noop"), member("e2", 2, 2, List.of(), "noop")))
        .isEqualTo("waits: all 6 slots of 2 executors that could run it are taken");
  }

  @Test
  void queued_withDelay_saysHowLong() {
    Job job = aJob().action("noop").notBefore(NOW.plusSeconds(90)).build();
    assertThat(summary(job, FREE))
        .isEqualTo(
            "waits: posted with a delay: not before 2026-01-31T12:01:30.000Z, in 1 min 30 s");
  }

  @Test
  void queued_afterFailures_saysWhichAttemptFailedAndWhy() {
    Job job =
        aJob()
            .action("noop")
            .spec(spec -> spec.retry(RetryPolicy.times(5)).notBefore(NOW.plusSeconds(5)))
            .build();
    Job failed =
        job.withStatus(job.status().toBuilder().failures(2).lastError("IOException: no").build());
    assertThat(summary(failed, FREE))
        .isEqualTo(
            "waits: 2 of at most 5 attempts failed (IOException: no): not before"
                + " 2026-01-31T12:00:05.000Z, in 5 s");
  }

  @Test
  void queued_inPullMode_saysWhoMustCome() {
    Job job = aJob().action("noop").spec(spec -> spec.mode(ExecutionMode.PULL)).build();
    assertThat(summary(job, FREE)).contains("it is a pull job");
  }

  @Test
  void queued_withUnknownCapability_namesIt() {
    Job job = aJob().action("noop").requires("has_gpu").build();
    assertThat(summary(job, FREE))
        .isEqualTo("waits: no live executor with the action has the capability 'has_gpu'");
    assertThat(summary(job, member("e2", 1, 0, List.of("has_gpu"), "noop")))
        .contains("should start within moments", "which capability refuses it");
  }

  @Test
  void queued_whenACapabilityIsMissing_doesNotCheckTheSlots() {
    Job job = aJob().action("noop").requires("has_gpu").build();
    List<GateState> gates = WhyExplanation.explain(situation(job, FREE)).gates();
    assertThat(gates)
        .filteredOn(gate -> !gate.open())
        .extracting(GateState::gate, GateState::checked)
        .containsExactly(tuple("capability", true), tuple("slots", false));
    assertThat(gates).filteredOn(GateState::open).allMatch(GateState::checked);
  }

  @Test
  void queued_withNewerVersion_isForOthers() {
    Job job = aJob().action("noop").spec(spec -> spec.version(3)).build();
    assertThat(summary(job, FREE)).contains("version 3 is newer than the 2");
  }

  @Test
  void queued_whenEveryExecutorRefusesIt_namesCapabilityReasonPlaceAndTime() {
    Job job = aJob().action("noop").requires("has_gpu").build();
    Member busy = refusing("e1", job, "no driver", NOW.minusSeconds(90));
    Member other = refusing("e2", job, "no card", NOW.minusSeconds(30));
    WhyExplanation whyExplanation = WhyExplanation.explain(situation(job, busy, other));
    assertThat(whyExplanation.summary())
        .isEqualTo(
            "waits: capability 'has_gpu' refuses it on e1 on host: no driver (since"
                + " 2026-01-31T11:58:30.000Z); 'has_gpu' refuses it on e2 on host: no card (since"
                + " 2026-01-31T11:59:30.000Z)");
    GateState gate = WhyExplanation.firstClosed(whyExplanation.gates()).orElseThrow();
    assertThat(gate.gate()).isEqualTo("capability");
    assertThat(gate.since()).isEqualTo(NOW.minusSeconds(30));
  }

  @Test
  void queued_whenOneExecutorRefusesIt_isDueForTheOther() {
    Job job = aJob().action("noop").requires("has_gpu").build();
    Member refuses = refusing("e1", job, "no driver", NOW);
    Member free = member("e2", 1, 0, List.of("has_gpu"), "noop");
    WhyExplanation whyExplanation = WhyExplanation.explain(situation(job, refuses, free));
    assertThat(whyExplanation.gates()).allMatch(GateState::open);
    assertThat(detail(whyExplanation, "capability"))
        .contains("refuses it on e1 on host: no driver", "1 other executor has has_gpu");
  }

  @Test
  void queued_whenOtherJobsAreRefused_tellsNothingOfThem() {
    Job job = aJob().action("noop").requires("has_gpu").build();
    Member refuses = refusing("e1", aJob().build(), "secret", NOW);
    assertThat(detail(WhyExplanation.explain(situation(job, refuses)), "capability"))
        .isEqualTo("1 executor has has_gpu; they refuse other jobs on e1 on host");
  }

  @Test
  void queued_withoutExecutor_saysWhoProvidedTheActionLast() {
    WhyInput whyInput =
        new WhyInput(
            ClaimCandidate.of(JOB, null, NOW),
            List.of(),
            null,
            0,
            List.of(),
            new KnownAction(FREE.actions().getFirst(), "e7 on host7", NOW.minusSeconds(60)),
            false);
    assertThat(WhyExplanation.explain(whyInput).summary())
        .isEqualTo(
            "waits: no executor is alive; start one that has the action 'noop'; it was last"
                + " reported by e7 on host7 at 2026-01-31T11:59:00.000Z (executors report their"
                + " actions every 10 minutes)");
    assertThat(detail(WhyExplanation.explain(whyInput), "action"))
        .isEqualTo("not checked while the gate 'executors' is closed");
  }

  @Test
  void queued_withoutExecutor_namesTheCapabilitiesThatItNeeds() {
    Job job = aJob().action("noop").requires("has_gpu", "has_disk").build();
    assertThat(summary(job))
        .isEqualTo(
            "waits: no executor is alive; start one that has the capabilities 'has_gpu',"
                + " 'has_disk'");
    WhyExplanation other =
        WhyExplanation.explain(situation(job, member("e1", 4, 0, List.of(), "other")));
    assertThat(detail(other, "capability"))
        .isEqualTo(
            "needs the capabilities 'has_gpu', 'has_disk'; not checked while the gate 'action' is"
                + " closed");
  }

  @Test
  void queued_withoutExecutor_waitsSinceTheActionWasLastProvided() {
    Job job = aJob().action("noop").created(NOW.minusSeconds(3600)).build();
    Instant provided = NOW.minusSeconds(60);
    WhyInput whyInput =
        new WhyInput(
            ClaimCandidate.of(job, null, NOW),
            List.of(),
            null,
            0,
            List.of(),
            new KnownAction(FREE.actions().getFirst(), "e7 on host7", provided),
            false);
    assertThat(WhyExplanation.firstClosed(WhyExplanation.explain(whyInput).gates()))
        .get()
        .extracting(GateState::since)
        .isEqualTo(provided);
  }

  @Test
  void queued_onABoardOfOtherMakes_saysWhatIsNotKnown() {
    WhyInput whyInput =
        new WhyInput(ClaimCandidate.of(JOB, null, NOW), List.of(), null, 0, List.of(), null, true);
    WhyExplanation whyExplanation = WhyExplanation.explain(whyInput);
    assertThat(whyExplanation.summary())
        .startsWith("is due; no live executor of Baton has the action 'noop', and executors that");
    assertThat(whyExplanation.gates()).allMatch(GateState::open);
    assertThat(detail(whyExplanation, "executors"))
        .contains("executors that are not Baton's are not known here");
  }

  private static Member refusing(String name, Job job, String reason, Instant since) {
    return member(name, 4, 0, List.of("has_gpu"), "noop")
        .withRefusals(List.of(new CapabilityRefusal(job.id(), "has_gpu", reason, since)));
  }

  private static String detail(WhyExplanation whyExplanation, String name) {
    return whyExplanation.gates().stream()
        .filter(gate -> gate.gate().equals(name))
        .findFirst()
        .orElseThrow()
        .detail();
  }

  @Test
  void running_whoseExecutorDied_saysWhoRefusesToTakeItOver() {
    Job job = aJob().action("noop").spec(spec -> spec.requires(List.of("has_gpu"))).build();
    Job lost =
        job.withStatus(
            job.status().toBuilder().state(JobState.RUNNING).attempt(1).owner("gone").build());
    WhyExplanation whyExplanation =
        WhyExplanation.explain(situation(lost, refusing("e2", lost, "it runs on host a", NOW)));
    assertThat(whyExplanation.summary())
        .startsWith("cannot continue on its own: executor 'gone' is lost")
        .contains("'has_gpu' refuses it on e2 on host: it runs on host a");
    assertThat(whyExplanation.gates())
        .extracting(GateState::gate)
        .containsExactly("executor", "capability");
  }

  @Test
  void queued_whenClaimed_namesTheOwner() {
    JobBoard.Posting posting = new JobBoard.Posting(JOB.id(), 999, NOW, "e1");
    WhyInput claimed =
        new WhyInput(
            ClaimCandidate.of(JOB, posting, NOW),
            List.of(FREE),
            posting,
            0,
            List.of(),
            null,
            false);
    assertThat(WhyExplanation.explain(claimed).summary())
        .isEqualTo("waits: claimed by e1, about to start");
  }

  @Test
  void queued_withAllGatesOpen_isDue() {
    WhyExplanation whyExplanation = WhyExplanation.explain(situation(JOB, FREE));
    assertThat(whyExplanation.summary()).startsWith("is due and should start within moments");
    assertThat(whyExplanation.gates()).allMatch(GateState::open);
    assertThat(whyExplanation.gates().get(2).detail())
        .isEqualTo("3 jobs are before it; priority 999");
    assertThat(whyExplanation.gates().getLast().detail()).isEqualTo("3 of 4 are free");
  }

  private static Job running(String owner) {
    return with(
        JOB.status().toBuilder()
            .state(JobState.RUNNING)
            .attempt(2)
            .progress(40)
            .owner(owner)
            .build());
  }

  private static WhyInput running(JobEvent.Kind last, Member... executors) {
    JobEvent event =
        new JobEvent(1, JOB.id(), NOW.minusSeconds(61), last, JobState.RUNNING, 2, "e1", null);
    return new WhyInput(
        ClaimCandidate.of(running("e1"), null, NOW),
        List.of(executors),
        null,
        0,
        List.of(event),
        null,
        false);
  }

  @Test
  void queued_whenWaitingForASignal_saysForWhichAndHowToSendIt() {
    Job job =
        JOB.withSpec(JOB.spec().toBuilder().notBefore(RunWrite.Wait.FOREVER).build())
            .withStatus(JOB.status().toBuilder().statusMessage("waits for 'approve'").build());
    JobEvent event =
        new JobEvent(
            1, JOB.id(), NOW, JobEvent.Kind.WAITING, JobState.QUEUED, 1, "e1", "waits for x");
    WhyInput waiting =
        new WhyInput(
            ClaimCandidate.of(job, null, NOW), List.of(FREE), null, 0, List.of(event), null, false);
    assertThat(WhyExplanation.explain(waiting).summary())
        .isEqualTo(
            "waits: waits for 'approve'; send it with: baton job signal " + JOB.id() + " NAME");
  }

  @Test
  void running_saysWhereAndForHowLong() {
    assertThat(WhyExplanation.explain(running(JobEvent.Kind.RESUMED, FREE)).summary())
        .isEqualTo("runs on e1 for 1 min 1 s, attempt 2, 40 %");
  }

  @Test
  void running_onASilentExecutor_saysThatItIsLost() {
    assertThat(WhyExplanation.explain(running(JobEvent.Kind.STARTED)).summary())
        .contains("executor 'e1' is lost: it disconnected, or was not seen for 45 s");
  }

  @Test
  void running_whenParked_waitsForItsMonitor() {
    assertThat(WhyExplanation.explain(running(JobEvent.Kind.PARKED, FREE)).summary())
        .contains("its action has returned; another job");
  }

  @Test
  void running_byAClient_saysSo() {
    Job job = with(JOB.status().toBuilder().state(JobState.RUNNING).build());
    assertThat(summary(job, FREE)).contains("a client of the API reported that it runs");
  }

  @Test
  void ended_saysHowAndWhy() {
    Job job =
        with(
            JOB.status().toBuilder()
                .state(JobState.FAILED)
                .attempt(3)
                .owner("e1")
                .ended(NOW)
                .lastError("IOException: disk full\n  at …")
                .build());
    WhyExplanation whyExplanation = WhyExplanation.explain(situation(job));
    assertThat(whyExplanation.summary())
        .isEqualTo(
            "ended in FAILED at 2026-01-31T12:00:00.000Z in attempt 3 on e1: IOException: disk"
                + " full");
    assertThat(whyExplanation.gates()).isEmpty();
  }

  @Test
  void duration_showsTheTwoGreatestUnits() {
    assertThat(Timestamps.duration(Duration.ofSeconds(59))).isEqualTo("59 s");
    assertThat(Timestamps.duration(Duration.ofSeconds(3661))).isEqualTo("1 h 1 min");
    assertThat(Timestamps.duration(Duration.ofHours(49))).isEqualTo("2 d 1 h");
  }
}
