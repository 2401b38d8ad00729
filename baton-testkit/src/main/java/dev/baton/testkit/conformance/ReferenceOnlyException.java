// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

/**
 * An error that the reference library reports and that cannot be made with Baton's API, because it
 * is about parameters of functions: the builder of the cases reports it instead.
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
