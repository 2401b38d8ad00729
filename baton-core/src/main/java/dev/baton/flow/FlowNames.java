// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import dev.baton.service.ControlCharacters;

/** Checks the names of flows, atoms and symbols. */
final class FlowNames {

  private FlowNames() {}

  static void check(String what, String name) {
    if (name.isBlank() || name.length() > Symbol.MAX_LENGTH) {
      throw new InvalidFlowException(
          InvalidFlowException.Defect.INVALID_VALUE,
          "'"
              + name
              + "' is not a valid name of a "
              + what
              + "; allowed: 1 to 200 characters, not all blank");
    }
    String control = ControlCharacters.firstInName(name);
    if (control != null) {
      throw new InvalidFlowException(
          InvalidFlowException.Defect.INVALID_VALUE,
          "the name of a "
              + what
              + " has the character "
              + control
              + "; allowed: no control characters, no line breaks");
    }
  }
}
