// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.error;

import org.jspecify.annotations.Nullable;

/**
 * A write or renewal with a claim that is no longer valid: another executor may hold the job, the
 * job was cancelled, or the lease expired. The executor must stop its work on the job; a repeated
 * call fails again.
 */
public final class LostClaimException extends BatonException {
  public LostClaimException(String message) {
    this(message, null);
  }

  public LostClaimException(String message, @Nullable Throwable cause) {
    super("lost-claim", message, cause);
  }
}
