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
 * In a final flow, every atom that was started has ended (if the flow succeeded) or was reverted
 * (if not), and its stored state agrees. Otherwise the flow or the error of its job must report the
 * atom.
 */
final class AtomsAreSettled implements HistoryRule {

  private static final Set<String> REPORTED = Set.of("REVERT_FAILURE", "FAILURE");
  private static final Set<String> REVERTED_STATES = Set.of("REVERTED", "PENDING", "IGNORE");
  private static final String LEFT = "; not reverted: ";
  private static final String UNKNOWN = "unknown";

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
    findings.countChecked();
    String state = history.flows().getOrDefault(job.id(), Map.of()).getOrDefault(atom, UNKNOWN);
    if (REPORTED.contains(state) || isNamed(job, atom)) {
      return;
    }
    boolean succeeded = job.state().equals("SUCCESS");
    Kind last = entries.getLast().kind();
    if (last != (succeeded ? Kind.END : Kind.REVERTED)) {
      findings.violation(
          "%s is %s, but its atom %s stopped at %s and is reported as %s; error: %s"
              .formatted(job.id(), job.state(), atom, last, state, job.error()));
    } else if (!succeeded && !state.equals(UNKNOWN) && !REVERTED_STATES.contains(state)) {
      findings.violation(
          "%s is %s, and its atom %s was reverted, but is reported as %s"
              .formatted(job.id(), job.state(), atom, state));
    }
  }

  /**
   * Whether the error names the atom: a job that fails in the middle of its flow names its
   * unsettled atoms (ADR 75).
   */
  private static boolean isNamed(FinalJob job, String atom) {
    return job.error().contains(LEFT) && job.error().contains("'" + atom + "' (");
  }
}
