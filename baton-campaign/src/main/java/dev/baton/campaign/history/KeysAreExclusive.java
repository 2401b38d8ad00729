// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import dev.baton.campaign.ledger.LedgerEntry.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Jobs with the same unique key are not executed at the same time, regardless of their end state. A
 * key becomes free when its job is final and the executor of the job has stopped the execution. An
 * execution that lost its claim may outlive it briefly; an execution that completed its job may
 * not.
 */
final class KeysAreExclusive implements HistoryRule {

  @Override
  public String name() {
    return "jobs with one unique key run one after the other";
  }

  @Override
  public boolean alwaysChecks() {
    return false;
  }

  @Override
  public void check(History history, Findings findings) {
    Map<String, List<TokenSpan>> spans = TokenSpan.byJob(history.entries());
    holders(history)
        .forEach((key, jobs) -> {
          List<TokenSpan> own =
              jobs.stream()
                  .flatMap(job -> spans.getOrDefault(job, List.of()).stream())
                  .sorted(Comparator.comparingLong(TokenSpan::begin))
                  .toList();
          Set<String> told = new HashSet<>();
          check(
              own,
              (before, after) -> {
                List<TokenSpan> ofJob = spans.getOrDefault(before.job(), List.of(before));
                boolean isLast = ofJob.getLast().token() == before.token();
                long nanos = nanos(before, after, isLast, history);
                if (nanos > 0 && told.add(before.job() + " and " + after.job())) {
                  findings.violation(
                      "'%s': %s and %s ran at the same time for %s"
                          .formatted(key, before.job(), after.job(), DurationText.millis(nanos)));
                }
              },
              findings);
        });
  }

  /** The duration of the overlap if it was too long; otherwise 0. */
  private static long nanos(TokenSpan before, TokenSpan after, boolean isLast, History history) {
    FinalJob job = history.jobs().get(before.job());
    boolean completes =
        isLast
            && before.entries().getLast().kind() == Kind.END
            && job != null
            && job.state().equals("SUCCESS");
    if (completes) {
      return before.end() - after.begin();
    }
    long nanos = before.overlapNanos(after, history.excusedTimes());
    return nanos > history.limits().outlive().toNanos() ? nanos : 0;
  }

  /** The jobs of each key, including the jobs of posts whose answer was lost. */
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

  /**
   * Passes on every pair of executions of different jobs in which the first was running when the
   * second started.
   */
  private static void check(
      List<TokenSpan> sorted, BiConsumer<TokenSpan, TokenSpan> overlap, Findings findings) {
    // The executions that have not ended when the current execution starts. They are few, because
    // all of them overlap.
    List<TokenSpan> open = new ArrayList<>();
    for (TokenSpan after : sorted) {
      open.removeIf(before -> before.end() <= after.begin());
      findings.countChecked();
      open.stream()
          .filter(before -> !before.job().equals(after.job()))
          .forEach(before -> overlap.accept(before, after));
      open.add(after);
    }
  }
}
