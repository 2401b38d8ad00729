// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions;

/**
 * Reports engines that could not be reaped, so that orphaned engine jobs may be left in them. The
 * message names each engine and its error; the exceptions of the engines are suppressed exceptions.
 */
public final class ReapFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final StringBuilder reasons = new StringBuilder();

  public void add(String engine, RuntimeException reason) {
    reasons.append(reasons.isEmpty() ? "" : "; ");
    reasons.append("engine '").append(engine).append("' cannot be reaped: ");
    reasons.append(reason.getMessage() == null ? reason : reason.getMessage());
    addSuppressed(reason);
  }

  public void throwIfAny() throws ReapFailedException {
    if (!reasons.isEmpty()) {
      throw this;
    }
  }

  @Override
  public String getMessage() {
    return reasons
        + "; engine jobs that no Baton job owns may remain there and occupy space until the engine"
        + " can be reached; try: baton engine check";
  }
}
