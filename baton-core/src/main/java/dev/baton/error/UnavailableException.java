// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.error;

import org.jspecify.annotations.Nullable;

/**
 * A server that is needed did not answer; the same request may succeed later. Whether it took
 * effect is unknown.
 */
public final class UnavailableException extends BatonException {
  public UnavailableException(String message) {
    this(message, null);
  }

  public UnavailableException(String message, @Nullable Throwable cause) {
    super("unavailable", message, cause);
  }
}
