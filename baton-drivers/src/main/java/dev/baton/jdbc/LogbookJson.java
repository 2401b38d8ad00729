// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.wire.Protocol;
import java.nio.charset.StandardCharsets;

/** Details of flows and atoms as columns hold them: in their form on the wire. */
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
