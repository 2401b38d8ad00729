// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

/**
 * Work on Baton's own state that a distribution does itself, on the elected distributor and without
 * a job: for what is short, harmless to repeat, and of no interest unless it changed something.
 */
@FunctionalInterface
public non-sealed interface Upkeep extends DistributionTask {

  /**
   * Does what there is to do; may block. It is interrupted when it takes minutes, or when the
   * distributor stops.
   *
   * @return how many things it changed, which is shown with the distribution
   * @throws dev.baton.error.UnavailableException to be run again soon
   * @throws Exception is shown with the distribution, which goes on at its next time
   */
  long run() throws Exception;
}
