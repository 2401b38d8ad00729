// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fault;

/** The Baton processes that faults hit. */
public enum FaultAim {
  /** Every process, and the connections of clients. */
  ALL,
  /** Only executors. */
  EXECUTORS
}
