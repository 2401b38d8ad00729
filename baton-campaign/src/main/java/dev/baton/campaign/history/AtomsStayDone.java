// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import dev.baton.campaign.ledger.LedgerEntry;
import dev.baton.campaign.ledger.LedgerEntry.Kind;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * No atom is executed after its success was stored. The names of the atoms start with the number of
 * their stage, and no atom starts before the atoms of earlier stages are stored as done ({@code
 * StepsPlugin}). Therefore a success is known to be stored once an atom of a later stage has
 * started. An execution that has lost its claim may not know of the success; {@link
 * TokensOrderEffects} judges its later effects.
 */
final class AtomsStayDone implements HistoryRule {

  @Override
  public String name() {
    return "no atom is executed after its stored success";
  }

  @Override
  public void check(History history, Findings findings) {
    history.entries().stream()
        .filter(entry -> !entry.atom().equals(LedgerEntry.NO_ATOM))
        .sorted(Comparator.comparingLong(LedgerEntry::nanos))
        .collect(Collectors.groupingBy(LedgerEntry::job))
        .forEach((job, entries) -> check(entries, findings));
  }

  /**
   * Checks the entries of one job. The idempotency key of an atom stays the same until the atom is
   * reverted and started again.
   */
  private static void check(List<LedgerEntry> entries, Findings findings) {
    Set<LedgerEntry> ended = new HashSet<>();
    // The token of the execution that knew of the success, by atom key.
    Map<String, Long> stored = new HashMap<>();
    for (LedgerEntry entry : entries) {
      if (entry.kind() == Kind.END) {
        ended.add(entry);
      } else if (entry.kind() == Kind.BEGIN) {
        findings.countChecked();
        if (entry.token() >= stored.getOrDefault(entry.execution(), Long.MAX_VALUE)) {
          findings.violation(
              "%s: atom %s began again under token %d after its success was stored"
                  .formatted(entry.job(), entry.atom(), entry.token()));
        }
        ended.stream()
            .filter(end -> stage(end) < stage(entry) && end.token() <= entry.token())
            .forEach(end -> stored.merge(end.execution(), entry.token(), Math::min));
      }
    }
  }

  private static int stage(LedgerEntry entry) {
    return Integer.parseInt(entry.atom().substring(0, entry.atom().indexOf('-')));
  }
}
