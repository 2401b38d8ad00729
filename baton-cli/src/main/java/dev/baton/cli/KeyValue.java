// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.error.InvalidInputException;
import java.util.List;

/** A key and a value that a flag gives as {@code KEY=VALUE}. */
record KeyValue(String key, String value) {

  /** Reads the values of a flag. */
  static List<KeyValue> all(String flag, List<String> texts) {
    return texts.stream().map(text -> of(flag, text)).toList();
  }

  private static KeyValue of(String flag, String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new InvalidInputException(flag + " is '" + text + "'; expected KEY=VALUE");
    }
    return new KeyValue(text.substring(0, equals), text.substring(equals + 1));
  }
}
