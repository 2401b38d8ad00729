// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.error.InvalidInputException;
import dev.baton.server.Params;

/**
 * Which part of a list a request wants.
 *
 * @param first from 1
 * @param last inclusive; 0 is none
 */
record Window(int first, int last) {

  private static final int USUAL = 100;
  private static final int MOST = 10_000;

  static Window of(Params params) {
    int first = number(params, "first", 1);
    int last = number(params, "last", Math.addExact(Math.min(first, 1 << 30), USUAL - 1));
    if (first < 1 || last - (long) first >= MOST) {
      throw new InvalidInputException(
          "the window is " + first + " to " + last + "; allowed: from 1, and " + MOST + " at once");
    }
    return new Window(first, last);
  }

  int offset() {
    return first - 1;
  }

  int size() {
    return Math.max(0, last - first + 1);
  }

  private static int number(Params params, String name, int otherwise) {
    String text = params.last(name).orElse("");
    try {
      return text.isBlank() ? otherwise : Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw new InvalidInputException(name + " is '" + text + "'; expected a number from 0", e);
    }
  }
}
