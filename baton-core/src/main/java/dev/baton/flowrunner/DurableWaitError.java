// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

/**
 * Thrown to end a body that waits durably. It is an {@code Error}, so that a body that catches
 * exceptions does not catch it.
 */
final class DurableWaitError extends Error {

  private static final long serialVersionUID = 1;

  DurableWaitError() {
    super("the task waits; do not catch this error", null, false, false);
  }
}
