// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

/** The error of a scripted method. The cases know the types by their simple names. */
class ScriptedError extends RuntimeException {

  ScriptedError(String message) {
    super(message);
  }

  static RuntimeException of(ScriptedOutcome.Raise raise) {
    RuntimeException error =
        switch (raise.type()) {
          case "ErrorA" -> new ErrorA(raise.message());
          case "ErrorB" -> new ErrorB(raise.message());
          case "ErrorC" -> new ErrorC(raise.message());
          case "ScriptedError" -> new ScriptedError(raise.message());
          case String other -> throw new IllegalArgumentException("unknown error '" + other + "'");
        };
    raise.cause().ifPresent(cause -> error.initCause(of(cause)));
    return error;
  }

  static class ErrorA extends ScriptedError {
    ErrorA(String message) {
      super(message);
    }
  }

  static final class ErrorB extends ScriptedError {
    ErrorB(String message) {
      super(message);
    }
  }

  static final class ErrorC extends ErrorA {
    ErrorC(String message) {
      super(message);
    }
  }

  /** The script reads an argument that the method did not receive. */
  static final class KeyError extends RuntimeException {
    KeyError(String name) {
      super(name);
    }
  }

  /** The script adds an argument that is not a number. */
  static final class TypeError extends RuntimeException {
    TypeError(String message) {
      super(message);
    }
  }
}
