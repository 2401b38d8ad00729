// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

/**
 * Receives the requests to an action that handles stops itself, from any thread. Must not block.
 */
interface RunStopHandler {

  /** The executor is stopping. */
  void stopRequested();

  /** The timeout of the attempt has expired. */
  void timedOut();

  /** There may be new signals. */
  void signalled();
}
