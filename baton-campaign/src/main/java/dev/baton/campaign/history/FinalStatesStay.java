// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

/** A final state that somebody saw is the state at the end. */
final class FinalStatesStay implements Rule {

  @Override
  public String name() {
    return "final states are final";
  }

  @Override
  public void check(History history, Findings findings) {
    for (History.Sighting sighting : history.sightings()) {
      findings.looked();
      FinalJob job = history.jobs().get(sighting.job());
      if (job == null || !job.state().equals(sighting.state())) {
        findings.violation(
            "%s was seen as %s and is %s now"
                .formatted(
                    sighting.job(), sighting.state(), job == null ? "not there" : job.state()));
      }
    }
  }
}
