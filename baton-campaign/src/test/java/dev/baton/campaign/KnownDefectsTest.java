// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.campaign.history.HistoryChecker;
import dev.baton.campaign.history.Violation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class KnownDefectsTest {

  private static final Violation LOST = new Violation(Violation.Kind.MISSING_JOB, "lost");
  private static final Violation FAILED =
      new Violation(Violation.Kind.ANSWERED_AS_FAILED, "failed");
  private static final Violation OTHER = new Violation(Violation.Kind.OTHER, "other");

  private static List<Violation> left(KnownDefects defects) {
    HistoryChecker.Outcome outcome =
        new HistoryChecker.Outcome(
            "a rule", true, 3, List.of(LOST, FAILED, OTHER), List.of(), Map.of());
    return defects.judge(List.of(outcome)).getFirst().violations();
  }

  @Test
  void violations_ofTheEmbeddedStore_areCountedWhereADefectExplainsThem() {
    KnownDefects defects = new KnownDefects(true);
    defects.count(KnownDefects.EMPTIED);
    assertThat(left(defects)).containsExactly(OTHER);
    assertThat(defects.counts())
        .isEqualTo(
            Map.of(
                KnownDefects.EMPTIED, 1L, KnownDefects.LOST, 1L, KnownDefects.FALSE_FAILURE, 1L));
  }

  @Test
  void lostJobs_ofAStoreThatDidNotStartEmpty_areViolations() {
    assertThat(left(new KnownDefects(true))).containsExactly(LOST, OTHER);
  }

  @Test
  void violations_ofOtherStores_stay() {
    assertThat(left(new KnownDefects(false))).containsExactly(LOST, FAILED, OTHER);
  }
}
