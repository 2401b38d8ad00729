// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.campaign.history.FinalJob.Requested;
import dev.baton.campaign.ledger.LedgerEntry.Kind;
import dev.baton.campaign.plugin.EffectPlugin;
import dev.baton.campaign.plugin.StepsPlugin;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that every rule is broken by the history that is made to break it, and by no other history.
 */
final class HistoryCheckerTest {

  private static final String JOB = "job/1";

  @ParameterizedTest
  @MethodSource("dev.baton.campaign.history.BrokenHistories#all")
  void rule_onTheHistoryThatBreaksIt_saysSo(String rule, String part, History history) {
    assertThat(violations(history, rule)).singleElement().asString().contains(part);
    assertThat(HistoryChecker.check(history))
        .filteredOn(outcome -> !outcome.violations().isEmpty())
        .filteredOn(outcome -> !outcome.rule().equals(rule))
        .flatExtracting(HistoryChecker.Outcome::violations)
        .as("other rules")
        // An execution that is late also overlaps.
        .allMatch(
            text -> text.toString().contains("at once") || text.toString().contains("after token"));
  }

  @Test
  void rule_thatFindsNothingToLookAt_saysSo() {
    HistoryBuilder history = new HistoryBuilder();
    for (int i = 0; i < 200; i++) {
      history.post("job/" + i).job("job/" + i, "SUCCESS", 1);
    }
    assertThat(HistoryChecker.check(history.build()))
        .filteredOn(outcome -> !outcome.violations().isEmpty())
        .allMatch(
            outcome -> outcome.violations().getFirst().text().contains("rule had nothing to check"))
        .extracting(HistoryChecker.Outcome::rule)
        .containsExactly(
            "a token belongs to one execution",
            "no write with a stale token is accepted",
            "a success was executed",
            "final states are final",
            "nothing begins after the end of a job",
            "started atoms are ended, reverted or reported",
            "no atom is executed after its stored success",
            "schedules post as their policy says",
            "why names a gate for what is not final");
  }

  @Test
  void everyRule_isBrokenBySomeHistory() {
    List<String> rules =
        HistoryChecker.check(new HistoryBuilder().build()).stream()
            .map(HistoryChecker.Outcome::rule)
            .toList();
    assertThat(BrokenHistories.all().map(arguments -> (String) arguments.get()[0]).distinct())
        .containsExactlyInAnyOrderElementsOf(rules);
  }

  @Test
  void violation_thatAKnownDefectMayExplain_hasItsKind() {
    Map<Violation.Kind, List<String>> parts =
        BrokenHistories.all()
            .collect(
                Collectors.groupingBy(
                    arguments ->
                        violations((History) arguments.get()[2], (String) arguments.get()[0])
                            .getFirst()
                            .kind(),
                    Collectors.mapping(
                        arguments -> (String) arguments.get()[1], Collectors.toList())));
    assertThat(parts.get(Violation.Kind.MISSING_JOB))
        .containsExactly(
            "is not there",
            "job/1 was named in the answer to a post and is not there",
            "did not post 2026-11-29T12:00:15Z",
            "did not post 2026-11-29T12:00:05Z");
    assertThat(parts.get(Violation.Kind.ANSWERED_AS_FAILED))
        .containsExactly(
            "'a' was answered with REFUSED, but it exists as job/2",
            "post of c1-1 was answered with 500");
  }

  @Test
  void takeover_afterADeath_isAllowed() {
    History history =
        new HistoryBuilder()
            .post(JOB)
            .success(JOB, 2, "2-2", 2)
            .did(Kind.BEGIN, 0, 1, JOB, 1)
            .did(Kind.STEP, 100, 1, JOB, 1)
            .did(Kind.BEGIN, 5_000, 2, JOB, 2)
            .did(Kind.END, 5_100, 2, JOB, 2)
            .logged(JOB, 1L, 2L)
            .seen(JOB, "SUCCESS")
            .build();
    assertThat(HistoryChecker.check(history)).allMatch(outcome -> outcome.violations().isEmpty());
  }

  @Test
  void shortOverlaps_whichAreFewOrExcused_areAllowed() {
    String rule = "executions of a job do not overlap";
    assertThat(violations(BrokenHistories.shortOverlaps(3).build(), rule)).isEmpty();
    assertThat(violations(BrokenHistories.shortOverlaps(4).excuse(1, 3_000, 5_000).build(), rule))
        .isEmpty();
  }

