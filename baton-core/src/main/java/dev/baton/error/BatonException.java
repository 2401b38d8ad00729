// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.error;

import org.jspecify.annotations.Nullable;

/**
 * An operation failed for a known reason. The message tells a person what to do.
 *
 * <p>A message names what failed, the offending value in quotes, the allowed values and what to do.
 * It never contains secrets or payloads.
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

  /**
   * A short word by which programs recognise the type of the exception, such as {@code not-found}.
   * It never changes after a release.
   */
  public final String code() {
    return code;
  }
}
