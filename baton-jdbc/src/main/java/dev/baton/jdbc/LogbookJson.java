// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.protocol.Protocol;
import java.nio.charset.StandardCharsets;

/** Converts details of flows and atoms to and from columns, in the JSON form of the protocol. */
final class LogbookJson {

  private LogbookJson() {}

  static String text(Object detail) {
    String text = new String(Protocol.toBytes(detail), StandardCharsets.UTF_8);
    return String.valueOf(JsonText.clean(text));
  }

  static <T> T parse(String text, Class<T> type) {
    return Protocol.read(text.getBytes(StandardCharsets.UTF_8), type);
  }
}
