// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import dev.baton.error.InvalidInputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The position up to which the output of a container was read: the number of bytes of each stream
 * since a time, the anchor. The count begins with the first frame that is not older than the
 * anchor. The anchor moves forward while output is read, so that little output must be read again.
 * The time alone is not sufficient, because many frames can have the same time.
 *
 * @param container the beginning of the container's id
 * @param anchor the time in nanoseconds since 1970; 0 is the start of the output
 * @param out the bytes of stdout that were read
 * @param err the bytes of stderr that were read
 */
record DockerLogPosition(String container, long anchor, long out, long err) {

  private static final Pattern FORM =
      Pattern.compile("([0-9a-f]{12})\\.([0-9a-z]{1,13})\\.([0-9a-z]{1,13})\\.([0-9a-z]{1,13})");
  private static final int ID = 12;
  private static final int RADIX = Character.MAX_RADIX;

  static DockerLogPosition start(String id) {
    return new DockerLogPosition(id.substring(0, ID), 0, 0, 0);
  }

  /**
   * Parses a position.
   *
   * @throws InvalidInputException if the text is not a position in the output of this container
   */
  static DockerLogPosition parse(String id, String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || !id.startsWith(form.group(1))) {
      throw new InvalidInputException(
          "position '"
              + text
              + "' is not a position in the output of container "
              + id.substring(0, ID));
    }
    try {
      return new DockerLogPosition(
          form.group(1), number(form, 2), number(form, 3), number(form, 4));
    } catch (NumberFormatException e) {
      throw new InvalidInputException("position '" + text + "' has a number that is too large", e);
    }
  }

  private static long number(Matcher form, int group) {
    return Long.parseLong(form.group(group), RADIX);
  }

  String text() {
    return container + "." + digits(anchor) + "." + digits(out) + "." + digits(err);
  }

  private static String digits(long number) {
    return Long.toString(number, RADIX);
  }
}
