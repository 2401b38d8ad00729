// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

/**
 * The load sends only valid requests, so a server must carry out each request or answer that this
 * is not possible now.
 */
final class RequestsAreAnswered implements HistoryRule {

  @Override
  public String name() {
    return "valid requests are carried out, or not now";
  }

  @Override
  public void check(History history, Findings findings) {
    history.posts().forEach(post -> findings.countChecked());
    for (History.WrongAnswer answer : history.wrongAnswers()) {
      findings.violation(
          answer.status() >= 500 ? Violation.Kind.ANSWERED_AS_FAILED : Violation.Kind.OTHER,
          answer.text());
    }
  }
}
