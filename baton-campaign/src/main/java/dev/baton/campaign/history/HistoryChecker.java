// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Evaluates all rules on a history. A pure function. */
public final class HistoryChecker {

  private static final List<HistoryRule> RULES =
      List.of(
          new RequestsAreAnswered(),
          new PostsAreFinal(),
          new PostsAreNotDoubled(),
          new BulkJobsArePosted(),
          new FailuresAreRequested(),
          new CancelsAreRequested(),
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

  /**
   * The number of acknowledged jobs from which a rule must have checked something. A campaign with
   * so many jobs has jobs of every kind, and clients read some of them.
   */
  private static final int SOME_JOBS = 200;

  /**
   * The outcome of one rule.
   *
   * @param alwaysChecks whether every campaign with enough jobs has something that the rule checks
   * @param checked the number of things that the rule checked
   * @param violations the violations of the rule
   * @param notes facts that are allowed but worth knowing
   * @param figures the notes as numbers, by name
   */
  public record Outcome(
      String rule,
      boolean alwaysChecks,
      long checked,
      List<Violation> violations,
      List<String> notes,
      Map<String, Long> figures) {
    public Outcome {
      figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
      violations = List.copyOf(violations);
      notes = List.copyOf(notes);
    }

    /**
     * Whether the rule checked nothing, although a working campaign always has something to check.
     */
    public boolean lacksEvidence() {
      return alwaysChecks && checked == 0;
    }
  }

  private HistoryChecker() {}

  /** Returns the outcome of every rule. */
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
    if (findings.isEmpty() && historyRule.alwaysChecks() && acknowledged >= SOME_JOBS) {
      findings.violation(
          acknowledged + " jobs were acknowledged, but the rule had nothing to check");
    }
    return findings.outcome(historyRule);
  }
}
