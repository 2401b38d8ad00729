// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.error.UnavailableException;
import java.io.IOException;

/** The cause of an {@link UnavailableException} if the request never reached the server. */
final class RemoteNotSentException extends IOException {

  RemoteNotSentException(Throwable cause) {
    super(cause);
  }

  /** Whether the request may have taken effect although its answer is missing. */
  static boolean mayHaveArrived(UnavailableException e) {
    return !(e.getCause() instanceof RemoteNotSentException);
  }
}
