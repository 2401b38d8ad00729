// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.agent;

/** A defect that the campaign must find. */
public enum PlantedDefect {
  /** Stores accept writes with any token. */
  FENCING,
  /** Executors trust their claims without a time limit. */
  LEASE,
  /** One acknowledged post is not stored. */
  WRITE
}
