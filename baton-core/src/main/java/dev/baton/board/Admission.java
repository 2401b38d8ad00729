// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.board;

import dev.baton.job.Job;
import java.util.Optional;

/** What an executor wants to run now. Asked by a board before it grants a claim. */
public interface Admission {

  /**
   * The {@link #refusal} of a job about which whoever decides has yet to be asked. In this call of
   * {@link BoardSession#claim} the board grants nothing that comes behind the job, but goes on
   * asking about a bounded number of others; it remembers nothing. A board that does not know this
   * treats it as any refusal.
   */
  String UNDECIDED = "";

  /**
   * Whether this executor could ever run jobs of this kind. Pure and fast; the answer holds for the
   * life of the {@link BoardSession}.
   */
  boolean accepts(ActionVersion actionVersion);

  /**
   * Why this executor cannot run the job at present: the capability that is false; empty when it
   * can. Asked only for jobs with required capabilities; may block on I/O, so boards ask outside of
   * transactions and locks. The board then leaves the job to others for a while, save after {@link
   * #UNDECIDED}.
   */
  Optional<String> refusal(Job job);

  /** What all jobs of one kind have in common. */
  record ActionVersion(String action, int version) {}
}
