// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

/**
 * Unwinds a run whose simulated process is dead. Whatever the run still does must have no effect.
 */
final class SimulatedKill extends Error {

  SimulatedKill() {
    super("the process of this run is dead", null, false, false);
  }
}
