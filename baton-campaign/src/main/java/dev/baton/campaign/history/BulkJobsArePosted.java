// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import java.util.Map;
import java.util.stream.Collectors;

/** A bulk job posts each of its jobs once, even if processes die in between. */
final class BulkJobsArePosted implements HistoryRule {

  @Override
  public String name() {
    return "a bulk job posts each of its jobs once";
  }

  @Override
  public boolean alwaysChecks() {
    return false;
  }

  @Override
  public void check(History history, Findings findings) {
    Map<String, Long> children =
        history.jobs().values().stream()
            .filter(job -> job.parent() != null)
            .collect(
                Collectors.groupingBy(job -> String.valueOf(job.parent()), Collectors.counting()));
    int twice = 0;
    for (FinalJob job : history.jobs().values()) {
      long expected = job.requested().children();
      if (expected == 0) {
        continue;
      }
      findings.countChecked();
      long there = children.getOrDefault(job.id(), 0L);
      if (there > expected && !history.processesWithoutTokens().isEmpty()) {
        // A CIMI server has no keys by which it could recognise the repeated post of a child job.
        twice++;
      } else if (there > expected || (there < expected && job.state().equals("SUCCESS"))) {
        findings.violation(
            "%s is %s and has %d jobs, but must post %d"
                .formatted(job.id(), job.state(), there, expected));
      }
    }
    if (!history.processesWithoutTokens().isEmpty()) {
      findings.note("bulk jobs with children that were posted again: " + twice);
      findings.figure("bulk-jobs-with-repeated-children", twice);
    }
  }
}
