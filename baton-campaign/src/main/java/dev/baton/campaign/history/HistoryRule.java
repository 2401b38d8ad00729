// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One rule that every history must keep. */
interface HistoryRule {

  /** A few words, the same in every run. */
  String name();

  /** Whether every run with some jobs has something that the rule looks at. */
  default boolean alwaysLooks() {
    return true;
  }

  /** Looks at the history and says what breaks the rule. */
  void check(History history, Findings findings);

  /** What a rule found. */
  final class Findings {
    private final List<String> violations = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<String, Long> figures = new LinkedHashMap<>();
    private long checked;

    /** One more thing was looked at. */
    void countChecked() {
      checked++;
    }

    /** The rule is broken. */
    void violation(String text) {
      violations.add(text);
    }

    /** Something that is allowed, but that people want to know. */
    void note(String text) {
      notes.add(text);
    }

    /** Whether nothing was looked at. */
    boolean isEmpty() {
      return checked == 0;
    }

    /** A note with a number that programs read too; a time is in microseconds. */
    void figure(String name, long value) {
      figures.put(name, value);
    }

    HistoryChecker.Outcome outcome(HistoryRule historyRule) {
      return new HistoryChecker.Outcome(
          historyRule.name(), historyRule.alwaysLooks(), checked, violations, notes, figures);
    }
  }
}
