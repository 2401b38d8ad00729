// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import dev.baton.campaign.ledger.LedgerEntry;
import dev.baton.campaign.ledger.LedgerEntry.Kind;
import dev.baton.campaign.plugin.EffectPlugin;
import dev.baton.campaign.plugin.StepsPlugin;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A successful job was executed to its end: a plain job by the execution that its result names, a
 * flow in each of its atoms, a command according to its output.
 */
final class SuccessHasEffect implements HistoryRule {

  private static final String COMMAND = "run_command";

  @Override
  public String name() {
    return "a success was executed";
  }

  @Override
  public void check(History history, Findings findings) {
    Map<String, List<LedgerEntry>> ended =
        history.entries().stream()
            .filter(entry -> entry.kind() == Kind.END)
            .collect(Collectors.groupingBy(LedgerEntry::job));
    for (FinalJob job : history.jobs().values()) {
      List<LedgerEntry> own = ended.getOrDefault(job.id(), List.of());
      if (job.execution() != null) {
        findings.countChecked();
        checkResult(job, own, findings);
      } else if (job.state().equals("SUCCESS")) {
        checkEnds(job, own, history, findings);
      }
    }
  }

  private static void checkResult(FinalJob job, List<LedgerEntry> ended, Findings findings) {
    if (ended.stream().noneMatch(entry -> entry.execution().equals(job.execution()))) {
      findings.violation(job.id() + " succeeded, but its execution did not end");
    }
  }

  private static void checkEnds(
      FinalJob job, List<LedgerEntry> ended, History history, Findings findings) {
    if (job.action().equals(EffectPlugin.EFFECT)) {
      findings.countChecked();
      // A CIMI server does not store results.
      if (ended.stream()
          .noneMatch(entry -> history.processesWithoutTokens().contains(entry.process()))) {
        findings.violation(job.id() + " succeeded without the result of an execution");
      }
    } else if (job.action().equals(StepsPlugin.STEPS)) {
      findings.countChecked();
      TreeSet<String> missing = new TreeSet<>(StepsPlugin.ATOMS);
      ended.forEach(entry -> missing.remove(entry.atom()));
      if (!missing.isEmpty()) {
        findings.violation(job.id() + " succeeded, but these atoms did not end: " + missing);
      }
    } else if (job.action().equals(COMMAND) && history.processesWithoutTokens().isEmpty()) {
      // A CIMI server stores no output of commands, so the output cannot be checked here.
      findings.countChecked();
      if (history.loggedTokens().getOrDefault(job.id(), List.of()).isEmpty()) {
        findings.violation(job.id() + " succeeded, but its command printed nothing");
      }
    }
  }
}
