// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import dev.baton.job.Job;
import java.util.List;
import java.util.Optional;

/** A predicate on this executor, and on the arguments of the job that requires it. */
@FunctionalInterface
public interface Capability {

  /**
   * True when this executor can run the job now. Called often: should answer within milliseconds.
   *
   * @throws Exception counts as false; its message is shown to those who ask why the job waits
   */
  boolean test(Job job) throws Exception;

  /**
   * Why this executor cannot run the job now; empty when it can. The executors call this method.
   *
   * @return one line for people, without secrets: whoever may see the job may see it
   * @throws Exception as {@link #test}
   */
  default Optional<String> refusal(Job job) throws Exception {
    return test(job) ? Optional.empty() : Optional.of("it is false");
  }

  /**
   * The places outside Baton that this process reaches now, such as engines, by identities that
   * jobs have in their location. The roster shows them to the other executors, which leave jobs
   * that run there to this one. Does not block; by default there are none.
   */
  default List<String> places() {
    return List.of();
  }

  /** A capability that gives its reason when it is false. */
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

  /** Says why this executor cannot run a job. */
  @FunctionalInterface
  interface Explanation {

    /** As {@link Capability#refusal}. */
    Optional<String> refusal(Job job) throws Exception;
  }
}
