// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.error;

import org.jspecify.annotations.Nullable;

/**
 * The requested record is stored in a form that this release cannot read, because a newer release
 * wrote it or it is damaged. Nothing was changed. The same request fails again until the process is
 * upgraded, or the stored record is repaired or deleted.
 */
public final class UnreadableException extends BatonException {
  public UnreadableException(String message) {
    this(message, null);
  }

  public UnreadableException(String message, @Nullable Throwable cause) {
    super("unreadable", message, cause);
  }
}
