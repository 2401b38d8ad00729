// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Jobs with one unique key are not executed at the same time, whatever they came to: a key is free
 * when the job that had it is final and its executor has let go of it.
 */
final class KeysAreExclusive implements Rule {

  @Override
  public String name() {
    return "jobs with one unique key run one after the other";
  }

  @Override
  public boolean alwaysLooks() {
    return false;
  }

  @Override
  public void check(History history, Findings findings) {
    Map<String, List<Span>> spans = Span.byJob(history.entries());
    holders(history)
        .forEach((key, jobs) -> {
          List<Span> own =
              jobs.stream()
                  .flatMap(job -> spans.getOrDefault(job, List.of()).stream())
                  .sorted(Comparator.comparingLong(Span::begin))
                  .toList();
          check(key, own, history, findings);
        });
  }

  /** The jobs of each key, also of posts whose answer was lost. */
  private static Map<String, Set<String>> holders(History history) {
    Map<String, List<FinalJob>> byLabel = history.byLabel();
    Map<String, Set<String>> holders = new LinkedHashMap<>();
    for (History.Post post : history.posts()) {
      String key = post.key();
      if (key != null) {
        Stream<String> there =
            post.labels().stream()
                .flatMap(label -> byLabel.getOrDefault(label, List.of()).stream())
                .map(FinalJob::id);
        Set<String> jobs = holders.computeIfAbsent(key, any -> new LinkedHashSet<>());
        Stream.concat(post.ids().stream(), there).forEach(jobs::add);
      }
    }
    return holders;
  }

  private static void check(String key, List<Span> sorted, History history, Findings findings) {
    // Those that have not ended when the present one begins; few, as all of them overlap.
    List<Span> open = new ArrayList<>();
    for (Span after : sorted) {
      open.removeIf(before -> before.end() <= after.begin());
      findings.looked();
      for (Span before : open) {
        long nanos = before.overlapNanos(after, history.excuses());
        if (!before.job().equals(after.job()) && nanos > history.limits().outlive().toNanos()) {
          findings.violation(
              "'%s': %s and %s ran at once for %s"
                  .formatted(key, before.job(), after.job(), Text.millis(nanos)));
        }
      }
      open.add(after);
    }
  }
}
