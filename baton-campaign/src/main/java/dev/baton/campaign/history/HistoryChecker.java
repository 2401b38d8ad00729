// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Decides whether a history was allowed. A pure function. */
public final class HistoryChecker {

  private static final List<HistoryRule> RULES =
      List.of(
          new RequestsAreAnswered(),
          new PostsAreFinal(),
          new PostsAreNotDoubled(),
          new BulkJobsArePosted(),
          new FailuresAreAskedFor(),
          new CancelsAreAskedFor(),
          new TokensOrderEffects(),
          new TokenHasOneExecution(),
          new StaleWritesAreRefused(),
          new ExecutionsDoNotOverlap(),
          new SuccessHasEffect(),
          new FinalStatesStay(),
          new NothingBeginsAfterTheEnd(),
          new AtomsAreSettled(),
          new AtomsStayDone(),
          new KeysAreExclusive(),
          new SchedulesAreKept(),
          new WhyNamesAGate(),
          new ProcessesStayUp(),
          new FaultsAreInjected(),
          new NothingIsLeft());

  /** So many jobs are of every kind, and clients look at some of them. */
  private static final int SOME_JOBS = 200;

  /**
   * What one rule says.
   *
   * @param alwaysLooks whether every run of some length has something that it looks at
   * @param checked how many things it looked at
   * @param violations what breaks the rule
   * @param notes what is allowed, but worth knowing
   * @param figures the same as numbers, by name
   */
  public record Outcome(
      String rule,
      boolean alwaysLooks,
      long checked,
      List<String> violations,
      List<String> notes,
      Map<String, Long> figures) {
    public Outcome {
      figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
      violations = List.copyOf(violations);
      notes = List.copyOf(notes);
    }

    /** Whether it looked at nothing, although it always finds something in a run that works. */
    public boolean lacksEvidence() {
      return alwaysLooks && checked == 0;
    }
  }

  private HistoryChecker() {}

  /** The outcome of every rule. */
  public static List<Outcome> check(History history) {
    return RULES.stream().map(historyRule -> check(historyRule, history)).toList();
  }

  private static Outcome check(HistoryRule historyRule, History history) {
    HistoryRule.Findings findings = new HistoryRule.Findings();
    historyRule.check(history, findings);
    long acknowledged =
        history.posts().stream()
            .filter(History.Post::isAcknowledged)
            .mapToLong(post -> post.ids().size())
            .sum();
    if (findings.isEmpty() && historyRule.alwaysLooks() && acknowledged >= SOME_JOBS) {
      findings.violation(
          acknowledged + " jobs were acknowledged, and there was nothing that the rule looks at");
    }
    return findings.outcome(historyRule);
  }
}
