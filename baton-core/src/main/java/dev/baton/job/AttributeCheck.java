// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import dev.baton.error.InvalidInputException;
import java.util.function.Supplier;

/** Adds the name of the attribute to the exceptions of general checks. */
final class AttributeCheck {

  private AttributeCheck() {}

  /** Runs a check of the value of an attribute. */
  static void of(String attribute, Runnable check) {
    value(
        attribute,
        () -> {
          check.run();
          return attribute;
        });
  }

  /** Reads the value of an attribute. */
  static <T> T value(String attribute, Supplier<T> read) {
    try {
      return read.get();
    } catch (InvalidInputException e) {
      String message = String.valueOf(e.getMessage());
      throw InvalidInputException.ofAttribute(attribute, message, e);
    }
  }
}
