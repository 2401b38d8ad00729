// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

/** A final state that a client saw is still the state at the end of the campaign. */
final class FinalStatesStay implements HistoryRule {

  @Override
  public String name() {
    return "final states are final";
  }

  @Override
  public void check(History history, Findings findings) {
    for (History.FinalStateSeen finalStateSeen : history.finalStatesSeen()) {
      findings.countChecked();
      FinalJob job = history.jobs().get(finalStateSeen.job());
      if (job == null || !job.state().equals(finalStateSeen.state())) {
        findings.violation(
            "%s was seen as %s and is %s now"
                .formatted(
                    finalStateSeen.job(),
                    finalStateSeen.state(),
                    job == null ? "not there" : job.state()));
      }
    }
  }
}
