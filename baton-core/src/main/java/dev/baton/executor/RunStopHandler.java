// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

/** What an action that can be steered is told while it runs, from any thread. Must not block. */
interface RunStopHandler {

  /** The executor wants to stop. */
  void stopRequested();

  /** The time of the attempt is up. */
  void timedOut();

  /** There may be new signals. */
  void signalled();
}
