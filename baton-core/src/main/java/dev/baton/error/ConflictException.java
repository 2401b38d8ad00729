// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.error;

import org.jspecify.annotations.Nullable;

/**
 * The request contradicts the present state: the job is final, the id is taken, or the job was
 * changed since the caller read it.
 */
public final class ConflictException extends BatonException {
  public ConflictException(String message) {
    this(message, null);
  }

  public ConflictException(String message, @Nullable Throwable cause) {
    super("conflict", message, cause);
  }
}
