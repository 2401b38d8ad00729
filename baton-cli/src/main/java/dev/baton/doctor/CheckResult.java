// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.doctor;

/**
 * The result of a check.
 *
 * @param area the checked part of the installation, such as {@code store}
 * @param text a sentence that names the facts and, unless all is well, what to do
 */
public record CheckResult(Severity severity, String area, String text) {

  /** How serious it is. */
  public enum Severity {
    OK,
    /** Baton works, but an operator should know this. */
    WARNING,
    /** Baton does not start, or does not work as it should. */
    FAULT
  }

  static CheckResult ok(String area, String text) {
    return new CheckResult(Severity.OK, area, text);
  }

  static CheckResult warning(String area, String text) {
    return new CheckResult(Severity.WARNING, area, text);
  }

  static CheckResult fault(String area, String text) {
    return new CheckResult(Severity.FAULT, area, text);
  }
}
