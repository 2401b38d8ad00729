// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The input breaks a documented rule; nothing was changed. The class is not final, so that a
 * package can add a subclass that gives programs the details of the broken rule.
 */
public non-sealed class InvalidInputException extends BatonException {

  @SuppressWarnings("serial") // The list is an immutable list of records.
  private final List<InvalidField> fields;

  public InvalidInputException(String message) {
    this(message, (Throwable) null);
  }

  public InvalidInputException(String message, @Nullable Throwable cause) {
    super("invalid-input", message, cause);
    this.fields = List.of();
  }

  /**
   * @param fields the values that break the rules, so that a program can show each message beside
   *     its value
   */
  public InvalidInputException(String message, List<InvalidField> fields) {
    this(message, fields, null);
  }

  public InvalidInputException(
      String message, List<InvalidField> fields, @Nullable Throwable cause) {
    super("invalid-input", message, cause);
    this.fields = List.copyOf(fields);
  }

  /** Creates an exception for one attribute of a document. */
  public static InvalidInputException ofAttribute(String attribute, String message) {
    return ofAttribute(attribute, message, null);
  }

  /** Creates an exception for one attribute of a document. */
  public static InvalidInputException ofAttribute(
      String attribute, String message, @Nullable Throwable cause) {
    return new InvalidInputException(
        message, List.of(InvalidField.ofAttribute(attribute, message)), cause);
  }

  /**
   * Returns the same error for an element of a list: the message begins with the number of the
   * element, and the pointers with its index.
   *
   * @param kind the kind of the elements, such as "job"
   */
  public InvalidInputException ofListElement(String kind, int index) {
    return inside(kind + " " + (index + 1) + " of the list", "/" + index);
  }

  /** Returns the same error for the document that has this one as the value of an attribute. */
  public InvalidInputException ofMember(String attribute) {
    return inside(attribute, "/" + attribute);
  }

  private InvalidInputException inside(String place, String pointer) {
    return new InvalidInputException(
        place + ": " + getMessage(),
        fields.stream().map(field -> field.below(pointer)).toList(),
        this);
  }

  /** The values that break the rules; empty if the exception is not about single values. */
  public List<InvalidField> fields() {
    return fields;
  }
}