  @Test
  void beginOfAProcessThatWasFrozen_countsOnlyTheTimeThatItRan() {
    HistoryBuilder history =
        new HistoryBuilder()
            .job(JOB, "SUCCESS", 2)
            .did(Kind.BEGIN, 9_000, 1, JOB, 1)
            .seen(JOB, "SUCCESS", 10)
            .excuse(1, 0, 8_990);
    assertThat(violations(history.build(), "nothing begins after the end of a job")).isEmpty();
  }

  @Test
  void effect_ofAProcessThatWasFrozen_countsOnlyTheTimeThatItRan() {
    HistoryBuilder frozen =
        new HistoryBuilder()
            .did(Kind.BEGIN, 0, 1, JOB, 1)
            .did(Kind.BEGIN, 4_000, 2, JOB, 2)
            .did(Kind.STEP, 9_010, 1, JOB, 1)
            .did(Kind.END, 9_020, 2, JOB, 2);
    String rule = "no effect of an earlier token follows a later one";
    assertThat(violations(frozen.build(), rule)).hasSize(1);
    assertThat(violations(frozen.excuse(1, 100, 9_000).build(), rule)).isEmpty();
  }

  @Test
  void token_ofAnExecutorWhoseServerStoresNone_isNotExpectedThere() {
    HistoryBuilder history =
        new HistoryBuilder().job(JOB, "SUCCESS", 0).did(Kind.BEGIN, 0, 1, JOB, 5);
    String rule = "no write with a stale token is accepted";
    assertThat(violations(history.build(), rule)).hasSize(1);
    assertThat(violations(history.unfenced(1).build(), rule)).isEmpty();
  }

  @Test
  void executionsAtAServerWithoutTokens_areCountedAndNotJudged() {
    HistoryBuilder history =
        new HistoryBuilder()
            .job(JOB, "SUCCESS", 2)
            .did(Kind.BEGIN, 0, 1, JOB, 2)
            .did(Kind.STEP, 3_000, 1, JOB, 2)
            .did(Kind.BEGIN, 4_000, 7, JOB, 1)
            .did(Kind.STEP, 6_000, 7, JOB, 1)
            .did(Kind.END, 8_000, 1, JOB, 2)
            .did(Kind.END, 9_000, 7, JOB, 1)
            .unfenced(7);
    assertThat(HistoryChecker.check(history.build()))
        .filteredOn(outcome ->
            outcome.rule().contains("token") || outcome.rule().contains("do not overlap"))
        .hasSize(4)
        .allMatch(outcome -> outcome.violations().isEmpty())
        .anySatisfy(outcome ->
            assertThat(outcome.figures())
                .containsEntry("jobs-with-overlaps-at-a-cimi-server", 1L)
                .containsEntry("longest-overlap-at-a-cimi-server-us", 4_000_000L));
  }

  @Test
  void fault_thatHasNotComeUpTwiceInAShortRun_isNoViolation() {
    History history = new HistoryBuilder().fault("kill", 1, 0).fault("freeze", 2, 2).build();
    assertThat(violations(history, "every kind of fault that comes up is injected")).isEmpty();
  }

  @Test
  void outcome_ofOverlaps_hasItsFiguresAsNumbers() {
    History history =
        new HistoryBuilder()
            .did(Kind.BEGIN, 0, 1, JOB, 1)
            .did(Kind.BEGIN, 4_000, 2, JOB, 2)
            .did(Kind.STEP, 4_500, 1, JOB, 1)
            .did(Kind.END, 9_000, 2, JOB, 2)
            .build();
    assertThat(HistoryChecker.check(history))
        .filteredOn(outcome -> outcome.rule().equals("executions of a job do not overlap"))
        .singleElement()
        .satisfies(outcome ->
            assertThat(outcome.figures())
                .containsEntry("second-executions", 1L)
                .containsEntry("overlaps", 1L)
                .containsEntry("longest-overlap-us", 500_000L));
  }

  @Test
  void jobWithoutFileDescriptors_alsoWhereTheCampaignTakesThem_mayNotFail() {
    HistoryBuilder history =
        new HistoryBuilder().failed(JOB, "cannot be started: Too many open files");
    String rule = "jobs fail where the load asks for it and nowhere else";
    assertThat(violations(history.fault("descriptors", 1, 1).build(), rule)).hasSize(1);
  }

  @Test
  void jobWithoutMemory_whereTheCampaignTakesIt_mayFail() {
    HistoryBuilder history =
        new HistoryBuilder().failed(JOB, "java.lang.OutOfMemoryError: Java heap space");
    assertThat(HistoryChecker.check(history.takingMemory().build()))
        .allMatch(outcome -> outcome.violations().isEmpty());
  }

