// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner.plan;

import dev.baton.flow.Atom;
import dev.baton.flow.AtomInputs;
import dev.baton.flow.AtomOutputs;
import dev.baton.flow.Retry;
import dev.baton.flow.Symbol;
import java.util.List;

/**
 * A short text that changes when a change of an atom's definition changes the meaning of its stored
 * result: the version, the inputs or the outputs. It does not cover the code of the atom. An author
 * who changes the meaning of the code must change the version.
 */
final class AtomFingerprint {

  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private long hash = OFFSET;

  private AtomFingerprint() {}

  static String of(Atom atom) {
    AtomFingerprint print = new AtomFingerprint();
    print.add(atom instanceof Retry ? "retry" : "task");
    print.add(atom.version());
    print.add(atom.inputs());
    print.add(atom.revertInputs());
    print.add(atom.outputs());
    return Long.toHexString(print.hash);
  }

  private void add(AtomInputs atomInputs) {
    for (List<Symbol<?>> parameters : List.of(atomInputs.required(), atomInputs.optional())) {
      for (Symbol<?> parameter : parameters) {
        add(parameter.name());
        add(atomInputs.symbolOf(parameter));
      }
      add("|");
    }
  }

  private void add(AtomOutputs atomOutputs) {
    add(atomOutputs.getClass().getSimpleName());
    for (Symbol<?> symbol : atomOutputs.symbols()) {
      add(symbol.name());
      add(symbol.type().toCanonical());
    }
  }

  /** Adds a text to an FNV-1a hash, followed by a character that no text contains. */
  private void add(String text) {
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    hash = (hash ^ 0xffff) * PRIME;
  }
}
