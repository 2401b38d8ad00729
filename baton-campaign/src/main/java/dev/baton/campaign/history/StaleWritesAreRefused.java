// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import java.util.List;
import java.util.Map;

/** The stored data of a job was written under the newest token at the time of the write. */
final class StaleWritesAreRefused implements HistoryRule {

  @Override
  public String name() {
    return "no write with a stale token is accepted";
  }

  @Override
  public void check(History history, Findings findings) {
    Map<String, List<TokenSpan>> spans = TokenSpan.byJob(history.entries());
    for (FinalJob job : history.jobs().values()) {
      List<TokenSpan> own = TokenSpan.fenced(spans.getOrDefault(job.id(), List.of()), history);
      if (own.isEmpty()) {
        continue;
      }
      findings.countChecked();
      long newest = own.getLast().token();
      if (job.execution() != null && job.resultToken() != newest) {
        findings.violation(
            "%s: its result is from token %d, but token %d was granted"
                .formatted(job.id(), job.resultToken(), newest));
      }
      if (job.token() < newest) {
        findings.violation(
            "%s: its stored token is %d, but token %d was granted"
                .formatted(job.id(), job.token(), newest));
      }
    }
    history.loggedTokens().forEach((job, tokens) -> checkLog(job, tokens, findings));
  }

  private static void checkLog(String job, List<Long> tokens, Findings findings) {
    findings.countChecked();
    for (int i = 1; i < tokens.size(); i++) {
      if (tokens.get(i) < tokens.get(i - 1)) {
        findings.violation(
            "%s: a log line of token %d follows one of token %d"
                .formatted(job, tokens.get(i), tokens.get(i - 1)));
        return;
      }
    }
  }
}
