// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import org.jspecify.annotations.Nullable;

/**
 * The engine takes no further engine job at present, because of a limit of its own such as a quota.
 * Nothing was made. The message says which limit.
 */
public final class EngineFullException extends RuntimeException {
  public EngineFullException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
