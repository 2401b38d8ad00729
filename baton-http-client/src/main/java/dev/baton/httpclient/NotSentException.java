// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.httpclient;

import dev.baton.error.UnavailableException;
import java.io.IOException;

/**
 * The cause of an {@link UnavailableException} if the request was certainly not sent to the server.
 */
public final class NotSentException extends IOException {

  /** Creates an exception for a request that the cause prevented. */
  public NotSentException(Throwable cause) {
    super(cause);
  }

  /**
   * Whether the server may have executed the request although there is no answer. Then a repetition
   * may execute it twice.
   */
  public static boolean mayHaveArrived(UnavailableException e) {
    return !(e.getCause() instanceof NotSentException);
  }
}
