// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import dev.baton.error.InvalidInputException;
import java.util.List;

/** A flow cannot be built, compiled or started as it is defined; nothing was run. */
public final class InvalidFlowException extends InvalidInputException {

  /** Which rule is broken. */
  public enum Defect {
    /** Several nodes of a graph provide a symbol that another one requires. */
    AMBIGUOUS_PROVIDER,
    /** Links that close a circle. */
    CYCLE,
    /** Nothing provides what an atom requires. */
    MISSING_SYMBOL,
    /** Two atoms of one name. */
    DUPLICATE_NAME,
    /** A definition that contradicts itself. */
    INVALID_VALUE,
    /** A value or provider of another type than required. */
    WRONG_TYPE
  }

  private final Defect defect;
  private final List<String> subjects;

  public InvalidFlowException(Defect defect, String message) {
    this(defect, message, List.of());
  }

  /**
   * @param subjects the names at fault, sorted: symbols for MISSING_SYMBOL, otherwise atoms
   */
  public InvalidFlowException(Defect defect, String message, List<String> subjects) {
    super(message);
    this.defect = defect;
    this.subjects = List.copyOf(subjects);
  }

  public Defect defect() {
    return defect;
  }

  /** The names at fault, sorted: symbols for MISSING_SYMBOL, otherwise atoms; may be empty. */
  public List<String> subjects() {
    return subjects;
  }
}
