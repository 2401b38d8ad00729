// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One rule that every history must keep. */
interface HistoryRule {

  /** A short name, the same in every campaign. */
  String name();

  /** Whether every campaign with some jobs has something that the rule checks. */
  default boolean alwaysChecks() {
    return true;
  }

  /** Checks the history and reports violations. */
  void check(History history, Findings findings);

  /** The findings of a rule. */
  final class Findings {
    private final List<Violation> violations = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<String, Long> figures = new LinkedHashMap<>();
    private long checked;

    /** Counts one checked thing. */
    void countChecked() {
      checked++;
    }

    /** Reports that the rule is broken. */
    void violation(String text) {
      violation(Violation.Kind.OTHER, text);
    }

    /** Reports that the rule is broken in a way that a known defect may explain. */
    void violation(Violation.Kind kind, String text) {
      violations.add(new Violation(kind, text));
    }

    /** Reports a fact that is allowed but worth knowing. */
    void note(String text) {
      notes.add(text);
    }

    /** Whether nothing was checked. */
    boolean isEmpty() {
      return checked == 0;
    }

    /** Reports a number for programs; times are in microseconds. */
    void figure(String name, long value) {
      figures.put(name, value);
    }

    HistoryChecker.Outcome outcome(HistoryRule historyRule) {
      return new HistoryChecker.Outcome(
          historyRule.name(), historyRule.alwaysChecks(), checked, violations, notes, figures);
    }
  }
}
