// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.board.Admission;
import dev.baton.board.Admission.Kind;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.service.UnreadableEntries;
import dev.baton.wire.Forms;
import dev.baton.wire.GivenJob;
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
  private final UnreadableEntries unreadable = new UnreadableEntries("the server's board");

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
    for (GivenJob given : granted.jobs()) {
      Optional<String> refusal =
          read(given)
              .map(admission::refusal)
              .orElse(Optional.of("the executor cannot read a job of a later release"));
      if (refusal.isPresent()) {
        refused.put(given.id().toString(), refusal.get());
      } else {
        admitted.add(given.id());
      }
    }
    return !granted.kinds().isEmpty() || !granted.jobs().isEmpty();
  }

  /** The job; empty, and logged once, if it is one that this release cannot read. */
  Optional<Job> read(GivenJob given) {
    return unreadable.read(given.id().toString(), given::read);
  }
}
