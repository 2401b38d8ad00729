// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.error;

import org.jspecify.annotations.Nullable;

/**
 * The input breaks a documented rule; nothing was changed. The class is open, so that a package can
 * report in a structured way which rule was broken.
 */
public non-sealed class InvalidInputException extends BatonException {
  public InvalidInputException(String message) {
    this(message, null);
  }

  public InvalidInputException(String message, @Nullable Throwable cause) {
    super("invalid-input", message, cause);
  }
}
