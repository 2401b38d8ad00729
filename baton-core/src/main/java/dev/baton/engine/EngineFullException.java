// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import org.jspecify.annotations.Nullable;

/**
 * Reports that the engine accepts no further engine job at present, because of a limit of the
 * engine such as a quota. Nothing was created. The message names the limit.
 */
public final class EngineFullException extends RuntimeException {
  public EngineFullException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
