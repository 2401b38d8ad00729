// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

/**
 * Ends a body that waits durably. An error, so that a body that catches exceptions does not take it
 * for one of its own.
 */
final class DurableWaitError extends Error {

  private static final long serialVersionUID = 1;

  DurableWaitError() {
    super("the task waits; let this pass", null, false, false);
  }
}
