// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fault;

import org.jspecify.annotations.Nullable;

/** A fault could not be ended, so the campaign cannot be judged. */
public final class NotHealedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NotHealedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
