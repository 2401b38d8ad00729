// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.error;

/**
 * A value of a document that breaks a rule.
 *
 * @param pointer the place of the value in the document, as a JSON pointer such as {@code
 *     /payload/command/0}; for a missing value, the place where it is expected
 * @param message the rule that the value breaks
 */
public record InvalidField(String pointer, String message) {

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
