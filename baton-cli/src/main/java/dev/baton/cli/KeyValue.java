// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.error.InvalidInputException;
import java.util.List;

/** A key and a value that a flag gives as {@code KEY=VALUE}. */
record KeyValue(String key, String value) {

  /**
   * Parses the values of a flag.
   *
   * @param form how a value must look, for the error message, such as {@code KEY=VALUE}
   */
  static List<KeyValue> all(String flag, String form, List<String> texts) {
    return texts.stream().map(text -> of(flag, form, text)).toList();
  }

  private static KeyValue of(String flag, String form, String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new InvalidInputException(flag + " is '" + text + "'; expected " + form);
    }
    return new KeyValue(text.substring(0, equals), text.substring(equals + 1));
  }
}
