// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

/** What scripted methods fail with; the cases know these types by their simple names. */
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

  /** An argument was asked for that the method did not get. */
  static final class KeyError extends RuntimeException {
    KeyError(String name) {
      super(name);
    }
  }

  /** Something was to be added that is no number. */
  static final class TypeError extends RuntimeException {
    TypeError(String message) {
      super(message);
    }
  }
}
