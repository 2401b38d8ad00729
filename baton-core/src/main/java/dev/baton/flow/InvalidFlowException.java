// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import dev.baton.error.InvalidInputException;
import java.util.List;

/** Reports that a flow cannot be built, compiled or started as it is defined. No atom was run. */
public final class InvalidFlowException extends InvalidInputException {

  /** The rule that the flow breaks. */
  public enum Defect {
    /** Several nodes of a graph flow provide a symbol that another node requires. */
    AMBIGUOUS_PROVIDER,
    /** Links would close a cycle. */
    CYCLE,
    /** Nothing provides a symbol that an atom requires. */
    MISSING_SYMBOL,
    /** Two atoms have the same name. */
    DUPLICATE_NAME,
    /** The definition contradicts itself. */
    INVALID_VALUE,
    /** A given value or the value of a provider has another type than an atom requires. */
    WRONG_TYPE
  }

  private final Defect defect;
  private final List<String> subjects;

  public InvalidFlowException(Defect defect, String message) {
    this(defect, message, List.of());
  }

  /**
   * @param subjects the sorted names of the affected symbols for MISSING_SYMBOL; the sorted names
   *     of the affected nodes for all other defects
   */
  public InvalidFlowException(Defect defect, String message, List<String> subjects) {
    super(message);
    this.defect = defect;
    this.subjects = List.copyOf(subjects);
  }

  /** The kind of defect. */
  public Defect defect() {
    return defect;
  }

  /**
   * The names of the affected symbols for MISSING_SYMBOL; the names of the affected nodes for all
   * other defects. Sorted; may be empty.
   */
  public List<String> subjects() {
    return subjects;
  }
}