  @Test
  void failedAttempt_atAServerThatCountsNone_endsTheJob() {
    HistoryBuilder history =
        new HistoryBuilder()
            .job(JOB, EffectPlugin.EFFECT, "FAILED", "", 1, Requested.toFail(2, 0))
            .did(Kind.BEGIN, 0, 1, JOB, 1)
            .did(Kind.FAIL, 10, 1, JOB, 1);
    String rule = "jobs fail where the load asks for it and nowhere else";
    assertThat(violations(history.build(), rule)).hasSize(1);
    assertThat(violations(history.unfenced(1).build(), rule)).isEmpty();
  }

  @Test
  void childrenOfABulkJob_atAServerWithoutKeys_mayBePostedAgain() {
    HistoryBuilder history = new HistoryBuilder().bulk(JOB, 1, "job/2", "job/3");
    String rule = "a bulk job posts each of its jobs once";
    assertThat(violations(history.unfenced(1).build(), rule)).isEmpty();
  }

  @Test
  void success_atAServerWithoutResults_isExpectedToHaveNone() {
    HistoryBuilder history =
        new HistoryBuilder()
            .job(JOB, EffectPlugin.EFFECT, "SUCCESS", "", 1, Requested.NOTHING)
            .did(Kind.END, 0, 1, JOB, 1)
            .unfenced(1);
    assertThat(violations(history.build(), "a success was executed")).isEmpty();
  }

  @Test
  void cancelOfAFlow_thatWasOverBefore_isAllowed() {
    HistoryBuilder history =
        new HistoryBuilder().job(JOB, "FAILED", 1).canceled(JOB, true).canceled("job/2", true);
    assertThat(HistoryChecker.check(history.build()))
        .allMatch(outcome -> outcome.violations().isEmpty());
  }

  @Test
  void schedules_thatFollowTheirPolicyAfterAnOutage_areKept() {
    History history =
        new HistoryBuilder()
            .scheduled("campaign_catch_up", 0, 12)
            .scheduled("campaign_catch_up", 5, 12)
            .scheduled("campaign_catch_up", 10, 12)
            .scheduled("campaign_run_once", 0, 12)
            .scheduled("campaign_run_once", 15, 15)
            .scheduled("campaign_skip", 0, 0)
            .scheduled("campaign_skip", 10, 12)
            .ledUntil(19)
            .build();
    assertThat(violations(history, "schedules post as their policy says")).isEmpty();
  }

  @Test
  void flow_thatFailedAndWasReverted_isSettled() {
    History history =
        new HistoryBuilder()
            .job(JOB, "FAILED", 2)
            .atom(Kind.BEGIN, 0, JOB, 1, "1-a")
            .atom(Kind.END, 1, JOB, 1, "1-a")
            .atom(Kind.REVERT, 2, JOB, 2, "1-a")
            .atom(Kind.REVERTED, 3, JOB, 2, "1-a")
            .build();
    assertThat(HistoryChecker.check(history)).allMatch(outcome -> outcome.violations().isEmpty());
  }

  @Test
  void atom_thatTheErrorOfItsJobNames_isSettled() {
    HistoryBuilder history =
        new HistoryBuilder()
            .job(
                JOB,
                StepsPlugin.STEPS,
                "FAILED",
                "the load asks for it; not reverted: '1-a' (SUCCESS); to revert this: …",
                1,
                Requested.toFail(2, 3))
            .atom(Kind.BEGIN, 0, JOB, 1, "1-a")
            .atom(Kind.END, 1, JOB, 1, "1-a")
            .flow(JOB, "1-a", "SUCCESS");
    assertThat(HistoryChecker.check(history.build()))
        .allMatch(outcome -> outcome.violations().isEmpty());
  }

  @Test
  void atom_thatAFrozenProcessBeginsUnderAnEarlierToken_isNoSecondExecution() {
    History history =
        new HistoryBuilder()
            .atom(Kind.BEGIN, 0, JOB, 3, "1-a")
            .atom(Kind.END, 1, JOB, 3, "1-a")
            .atom(Kind.BEGIN, 2, JOB, 3, "2-b")
            .atom(Kind.BEGIN, 3, JOB, 1, "1-a")
            .build();
    assertThat(violations(history, "no atom is executed after its stored success")).isEmpty();
  }

  private static List<Violation> violations(History history, String rule) {
    return HistoryChecker.check(history).stream()
        .filter(outcome -> outcome.rule().equals(rule))
        .findFirst()
        .orElseThrow()
        .violations();
  }
}
