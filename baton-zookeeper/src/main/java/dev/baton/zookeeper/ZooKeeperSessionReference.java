// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.error.InvalidInputException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.zookeeper.ZooKeeper;

/**
 * The id and the password of a session in ZooKeeper. Any client that knows both can continue the
 * session, and therefore also end it.
 */
record ZooKeeperSessionReference(long id, String password) {

  private static final Pattern TEXT = Pattern.compile("([0-9a-f]{1,16}) ([0-9a-f]*)");

  static ZooKeeperSessionReference of(ZooKeeper handle) {
    return new ZooKeeperSessionReference(
        handle.getSessionId(), HexFormat.of().formatHex(handle.getSessionPasswd()));
  }

  /**
   * Reads the {@link #text} of a reference.
   *
   * @throws InvalidInputException if the text is not a reference; the message does not quote the
   *     text, because it may contain a password
   */
  static ZooKeeperSessionReference parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidInputException(
          "the text with "
              + text.length()
              + " characters does not name a session in ZooKeeper; expected an id and a password,"
              + " both hexadecimal");
    }
    return new ZooKeeperSessionReference(
        Long.parseUnsignedLong(matcher.group(1), 16), matcher.group(2));
  }

  /** The reference as one line. */
  String text() {
    return Long.toHexString(id) + " " + password;
  }

  byte[] passwordBytes() {
    return HexFormat.of().parseHex(password);
  }
}
