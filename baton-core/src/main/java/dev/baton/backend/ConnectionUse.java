// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.backend;

/**
 * How much the connections of this process to its store are used now.
 *
 * @param limit the number of connections that this process may use at once
 * @param busy the connections that run statements
 * @param waiting the calls that wait for a free connection
 */
public record ConnectionUse(int limit, int busy, int waiting) {

  /** Returns the sum of the use of two pools. */
  public ConnectionUse plus(ConnectionUse other) {
    return new ConnectionUse(limit + other.limit, busy + other.busy, waiting + other.waiting);
  }
}
