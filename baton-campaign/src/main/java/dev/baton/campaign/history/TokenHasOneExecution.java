// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import dev.baton.campaign.ledger.LedgerEntry;
import java.util.List;

/** A token belongs to one claim: one process and, for a plain action, one call. */
final class TokenHasOneExecution implements HistoryRule {

  @Override
  public String name() {
    return "a token belongs to one execution";
  }

  @Override
  public void check(History history, Findings findings) {
    for (List<TokenSpan> spans : TokenSpan.byJob(history.entries()).values()) {
      for (TokenSpan tokenSpan : spans) {
        findings.countChecked();
        long processes = tokenSpan.entries().stream().map(LedgerEntry::process).distinct().count();
        long calls =
            tokenSpan.entries().stream()
                .filter(entry -> entry.atom().equals(LedgerEntry.NO_ATOM))
                .map(LedgerEntry::execution)
                .distinct()
                .count();
        if (processes > 1 || calls > 1) {
          findings.violation(
              "%s: token %d was used by %d processes in %d calls"
                  .formatted(tokenSpan.job(), tokenSpan.token(), processes, calls));
        }
      }
    }
  }
}
