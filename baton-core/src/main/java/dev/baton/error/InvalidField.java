// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.error;

/**
 * A value of a document that breaks a rule.
 *
 * @param pointer the place of the value in the document, as a JSON pointer such as {@code
 *     /payload/command/0}; for a missing value, the place where it is expected. A pointer that is
 *     longer than 1,000 characters is cut
 * @param message why the value is wrong; the message for an attribute of a job begins with its name
 */
public record InvalidField(String pointer, String message) {

  private static final int MAX_POINTER = 1000;

  public InvalidField {
    // A document may have a name of millions of characters. It is not sent back.
    pointer = pointer.length() > MAX_POINTER ? pointer.substring(0, MAX_POINTER) : pointer;
  }

  /** Creates an invalid field for an attribute of the document itself. */
  public static InvalidField ofAttribute(String attribute, String message) {
    return new InvalidField("/" + segment(attribute), message);
  }

  /** Returns the same problem in a document that contains this document under a pointer. */
  public InvalidField below(String outer) {
    return new InvalidField(outer + pointer, message);
  }

  /** Escapes a name for a JSON pointer (RFC 6901). */
  public static String segment(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
