// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.error;

/**
 * The request would exceed a quota of the caller. Nothing was changed. The same request may succeed
 * later, and a smaller request may succeed now.
 */
public final class QuotaExceededException extends BatonException {
  public QuotaExceededException(String message) {
    super("quota-exceeded", message, null);
  }
}
