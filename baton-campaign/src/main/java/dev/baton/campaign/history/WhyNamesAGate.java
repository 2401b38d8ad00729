// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import java.util.Map;
import java.util.TreeMap;

/** The explanation of a job that is not final names the gates in its way. */
final class WhyNamesAGate implements Rule {

  @Override
  public String name() {
    return "why names a gate for what is not final";
  }

  @Override
  public void check(History history, Findings findings) {
    Map<String, Integer> gates = new TreeMap<>();
    for (History.Why why : history.whys()) {
      if (FinalJob.isFinal(why.state())) {
        continue;
      }
      findings.looked();
      why.gates().forEach(gate -> gates.merge(gate, 1, Integer::sum));
      boolean isNamed = !why.gates().isEmpty() && why.gates().stream().noneMatch(String::isBlank);
      if (!isNamed || why.verdict().isBlank()) {
        findings.violation(why.job() + " is " + why.state() + ", but why says no gate: " + why);
      }
    }
    findings.note("gates named: " + gates);
  }
}
