// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import java.util.List;

/**
 * Executions of one job do not run at the same time. A short overlap after a lost claim is allowed
 * only as a rare exception, because an executor normally stops its runs before its lease ends for
 * others.
 */
final class ExecutionsDoNotOverlap implements HistoryRule {

  /**
   * This number of overlaps may be chance. More overlaps must be a small part of all second
   * executions.
   */
  private static final int FEW = 3;

  private static final int ONE_IN = 5;

  @Override
  public String name() {
    return "executions of a job do not overlap";
  }

  @Override
  public boolean alwaysChecks() {
    return false;
  }

  @Override
  public void check(History history, Findings findings) {
    long moments = 0;
    long excused = 0;
    long longest = 0;
    long takeovers = 0;
    long unfenced = 0;
    long longestUnfenced = 0;
    for (List<TokenSpan> all : TokenSpan.byJob(history.entries()).values()) {
      List<TokenSpan> spans = TokenSpan.fenced(all, history);
      long together = spans.size() == all.size() ? 0 : longestTogether(all, history);
      unfenced += together > 0 ? 1 : 0;
      longestUnfenced = Math.max(longestUnfenced, together);
      for (int later = 1; later < spans.size(); later++) {
        findings.countChecked();
        takeovers++;
        for (TokenSpan earlier : spans.subList(0, later)) {
          if (earlier.end() <= spans.get(later).begin()) {
            continue;
          }
          long nanos = earlier.overlapNanos(spans.get(later), history.excusedTimes());
          moments += nanos > 0 ? 1 : 0;
          excused += nanos == 0 ? 1 : 0;
          longest = Math.max(longest, nanos);
          if (nanos > history.limits().outlive().toNanos()) {
            findings.violation(
                "%s ran under tokens %d and %d at the same time for %s"
                    .formatted(
                        earlier.job(),
                        earlier.token(),
                        spans.get(later).token(),
                        DurationText.millis(nanos)));
          }
        }
      }
    }
    if (moments > FEW && moments * ONE_IN > takeovers) {
      findings.violation(
          "%d of %d second executions began before the earlier execution ended: executors stop late"
              .formatted(moments, takeovers));
    }
    findings.figure("second-executions", takeovers);
    findings.figure("overlaps", moments);
    findings.figure("longest-overlap-us", longest / 1_000);
    findings.figure("overlaps-without-processor-time", excused);
    findings.note(
        "second executions: %d; overlaps: %d, longest %s; overlaps only without processor time: %d"
            .formatted(takeovers, moments, DurationText.millis(longest), excused));
    if (!history.processesWithoutTokens().isEmpty()) {
      findings.figure("jobs-with-overlaps-at-a-cimi-server", unfenced);
      findings.figure("longest-overlap-at-a-cimi-server-us", longestUnfenced / 1_000);
      findings.note(
          "jobs that overlapped with an execution at a CIMI server, which has no conditional"
              + " writes:"
              + " %d, longest %s".formatted(unfenced, DurationText.millis(longestUnfenced)));
    }
  }

  /**
   * The longest time for which an execution at a CIMI server overlapped with another execution;
   * counted, not judged.
   */
  private static long longestTogether(List<TokenSpan> spans, History history) {
    long longest = 0;
    for (TokenSpan one : TokenSpan.fenced(spans, history)) {
      for (TokenSpan other : spans) {
        if (history.processesWithoutTokens().contains(other.process())) {
          long from = Math.max(one.begin(), other.begin());
          longest = Math.max(longest, Math.min(one.end(), other.end()) - from);
        }
      }
    }
    return longest;
  }
}
