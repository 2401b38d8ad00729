// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import java.util.Map;
import java.util.TreeMap;

/** The explanation of a job that is not final names the gates that hold it back. */
final class WhyNamesAGate implements HistoryRule {

  @Override
  public String name() {
    return "why names a gate for what is not final";
  }

  @Override
  public void check(History history, Findings findings) {
    Map<String, Integer> gates = new TreeMap<>();
    for (History.Explanation explanation : history.explanations()) {
      if (FinalJob.isFinal(explanation.state())) {
        continue;
      }
      findings.countChecked();
      explanation.gates().forEach(gate -> gates.merge(gate, 1, Integer::sum));
      boolean isNamed =
          !explanation.gates().isEmpty() && explanation.gates().stream().noneMatch(String::isBlank);
      if (!isNamed || explanation.summary().isBlank()) {
        findings.violation(
            explanation.job()
                + " is "
                + explanation.state()
                + ", but its why text names no gate: "
                + explanation);
      }
    }
    findings.note("gates named: " + gates);
  }
}
