// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.statistics;

import java.util.List;

/**
 * The failures of one action that have the same cause.
 *
 * @param trend the number of failures in each step
 */
public record FailureGroup(
    String action, String fingerprint, FailureCount total, List<Long> trend) {

  public FailureGroup {
    trend = List.copyOf(trend);
  }
}
