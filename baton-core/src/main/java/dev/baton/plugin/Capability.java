// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import dev.baton.job.Job;
import java.util.List;
import java.util.Optional;

/**
 * A named predicate that decides whether this executor can run a job that requires the capability.
 */
@FunctionalInterface
public interface Capability {

  /**
   * Whether this executor can run the job now. Called often, so it should return within
   * milliseconds.
   *
   * @throws Exception counts as false. Users who read why the job waits see the message
   */
  boolean test(Job job) throws Exception;

  /**
   * Returns why this executor cannot run the job now; empty if it can. Executors call this method,
   * not {@link #test}.
   *
   * @return one line for display, without secrets; everybody who may see the job may see it
   * @throws Exception as {@link #test}
   */
  default Optional<String> refusal(Job job) throws Exception {
    return test(job) ? Optional.empty() : Optional.of("its test returned false");
  }

  /**
   * The places outside Baton, such as engines, that this process can reach now: the same identities
   * of places that the locations of jobs contain. The member registry shows them to the other
   * executors, which leave jobs that run at these places to this executor. Does not block. By
   * default there are none.
   */
  default List<String> places() {
    return List.of();
  }

  /** Creates a capability that gives a reason when it refuses a job. */
  static Capability explained(Explanation explanation) {
    return new Capability() {
      @Override
      public boolean test(Job job) throws Exception {
        return explanation.refusal(job).isEmpty();
      }

      @Override
      public Optional<String> refusal(Job job) throws Exception {
        return explanation.refusal(job);
      }
    };
  }

  /** Returns why this executor cannot run a job. */
  @FunctionalInterface
  interface Explanation {

    /** As {@link Capability#refusal}. */
    Optional<String> refusal(Job job) throws Exception;
  }
}
