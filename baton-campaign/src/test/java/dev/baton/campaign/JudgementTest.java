// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.campaign.Judgement.Verdict;
import dev.baton.campaign.agent.PlantedDefect;
import dev.baton.campaign.fault.FaultAim;
import dev.baton.campaign.fault.FaultKind;
import dev.baton.campaign.history.HistoryChecker;
import dev.baton.campaign.history.Violation;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class JudgementTest {

  private static final int JOBS = 100;
  private static final int FAULTS = 5;

  private static HistoryChecker.Outcome outcome(
      boolean alwaysChecks, long checked, String... violations) {
    return new HistoryChecker.Outcome(
        "a rule",
        alwaysChecks,
        checked,
        Stream.of(violations).map(text -> new Violation(Violation.Kind.OTHER, text)).toList(),
        List.of(),
        Map.of());
  }

  private static Judgement judge(
      HistoryChecker.Outcome outcome, @Nullable PlantedDefect plantedDefect) {
    return Judgement.of(List.of(outcome), JOBS, FAULTS, plantedDefect);
  }

  @Test
  void run_thatKeptEveryRule_hasPassed() {
    assertThat(judge(outcome(true, 3), null))
        .isEqualTo(new Judgement(Verdict.PASSED, 0, List.of()));
    assertThat(judge(outcome(false, 0), null).verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void run_inWhichNothingWasAcknowledged_showsNothing() {
    Judgement judgement = Judgement.of(List.of(outcome(true, 3)), 0, 0, null);
    assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(judgement.verdict().exitCode()).isEqualTo(2);
    assertThat(judgement.doubts())
        .containsExactly("no job was acknowledged", "no fault was injected");
  }

  @Test
  void run_inWhichARuleThatAlwaysLooksFoundNothing_showsNothing() {
    Judgement judgement = judge(outcome(true, 0), null);
    assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(judgement.doubts())
        .containsExactly("there was nothing to check for the rule 'a rule'");
  }

  @Test
  void plantedDefect_thatBreaksNoRule_isNotFound() {
    Judgement judgement = judge(outcome(true, 3), PlantedDefect.FENCING);
    assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(judgement.doubts()).containsExactly("the planted defect 'fencing' was not found");
  }

  @Test
  void run_thatBrokeARule_hasFailedWhateverElseItLacks() {
    Judgement judgement =
        Judgement.of(List.of(outcome(true, 0, "broken")), 0, 0, PlantedDefect.LEASE);
    assertThat(judgement).isEqualTo(new Judgement(Verdict.FAILED, 1, List.of()));
    assertThat(judgement.verdict().exitCode()).isEqualTo(1);
  }

  @Test
  void plantedDefectOfClaims_isAttackedByFaultsOfExecutorsThatLiveOn() {
    assertThat(List.of(PlantedDefect.FENCING, PlantedDefect.LEASE))
        .allSatisfy(plantedDefect -> {
          assertThat(PlantFaults.kinds(plantedDefect))
              .extracting(FaultKind::name)
              .containsExactly("freeze", "starve", "half-open", "half-open-requests", "partition");
          assertThat(PlantFaults.aim(plantedDefect)).isEqualTo(FaultAim.EXECUTORS);
        });
    assertThat(PlantFaults.aim(PlantedDefect.WRITE)).isEqualTo(FaultAim.ALL);
  }
}
