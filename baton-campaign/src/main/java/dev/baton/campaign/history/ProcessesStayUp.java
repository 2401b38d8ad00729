// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

/**
 * A Baton process ends only if a signal requests its end or kills it. It waits if a service that it
 * needs is unavailable. Only a process without memory may end by itself.
 */
final class ProcessesStayUp implements HistoryRule {

  @Override
  public String name() {
    return "no process ends by itself";
  }

  @Override
  public boolean alwaysChecks() {
    return false;
  }

  @Override
  public void check(History history, Findings findings) {
    findings.countChecked();
    history.faultSummary().exits().forEach(findings::violation);
  }
}
