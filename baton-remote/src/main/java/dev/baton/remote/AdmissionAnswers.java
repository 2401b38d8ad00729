// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.board.Admission;
import dev.baton.board.Admission.ActionVersion;
import dev.baton.board.AdmissionDecision;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.protocol.MaybeReadableJob;
import dev.baton.protocol.Messages;
import dev.baton.service.UnreadableRecords;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The answers of an executor to the server's questions which job kinds and jobs it accepts. Answers
 * about job kinds stay valid. Answers about single jobs are valid during one call of claim. Used by
 * one thread at a time.
 */
final class AdmissionAnswers {

  private final Set<ActionVersion> accepted = new HashSet<>();
  private final Set<ActionVersion> rejected = new HashSet<>();
  private final Set<JobId> admitted = new HashSet<>();
  private final Map<String, String> refused = new HashMap<>();
  private final UnreadableRecords unreadable = new UnreadableRecords("server's board");

  void clearKinds() {
    accepted.clear();
    rejected.clear();
  }

  void clearJobs() {
    admitted.clear();
    refused.clear();
  }

  Messages.ClaimRequest request(Messages.SessionRef sessionRef, int max) {
    return new Messages.ClaimRequest(sessionRef, max, accepted, rejected, admitted, refused);
  }

  /** Answers the server's admission questions. Returns false if the reply has no questions. */
  boolean answer(Messages.ClaimReply claimReply, Admission admission) {
    for (ActionVersion actionVersion : claimReply.kinds()) {
      (admission.accepts(actionVersion) ? accepted : rejected).add(actionVersion);
    }
    for (MaybeReadableJob given : claimReply.jobs()) {
      Job job = read(given).orElse(null);
      if (job == null) {
        refuse(given.id(), "the executor cannot read the job of a later Baton release");
      } else {
        note(job.id(), admission.decide(job));
      }
    }
    return !claimReply.kinds().isEmpty() || !claimReply.jobs().isEmpty();
  }

  private void note(JobId job, AdmissionDecision decision) {
    switch (decision) {
      case AdmissionDecision.Admitted yes -> admitted.add(job);
      case AdmissionDecision.NotNow notNow -> refuse(job, notNow.reason());
      case AdmissionDecision.Undecided undecided -> {}
    }
  }

  private void refuse(JobId job, String reason) {
    refused.put(job.toString(), reason);
  }

  /**
   * Reads a job. Returns empty and logs it once if a later release wrote the job in a form that
   * this release cannot read.
   */
  Optional<Job> read(MaybeReadableJob given) {
    return unreadable.read(given.id().toString(), given::read);
  }
}
