// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import dev.baton.campaign.plugin.EffectPlugin;

/**
 * A job is cancelled only if a client requested it. A plain job must be CANCELED if a server
 * confirmed the request; a flow may have ended before it learned of the request.
 */
final class CancelsAreRequested implements HistoryRule {

  private static final String CANCELED = "CANCELED";

  @Override
  public String name() {
    return "jobs are cancelled where a client asks for it";
  }

  @Override
  public boolean alwaysChecks() {
    return false;
  }

  @Override
  public void check(History history, Findings findings) {
    for (FinalJob job : history.jobs().values()) {
      if (job.state().equals(CANCELED)) {
        findings.countChecked();
        if (!history.cancels().containsKey(job.id())) {
          findings.violation(job.id() + " is CANCELED, and no client asked for it");
        }
      }
    }
    history
        .cancels()
        .forEach((id, confirmed) -> {
          FinalJob job = history.jobs().get(id);
          if (confirmed && job != null && job.action().equals(EffectPlugin.EFFECT)) {
            findings.countChecked();
            if (!job.state().equals(CANCELED)) {
              findings.violation(
                  "%s is %s, although a server confirmed the cancel".formatted(id, job.state()));
            }
          }
        });
  }
}
