// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import dev.baton.campaign.history.HistoryChecker;
import dev.baton.campaign.history.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The known defects of the embedded store, whose effects are counted and not judged: it may start
 * empty on a damaged file, stay unavailable after its disk was full, and report a commit as failed
 * that has succeeded.
 */
final class KnownDefects {

  static final String EMPTIED = "the store started empty on a damaged file";
  static final String STAYED_AWAY = "the store stayed away after its disk was full";
  static final String LOST = "acknowledged jobs that were in the store before it started empty";
  static final String FALSE_FAILURE = "commits that were answered as failed";

  private final boolean isEmbedded;
  private final Map<String, Long> counts = new TreeMap<>();

  KnownDefects(boolean isEmbedded) {
    this.isEmbedded = isEmbedded;
  }

  /** Counts one occurrence of a defect. */
  synchronized void count(String defect) {
    counts.merge(defect, 1L, Long::sum);
  }

  /** Removes the violations that the defects explain from the outcomes, and counts them. */
  synchronized List<HistoryChecker.Outcome> judge(List<HistoryChecker.Outcome> outcomes) {
    return isEmbedded ? outcomes.stream().map(this::judge).toList() : outcomes;
  }

  private HistoryChecker.Outcome judge(HistoryChecker.Outcome outcome) {
    List<Violation> left = new ArrayList<>();
    for (Violation violation : outcome.violations()) {
      String defect = defect(violation.kind());
      if (defect == null) {
        left.add(violation);
      } else {
        count(defect);
      }
    }
    return new HistoryChecker.Outcome(
        outcome.rule(),
        outcome.alwaysChecks(),
        outcome.checked(),
        left,
        outcome.notes(),
        outcome.figures());
  }

  private @Nullable String defect(Violation.Kind kind) {
    return switch (kind) {
      case MISSING_JOB -> counts.containsKey(EMPTIED) ? LOST : null;
      case ANSWERED_AS_FAILED -> FALSE_FAILURE;
      case OTHER -> null;
    };
  }

  synchronized Map<String, Long> counts() {
    return Map.copyOf(counts);
  }
}
