// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.error.InvalidInputException;
import dev.baton.server.RequestParameters;

/**
 * The part of a list that a client requests.
 *
 * @param first the number of the first element, counted from 1
 * @param last the number of the last element, inclusive; 0 requests no elements
 */
record PageRange(int first, int last) {

  private static final int USUAL = 100;
  private static final int MOST = 10_000;

  static PageRange of(RequestParameters requestParameters) {
    int first = number(requestParameters, "first", 1);
    int last =
        number(requestParameters, "last", Math.addExact(Math.min(first, 1 << 30), USUAL - 1));
    if (first < 1 || last - (long) first >= MOST) {
      throw new InvalidInputException(
          "first is "
              + first
              + " and last is "
              + last
              + "; allowed: first 1 or more, and up to "
              + MOST
              + " entries at once");
    }
    return new PageRange(first, last);
  }

  int offset() {
    return first - 1;
  }

  int size() {
    return Math.max(0, last - first + 1);
  }

  private static int number(RequestParameters requestParameters, String name, int otherwise) {
    String text = requestParameters.last(name).orElse("");
    try {
      return text.isBlank() ? otherwise : Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          name + " is '" + text + "'; expected a whole number, 0 or more", e);
    }
  }
}
