// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import dev.baton.campaign.ledger.LedgerEntry;
import dev.baton.campaign.ledger.LedgerEntry.Kind;
import java.util.Set;
import java.util.stream.Collectors;

/** A job that succeeded with a result was executed to its end by the execution of the result. */
final class SuccessHasEffect implements Rule {

  @Override
  public String name() {
    return "a success was executed";
  }

  @Override
  public void check(History history, Findings findings) {
    Set<String> ended =
        history.entries().stream()
            .filter(entry -> entry.kind() == Kind.END)
            .map(LedgerEntry::execution)
            .collect(Collectors.toSet());
    for (FinalJob job : history.jobs().values()) {
      if (job.execution() != null) {
        findings.looked();
        if (!ended.contains(job.execution())) {
          findings.violation(job.id() + " succeeded, but its execution did not end");
        }
      }
    }
  }
}
