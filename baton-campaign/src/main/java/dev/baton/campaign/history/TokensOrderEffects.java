// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import dev.baton.campaign.ledger.LedgerEntry;
import dev.baton.campaign.ledger.LedgerEntry.Kind;
import java.util.List;

/**
 * No effect under an earlier token follows an effect under a later token, except for a moment in
 * which the process has not had the processor time to notice the loss of its claim.
 */
final class TokensOrderEffects implements HistoryRule {

  @Override
  public String name() {
    return "no effect of an earlier token follows a later one";
  }

  @Override
  public boolean alwaysChecks() {
    return false;
  }

  @Override
  public void check(History history, Findings findings) {
    long late = 0;
    long longest = 0;
    for (List<TokenSpan> all : TokenSpan.byJob(history.entries()).values()) {
      List<TokenSpan> spans = TokenSpan.fenced(all, history);
      for (int later = 1; later < spans.size(); later++) {
        findings.countChecked();
        for (TokenSpan earlier : spans.subList(0, later)) {
          long nanos = lateNanos(earlier, spans.get(later), history);
          late += nanos >= 0 ? 1 : 0;
          longest = Math.max(longest, nanos);
          if (nanos > history.limits().outlive().toNanos()) {
            findings.violation(text(earlier, spans.get(later), nanos));
          }
        }
      }
    }
    findings.figure("effects-of-a-lost-claim", late);
    findings.figure("latest-effect-us", Math.max(0, longest) / 1_000);
    findings.note("effects of a lost claim: " + late + ", latest " + DurationText.millis(longest));
  }

  /**
   * How late the last effect of the earlier span is, in time during which its process ran; -1 if it
   * is not late.
   */
  private static long lateNanos(TokenSpan earlier, TokenSpan later, History history) {
    return earlier.entries().stream()
        .filter(entry -> entry.kind() != Kind.CUT && entry.nanos() > later.begin())
        .mapToLong(LedgerEntry::nanos)
        .max()
        .stream()
        .map(last ->
            ExcusedTime.runningNanos(
                earlier.process(), later.begin(), last, history.excusedTimes()))
        .findFirst()
        .orElse(-1);
  }

  private static String text(TokenSpan earlier, TokenSpan later, long nanos) {
    return "%s: token %d of process %d had effects %s after token %d of process %d began"
        .formatted(
            earlier.job(),
            earlier.token(),
            earlier.process(),
            DurationText.millis(nanos),
            later.token(),
            later.process());
  }
}
