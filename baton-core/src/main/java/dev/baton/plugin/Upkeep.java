// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

/**
 * Maintenance of Baton's own state, which the elected distributor does without a job. Upkeep is
 * short, is harmless when repeated, and interests users only if it changed something.
 */
@FunctionalInterface
public non-sealed interface Upkeep extends DistributionTask {

  /**
   * Does the maintenance; may block. It is interrupted if it takes minutes, or when the distributor
   * stops.
   *
   * @return the number of changes, which is shown with the distribution
   * @throws dev.baton.error.UnavailableException to be run again soon
   * @throws Exception is shown with the distribution, which continues at its next time
   */
  long run() throws Exception;
}
