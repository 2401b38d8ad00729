// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.board.Admission;
import dev.baton.board.Admission.Kind;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.wire.Forms;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an executor has said to a server that asked: of kinds for good, of jobs during one call of
 * claim. Used by one thread at a time.
 */
final class Verdicts {

  private final Set<Kind> accepted = new HashSet<>();
  private final Set<Kind> rejected = new HashSet<>();
  private final Set<JobId> admitted = new HashSet<>();
  private final Map<String, String> refused = new HashMap<>();

  void forgetJobs() {
    admitted.clear();
    refused.clear();
  }

  Forms.AskClaims request(Forms.Stay stay, int max) {
    return new Forms.AskClaims(stay, max, accepted, rejected, admitted, refused);
  }

  /** Answers the server's questions; false if there are none. */
  boolean decide(Forms.Granted granted, Admission admission) {
    for (Kind kind : granted.kinds()) {
      (admission.accepts(kind) ? accepted : rejected).add(kind);
    }
    for (Job job : granted.jobs()) {
      Optional<String> refusal = admission.refusal(job);
      if (refusal.isPresent()) {
        refused.put(job.id().toString(), refusal.get());
      } else {
        admitted.add(job.id());
      }
    }
    return !granted.kinds().isEmpty() || !granted.jobs().isEmpty();
  }
}
