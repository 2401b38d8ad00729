// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import dev.baton.flow.Atom;
import dev.baton.flow.Inputs;
import dev.baton.flow.Outputs;
import dev.baton.flow.Retry;
import dev.baton.flow.Symbol;

/**
 * A short text that differs when the definition of an atom differs in what its stored result means:
 * its version, what it takes and what it gives. What its code does cannot be seen: whoever changes
 * that in a way that matters states another version.
 */
final class Fingerprint {

  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private long hash = OFFSET;

  private Fingerprint() {}

  static String of(Atom atom) {
    Fingerprint print = new Fingerprint();
    print.add(atom instanceof Retry ? "retry" : "task");
    print.add(atom.version());
    print.add(atom.inputs());
    print.add(atom.revertInputs());
    print.add(atom.outputs());
    return Long.toHexString(print.hash);
  }

  private void add(Inputs inputs) {
    for (Symbol<?> parameter : inputs.required()) {
      add(parameter.name());
      add(inputs.symbolOf(parameter));
    }
    add("|");
    for (Symbol<?> parameter : inputs.optional()) {
      add(parameter.name());
      add(inputs.symbolOf(parameter));
    }
    add("|");
  }

  private void add(Outputs outputs) {
    add(outputs.getClass().getSimpleName());
    for (Symbol<?> symbol : outputs.symbols()) {
      add(symbol.name());
      add(symbol.type().toCanonical());
    }
  }

  /** FNV-1a, each text ended by a character that is in none. */
  private void add(String text) {
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    hash = (hash ^ 0xffff) * PRIME;
  }
}
