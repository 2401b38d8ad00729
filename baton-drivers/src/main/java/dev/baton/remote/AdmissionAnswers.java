// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.board.Admission;
import dev.baton.board.Admission.ActionVersion;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.service.UnreadableEntries;
import dev.baton.wire.MaybeReadableJob;
import dev.baton.wire.Messages;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an executor has said to a server that asked: of kinds for good, of jobs during one call of
 * claim. Used by one thread at a time.
 */
final class AdmissionAnswers {

  private final Set<ActionVersion> accepted = new HashSet<>();
  private final Set<ActionVersion> rejected = new HashSet<>();
  private final Set<JobId> admitted = new HashSet<>();
  private final Map<String, String> refused = new HashMap<>();
  private final UnreadableEntries unreadable = new UnreadableEntries("the server's board");

  void clearJobs() {
    admitted.clear();
    refused.clear();
  }

  Messages.ClaimRequest request(Messages.SessionRef sessionRef, int max) {
    return new Messages.ClaimRequest(sessionRef, max, accepted, rejected, admitted, refused);
  }

  /** Answers the server's questions; false if there are none. */
  boolean answer(Messages.ClaimReply claimReply, Admission admission) {
    for (ActionVersion actionVersion : claimReply.kinds()) {
      (admission.accepts(actionVersion) ? accepted : rejected).add(actionVersion);
    }
    for (MaybeReadableJob given : claimReply.jobs()) {
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
    return !claimReply.kinds().isEmpty() || !claimReply.jobs().isEmpty();
  }

  /** The job; empty, and logged once, if it is one that this release cannot read. */
  Optional<Job> read(MaybeReadableJob given) {
    return unreadable.read(given.id().toString(), given::read);
  }
}
