// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.error;

import org.jspecify.annotations.Nullable;

/**
 * Something that Baton could not do, said in a way that a person can act on.
 *
 * <p>Messages name what failed, the offending value in quotes, what was allowed and what to do.
 * They never hold secrets or payloads.
 */
public abstract sealed class BatonException extends RuntimeException
    permits ConflictException,
        ForbiddenException,
        InvalidInputException,
        LostClaimException,
        NotFoundException,
        QuotaExceededException,
        UnavailableException,
        UnreadableException {

  private final String code;

  BatonException(String code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** A stable word for programs, such as {@code not-found}; never changes once released. */
  public final String code() {
    return code;
  }
}
