// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Jobs with one unique key are not executed at the same time, unless one was cancelled. */
final class KeysAreExclusive implements Rule {

  @Override
  public String name() {
    return "jobs with one unique key run one after the other";
  }

  @Override
  public void check(History history, Findings findings) {
    Map<String, List<Span>> spans = Span.byJob(history.entries());
    Map<String, List<Span>> keys = new HashMap<>();
    for (History.Post post : history.posts()) {
      String key = post.key();
      if (key != null && post.isAcknowledged() && !isCanceled(history, post)) {
        keys.computeIfAbsent(key, any -> new ArrayList<>())
            .addAll(spans.getOrDefault(post.ids().getFirst(), List.of()));
      }
    }
    keys.forEach((key, own) -> check(key, own, history, findings));
  }

  private static boolean isCanceled(History history, History.Post post) {
    FinalJob job = history.jobs().get(post.ids().getFirst());
    return job == null || job.state().equals("CANCELED");
  }

  private static void check(String key, List<Span> spans, History history, Findings findings) {
    List<Span> sorted =
        spans.stream().distinct().sorted(Comparator.comparingLong(Span::begin)).toList();
    for (int i = 1; i < sorted.size(); i++) {
      findings.looked();
      Span before = sorted.get(i - 1);
      Span after = sorted.get(i);
      long nanos = before.overlapNanos(after, history.excuses());
      if (!before.job().equals(after.job()) && nanos > history.limits().outlive().toNanos()) {
        findings.violation(
            "'%s': %s and %s ran at once for %s"
                .formatted(key, before.job(), after.job(), Text.millis(nanos)));
      }
    }
  }
}
