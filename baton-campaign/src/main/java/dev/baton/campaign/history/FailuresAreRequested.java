// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import dev.baton.campaign.ledger.LedgerEntry;
import dev.baton.campaign.ledger.LedgerEntry.Kind;
import dev.baton.campaign.plugin.EffectPlugin;
import dev.baton.campaign.plugin.StepsPlugin;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A job fails only if the load requested it, if another job took all memory, or at the limit of
 * takeovers. A plain job succeeds only after as many failed attempts as the load requested; the
 * death of an executor is not a failed attempt.
 */
final class FailuresAreRequested implements HistoryRule {

  private static final String REQUESTED = "the load asks";
  private static final String NO_MEMORY = "OutOfMemoryError";
  private static final String TAKEOVERS = "executor died";

  /**
   * The number of the stage whose two atoms (2-b and 2-c) run and fail in parallel. A different
   * atom may fail in each attempt of the flow.
   */
  private static final int STAGE_OF_TWO = 2;

  @Override
  public String name() {
    return "jobs fail where the load asks for it and nowhere else";
  }

  @Override
  public boolean alwaysChecks() {
    return false;
  }

  @Override
  public void check(History history, Findings findings) {
    Map<String, Long> failed =
        history.entries().stream()
            .filter(entry -> entry.kind() == Kind.FAIL)
            .collect(Collectors.groupingBy(LedgerEntry::job, Collectors.counting()));
    Set<String> failedUnfenced =
        history.entries().stream()
            .filter(entry -> entry.kind() == Kind.FAIL)
            .filter(entry -> history.processesWithoutTokens().contains(entry.process()))
            .map(LedgerEntry::job)
            .collect(Collectors.toSet());
    int limited = 0;
    int withoutMemory = 0;
    int notRepeated = 0;
    for (FinalJob job : history.jobs().values()) {
      if (job.state().equals("SUCCESS") && !history.limits().takesMemory()) {
        checkAttempts(job, failed.getOrDefault(job.id(), 0L), findings);
      }
      if (!job.state().equals("FAILED")) {
        continue;
      }
      findings.countChecked();
      if (job.error().contains(TAKEOVERS) && history.limits().endsByTakeovers()) {
        limited++;
      } else if (job.error().contains(NO_MEMORY) && history.limits().takesMemory()) {
        withoutMemory++;
      } else if (failedUnfenced.contains(job.id()) && job.requested().failures() > 0) {
        // A CIMI server does not count attempts, so its jobs have only one attempt.
        notRepeated++;
      } else if (!job.error().contains(REQUESTED) || !isRequested(job)) {
        findings.violation("%s (%s) failed: %s".formatted(job.id(), job.action(), job.error()));
      }
    }
    findings.note("failed for lack of memory: " + withoutMemory);
    findings.figure("failed-without-memory", withoutMemory);
    if (!history.processesWithoutTokens().isEmpty()) {
      findings.note("failed at a CIMI server, which does not repeat attempts: " + notRepeated);
      findings.figure("failed-without-repetition", notRepeated);
    }
    if (history.limits().endsByTakeovers()) {
      findings.note("ended by the limit of takeovers: " + limited);
    }
  }

  private static void checkAttempts(FinalJob job, long failed, Findings findings) {
    if (job.action().equals(EffectPlugin.EFFECT) && failed < job.requested().failures()) {
      findings.violation(
          "%s succeeded after %d failed attempts, but the load asked for %d"
              .formatted(job.id(), failed, job.requested().failures()));
    }
  }

  /**
   * Whether the load permits that the job fails finally. A plain job never does: it has one attempt
   * more than its requested failures. A flow fails finally if a stage fails in both of its
   * attempts.
   */
  private static boolean isRequested(FinalJob job) {
    int needed = job.requested().stage() == STAGE_OF_TWO ? 1 : 2;
    return job.action().equals(StepsPlugin.STEPS)
        && job.requested().stage() > 0
        && job.requested().failures() >= needed;
  }
}
