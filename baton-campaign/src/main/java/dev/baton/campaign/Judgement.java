// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import dev.baton.campaign.agent.PlantedDefect;
import dev.baton.campaign.history.HistoryChecker;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The judgement of a campaign. A campaign that broke a rule has failed. A campaign that broke no
 * rule has passed only if its rules had something to check; otherwise the campaign is inconclusive.
 *
 * @param doubts the reasons why the campaign is inconclusive; empty if it is not
 */
record Judgement(Verdict verdict, long violations, List<String> doubts) {

  /** The judgement in one word. */
  enum Verdict {
    PASSED(0),
    FAILED(1),
    INCONCLUSIVE(2);

    private final int exitCode;

    Verdict(int exitCode) {
      this.exitCode = exitCode;
    }

    int exitCode() {
      return exitCode;
    }
  }

  Judgement {
    doubts = List.copyOf(doubts);
  }

  /**
   * Judges a campaign.
   *
   * @param acknowledged the number of acknowledged jobs
   * @param faults the number of injected faults
   * @param plantedDefect the planted defect; null for none
   */
  static Judgement of(
      List<HistoryChecker.Outcome> outcomes,
      int acknowledged,
      int faults,
      @Nullable PlantedDefect plantedDefect) {
    long violations = outcomes.stream().mapToLong(outcome -> outcome.violations().size()).sum();
    if (violations > 0) {
      return new Judgement(Verdict.FAILED, violations, List.of());
    }
    List<String> doubts = new ArrayList<>();
    if (acknowledged == 0) {
      doubts.add("no job was acknowledged");
    }
    if (faults == 0) {
      doubts.add("no fault was injected");
    }
    outcomes.stream()
        .filter(HistoryChecker.Outcome::lacksEvidence)
        .forEach(outcome ->
            doubts.add("there was nothing to check for the rule '" + outcome.rule() + "'"));
    if (plantedDefect != null) {
      doubts.add("the planted defect '" + word(plantedDefect) + "' was not found");
    }
    return new Judgement(
        doubts.isEmpty() ? Verdict.PASSED : Verdict.INCONCLUSIVE, violations, doubts);
  }

  static String word(PlantedDefect plantedDefect) {
    return plantedDefect.name().toLowerCase(Locale.ROOT);
  }
}
