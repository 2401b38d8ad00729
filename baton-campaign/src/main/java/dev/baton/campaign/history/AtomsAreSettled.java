// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import dev.baton.campaign.ledger.LedgerEntry;
import dev.baton.campaign.ledger.LedgerEntry.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * In a flow that is over, every atom that was started has ended, if the flow succeeded, or was
 * reverted, if not, and is stored as that; or the flow, or the error of its job, reports that it
 * could not be.
 */
final class AtomsAreSettled implements Rule {

  private static final Set<String> REPORTED = Set.of("REVERT_FAILURE", "FAILURE");

  @Override
  public String name() {
    return "started atoms are ended, reverted or reported";
  }

  @Override
  public void check(History history, Findings findings) {
    Map<String, Map<String, List<LedgerEntry>>> flows =
        history.entries().stream()
            .filter(entry -> !entry.atom().equals(LedgerEntry.NO_ATOM))
            .sorted(
                Comparator.comparingLong(LedgerEntry::token).thenComparingLong(LedgerEntry::nanos))
            .collect(
                Collectors.groupingBy(LedgerEntry::job, Collectors.groupingBy(LedgerEntry::atom)));
    flows.forEach((id, atoms) -> {
      FinalJob job = history.jobs().get(id);
      if (job != null && job.isFinal()) {
        atoms.forEach((atom, entries) -> check(history, job, atom, entries, findings));
      }
    });
  }

  private static void check(
      History history, FinalJob job, String atom, List<LedgerEntry> entries, Findings findings) {
    findings.looked();
    Kind expected = job.state().equals("SUCCESS") ? Kind.END : Kind.REVERTED;
    Kind last = entries.getLast().kind();
    if (last == expected) {
      return;
    }
    String state = history.flows().getOrDefault(job.id(), Map.of()).getOrDefault(atom, "unknown");
    if (!REPORTED.contains(state)) {
      findings.violation(
          "%s is %s, but its atom %s stopped at %s and is reported as %s; error: %s"
              .formatted(job.id(), job.state(), atom, last, state, job.error()));
    }
  }
}
