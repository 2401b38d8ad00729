// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import dev.baton.job.Job;

/** A predicate on this executor, and on the arguments of the job that requires it. */
@FunctionalInterface
public interface Capability {

  /**
   * True when this executor can run the job now. Called often: should answer within milliseconds.
   *
   * @throws Exception counts as false, and is logged
   */
  boolean test(Job job) throws Exception;
}
