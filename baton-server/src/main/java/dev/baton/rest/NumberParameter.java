// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.server.RequestParameters;
import java.math.BigInteger;

/**
 * A query parameter that is a whole number.
 *
 * @param otherwise the value if the parameter is missing
 */
record NumberParameter(String name, long min, long max, long otherwise) {

  /**
   * Returns the value.
   *
   * @throws InvalidInputException if the value is no whole number or out of range
   */
  long in(RequestParameters parameters) {
    String text = parameters.last(name).orElse("").strip();
    if (text.isEmpty()) {
      return otherwise;
    }
    // The largest number has 19 digits.
    if (text.matches("\\d{1,19}")) {
      BigInteger value = new BigInteger(text);
      if (value.compareTo(BigInteger.valueOf(min)) >= 0
          && value.compareTo(BigInteger.valueOf(max)) <= 0) {
        return value.longValueExact();
      }
    }
    throw new InvalidInputException(
        "parameter '"
            + name
            + "' is '"
            + InputBounds.shown(text)
            + "'; allowed: a whole number from "
            + min
            + " to "
            + max);
  }

  int intIn(RequestParameters parameters) {
    return Math.toIntExact(in(parameters));
  }
}
