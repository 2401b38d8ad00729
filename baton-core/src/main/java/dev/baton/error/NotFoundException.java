// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.error;

import org.jspecify.annotations.Nullable;

/** The named resource does not exist, or the caller may not know that it exists. */
public final class NotFoundException extends BatonException {
  public NotFoundException(String message) {
    this(message, null);
  }

  public NotFoundException(String message, @Nullable Throwable cause) {
    super("not-found", message, cause);
  }
}
