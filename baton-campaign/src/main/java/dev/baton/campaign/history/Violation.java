// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

/** One place in which a history breaks a rule. */
public record Violation(Kind kind, String text) {

  /** The kinds of violations that known defects can explain, and all others. */
  public enum Kind {
    /** An acknowledged job or a scheduled job does not exist. */
    MISSING_JOB,
    /** A request was answered as failed by the server. */
    ANSWERED_AS_FAILED,
    OTHER
  }

  @Override
  public String toString() {
    return text;
  }
}
