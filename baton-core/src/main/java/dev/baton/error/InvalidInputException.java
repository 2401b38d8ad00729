// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.error;

import org.jspecify.annotations.Nullable;

/**
 * The input breaks a rule that the caller can read and keep; nothing was changed. Open, so that a
 * package can say in a structured way which rule it was.
 */
public non-sealed class InvalidInputException extends BatonException {
  public InvalidInputException(String message) {
    this(message, null);
  }

  public InvalidInputException(String message, @Nullable Throwable cause) {
    super("invalid-input", message, cause);
  }
}
