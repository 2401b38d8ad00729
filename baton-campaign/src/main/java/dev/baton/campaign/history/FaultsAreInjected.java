// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A campaign proves nothing if its faults are not injected. Each kind that came up twice must be
 * injected at least once, and some kind must be injected.
 */
final class FaultsAreInjected implements HistoryRule {

  private static final int ENOUGH = 2;

  @Override
  public String name() {
    return "every kind of fault that comes up is injected";
  }

  @Override
  public boolean alwaysChecks() {
    return false;
  }

  @Override
  public void check(History history, Findings findings) {
    long all = 0;
    List<String> later = new ArrayList<>();
    for (var kind : new TreeMap<>(history.faultSummary().faults()).entrySet()) {
      findings.countChecked();
      History.FaultSummary.InjectionCounts injectionCounts = kind.getValue();
      all += injectionCounts.injected();
      if (injectionCounts.injected() == 0 && injectionCounts.cameUp() < ENOUGH) {
        later.add(kind.getKey());
      } else if (injectionCounts.injected() == 0) {
        findings.violation(
            "fault %s was chosen %d times, but was never injected"
                .formatted(kind.getKey(), injectionCounts.cameUp()));
      }
    }
    if (all == 0 && !history.faultSummary().faults().isEmpty()) {
      findings.violation("no fault was injected");
    }
    if (!later.isEmpty()) {
      findings.note("not injected, because the run was short: " + String.join(", ", later));
    }
    findings.figure("faults", all);
  }
}
