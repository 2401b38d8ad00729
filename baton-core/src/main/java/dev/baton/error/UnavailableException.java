// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.error;

import org.jspecify.annotations.Nullable;

/**
 * A required server did not answer. The same request may succeed later. It is unknown whether the
 * request took effect.
 */
public final class UnavailableException extends BatonException {
  public UnavailableException(String message) {
    this(message, null);
  }

  public UnavailableException(String message, @Nullable Throwable cause) {
    super("unavailable", message, cause);
  }
}
