// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The bounds of the labels of a job. A key has the form of a Kubernetes label: a name, after an
 * optional prefix and a slash. A key, an equals sign and a value together have at most 255
 * characters, so that a store can index them as one text.
 */
public final class JobLabels {

  private static final int MAX_COUNT = 32;
  private static final int MAX_VALUE_LENGTH = 63;
  private static final Pattern KEY =
      Pattern.compile(
          "(?:[a-z0-9](?:[a-z0-9.-]{0,125}[a-z0-9])?/)?"
              + "[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

  private JobLabels() {}

  /** Whether a text can be the key of a label. */
  public static boolean isKey(String text) {
    return KEY.matcher(text).matches();
  }

  /**
   * Checks the value of an attribute that contains labels.
   *
   * @param attribute the name of the attribute, for messages
   */
  static void check(String attribute, Map<String, String> labels) {
    if (labels.size() > MAX_COUNT) {
      throw new InvalidInputException(
          attribute + " has " + labels.size() + " members; allowed: up to " + MAX_COUNT);
    }
    labels.forEach((key, value) -> check(attribute, key, value));
  }

  private static void check(String attribute, String key, String value) {
    if (!isKey(key)) {
      throw new InvalidInputException(
          attribute
              + " has the key '"
              + InputBounds.shown(key)
              + "'; allowed: up to 63 letters, digits, '.', '_' and '-', first and last a letter or"
              + " digit, and before them perhaps a prefix of up to 127 lower-case letters, digits,"
              + " '.' and '-', and a slash, such as example.com/team");
    }
    if (value.isBlank() || value.length() > MAX_VALUE_LENGTH) {
      throw new InvalidInputException(
          attribute
              + "/"
              + key
              + " is '"
              + InputBounds.shown(value)
              + "'; expected a text that is not blank, of up to "
              + MAX_VALUE_LENGTH
              + " characters");
    }
  }
}
