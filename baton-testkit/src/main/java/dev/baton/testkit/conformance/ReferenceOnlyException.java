// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

/**
 * An error that the reference library reports and Baton's API cannot cause, because it concerns
 * parameters of functions. The builder of the case throws it instead.
 */
final class ReferenceOnlyException extends RuntimeException {

  private final String category;

  private ReferenceOnlyException(String category, String message) {
    super(message);
    this.category = category;
  }

  static ReferenceOnlyException invalidValue(String message) {
    return new ReferenceOnlyException("INVALID_VALUE", message);
  }

  static ReferenceOnlyException invalidType(String message) {
    return new ReferenceOnlyException("INVALID_TYPE", message);
  }

  String category() {
    return category;
  }
}
