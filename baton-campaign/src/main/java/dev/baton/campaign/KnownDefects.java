// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import dev.baton.campaign.history.HistoryChecker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

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

  private static final Pattern MISSING =
      Pattern.compile("is not there|did not post|posted nothing");
  private static final Pattern FAILED = Pattern.compile("was answered with (REFUSED|5\\d\\d)\\b");

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
    List<String> left = new ArrayList<>();
    for (String violation : outcome.violations()) {
      if (counts.containsKey(EMPTIED) && MISSING.matcher(violation).find()) {
        count(LOST);
      } else if (FAILED.matcher(violation).find()) {
        count(FALSE_FAILURE);
      } else {
        left.add(violation);
      }
    }
    return new HistoryChecker.Outcome(
        outcome.rule(),
        outcome.alwaysLooks(),
        outcome.checked(),
        left,
        outcome.notes(),
        outcome.figures());
  }

  synchronized Map<String, Long> counts() {
    return Map.copyOf(counts);
  }
}
