// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

/** An error response for which no Baton exception exists, such as 405. */
public final class HttpStatusException extends RuntimeException {

  private final int status;

  public HttpStatusException(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  public int status() {
    return status;
  }

  /** The error for a response that is larger than the limit. */
  public static HttpStatusException answerTooLarge(int limit) {
    return new HttpStatusException(
        413,
        "the response would be larger than "
            + limit
            + " bytes, which is the limit (setting response-limit-mib); request fewer resources"
            + " with first and last, or fewer attributes with select");
  }

  /** The error for a method, such as PUT, that exists for other paths but not for this one. */
  public static HttpStatusException method(String method, String path) {
    return new HttpStatusException(
        405, "invalid method (" + method.toLowerCase(java.util.Locale.ROOT) + ") for " + path);
  }
}
