// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import dev.baton.error.InvalidInputException;

/** Adds the name of the attribute to the exceptions of general checks. */
final class AttributeCheck {

  private AttributeCheck() {}

  /** Runs a check of the value of an attribute. */
  static void of(String attribute, Runnable check) {
    try {
      check.run();
    } catch (InvalidInputException e) {
      String message = String.valueOf(e.getMessage());
      throw InvalidInputException.ofAttribute(attribute, message, e);
    }
  }
}
