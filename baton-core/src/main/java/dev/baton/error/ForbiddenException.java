// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.error;

import org.jspecify.annotations.Nullable;

/** The caller lacks the right for the operation, or the credentials are wrong. */
public final class ForbiddenException extends BatonException {
  public ForbiddenException(String message) {
    this(message, null);
  }

  public ForbiddenException(String message, @Nullable Throwable cause) {
    super("forbidden", message, cause);
  }
}
