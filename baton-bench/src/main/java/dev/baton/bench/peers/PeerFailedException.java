// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

/** A system failed in a measurement, so there is no figure. The message says why. */
final class PeerFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PeerFailedException(String message) {
    super(message);
  }

  PeerFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
