// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

/** No processes, rows, entries or folders remain after the end. */
final class NothingIsLeft implements HistoryRule {

  @Override
  public String name() {
    return "nothing is left over";
  }

  @Override
  public void check(History history, Findings findings) {
    findings.countChecked();
    history.leftovers().forEach(findings::violation);
  }
}
