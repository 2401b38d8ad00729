// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.error.InvalidInputException;
import dev.baton.protocol.Messages;
import java.time.Duration;

/** The reference of a board session at a server, as one line: its secret, lease and owner. */
final class SessionReferenceText {

  private static final int PARTS = 3;

  private SessionReferenceText() {}

  static String of(Messages.SessionRef sessionRef) {
    return sessionRef.secret() + " " + sessionRef.lease().toMillis() + " " + sessionRef.owner();
  }

  /**
   * Reads a text of {@link #of}.
   *
   * @throws InvalidInputException if the text has another form; the message does not quote the
   *     text, because it may contain a secret
   */
  static Messages.SessionRef parse(String text) {
    String[] parts = text.split(" ", PARTS);
    if (parts.length == PARTS && parts[1].matches("\\d{1,12}")) {
      return new Messages.SessionRef(
          parts[0], parts[2], Duration.ofMillis(Long.parseLong(parts[1])));
    }
    throw new InvalidInputException(
        "the text with "
            + text.length()
            + " characters does not name a board session at a server; expected a secret, a lease in"
            + " milliseconds and the name of an executor");
  }
}
