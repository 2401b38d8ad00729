// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fault;

/** Which processes of Baton faults hit. */
public enum FaultAim {
  /** Every process, and the connections of clients. */
  ALL,
  /** Executors alone. */
  EXECUTORS
}
