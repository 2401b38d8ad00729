// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.error;

import org.jspecify.annotations.Nullable;

/**
 * The input breaks a documented rule; nothing was changed. The class is not final, so that a
 * package can add a subclass that gives programs the details of the broken rule.
 */
public non-sealed class InvalidInputException extends BatonException {
  public InvalidInputException(String message) {
    this(message, null);
  }

  public InvalidInputException(String message, @Nullable Throwable cause) {
    super("invalid-input", message, cause);
  }
}
