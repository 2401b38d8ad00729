// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

/**
 * A job fails only where the load asks for it, because another one took all memory, or because of
 * the limit of takeovers.
 */
final class FailuresAreAskedFor implements Rule {

  private static final String ASKED = "the load asks";
  private static final String NO_MEMORY = "OutOfMemoryError";
  private static final String TAKEOVERS = "executor died";

  @Override
  public String name() {
    return "jobs fail only where the load asks for it";
  }

  @Override
  public void check(History history, Findings findings) {
    int limited = 0;
    int withoutMemory = 0;
    for (FinalJob job : history.jobs().values()) {
      if (!job.state().equals("FAILED")) {
        continue;
      }
      findings.looked();
      if (job.error().contains(TAKEOVERS) && history.limits().endsByTakeovers()) {
        limited++;
      } else if (job.error().contains(NO_MEMORY)) {
        withoutMemory++;
      } else if (!job.error().contains(ASKED)) {
        findings.violation("%s (%s) failed: %s".formatted(job.id(), job.action(), job.error()));
      }
    }
    findings.note("failed without memory: " + withoutMemory);
    if (history.limits().endsByTakeovers()) {
      findings.note("ended by the limit of takeovers: " + limited);
    }
  }
}
