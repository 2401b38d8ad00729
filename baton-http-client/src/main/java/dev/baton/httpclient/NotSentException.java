// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.httpclient;

import dev.baton.error.UnavailableException;
import java.io.IOException;

/** The cause of an {@link UnavailableException} if the request never reached the server. */
public final class NotSentException extends IOException {

  /** Creates an exception for a request that the cause prevented. */
  public NotSentException(Throwable cause) {
    super(cause);
  }

  /** Whether the request may have taken effect although its answer is missing. */
  public static boolean mayHaveArrived(UnavailableException e) {
    return !(e.getCause() instanceof NotSentException);
  }
}
