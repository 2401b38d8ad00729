// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.error;

/**
 * The caller has, or asks for, more than the caller's share. Nothing was changed; the same request
 * may succeed later, or smaller.
 */
public final class QuotaExceededException extends BatonException {
  public QuotaExceededException(String message) {
    super("quota-exceeded", message, null);
  }
}
