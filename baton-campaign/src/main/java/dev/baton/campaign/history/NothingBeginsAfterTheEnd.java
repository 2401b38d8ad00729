// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import dev.baton.campaign.ledger.LedgerEntry;
import dev.baton.campaign.ledger.LedgerEntry.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * After a client has seen that a job succeeded or failed, none of its actions or atoms is started
 * or reverted, except for a moment in which a process has not noticed the loss of its claim. A
 * cancelled job continues until its executor learns of the cancellation.
 */
final class NothingBeginsAfterTheEnd implements HistoryRule {

  private static final Set<Kind> BEGINS = Set.of(Kind.BEGIN, Kind.REVERT);

  @Override
  public String name() {
    return "nothing begins after the end of a job";
  }

  @Override
  public void check(History history, Findings findings) {
    Map<String, List<LedgerEntry>> begins =
        history.entries().stream()
            .filter(entry -> BEGINS.contains(entry.kind()))
            .collect(Collectors.groupingBy(LedgerEntry::job));
    for (History.FinalStateSeen finalStateSeen : history.finalStatesSeen()) {
      if (finalStateSeen.state().equals("CANCELED")) {
        continue;
      }
      findings.countChecked();
      for (LedgerEntry entry : begins.getOrDefault(finalStateSeen.job(), List.of())) {
        long late =
            ExcusedTime.runningNanos(
                entry.process(), finalStateSeen.nanos(), entry.nanos(), history.excusedTimes());
        if (late > history.limits().outlive().toNanos()) {
          findings.violation(
              "%s: %s of %s under token %d began %s after the job was seen as %s"
                  .formatted(
                      finalStateSeen.job(),
                      entry.kind(),
                      entry.atom(),
                      entry.token(),
                      DurationText.millis(late),
                      finalStateSeen.state()));
        }
      }
    }
  }
}
