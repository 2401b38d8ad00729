// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import dev.baton.board.Admission;
import dev.baton.board.AdmissionDecision;
import dev.baton.board.Gate;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.protocol.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Answers with the admission answers that the client sent, and collects the action versions and
 * jobs for which the client must still answer an admission question. Used by one call of {@link
 * dev.baton.board.BoardSession#claim}, on one thread.
 */
final class RemoteAdmission implements Admission {

  private static final int MAX_JOBS = 400;
  private static final int MAX_PAYLOADS = 4 << 20;

  private final Messages.ClaimRequest request;
  private final Set<ActionVersion> denied;
  private final List<Job> undecided = new ArrayList<>();
  private long payloads;

  /**
   * Creates the admission of one call.
   *
   * @param denied receives the action versions for which the client has not answered an admission
   *     question yet
   */
  RemoteAdmission(Messages.ClaimRequest request, Set<ActionVersion> denied) {
    this.request = request;
    this.denied = denied;
  }

  @Override
  public boolean accepts(ActionVersion actionVersion) {
    if (request.accepted().contains(actionVersion)) {
      return true;
    }
    if (!request.rejected().contains(actionVersion)) {
      denied.add(actionVersion);
    }
    return false;
  }

  @Override
  public AdmissionDecision decide(Job job) {
    JobId id = job.id();
    if (request.admitted().contains(id)) {
      return new AdmissionDecision.Admitted();
    }
    String reason = request.refused().get(id.toString());
    if (reason != null) {
      // The protocol does not carry the gate. Only this gate decides about single jobs today.
      return new AdmissionDecision.NotNow(Gate.CAPABILITY, reason);
    }
    note(job);
    return new AdmissionDecision.Undecided();
  }

  /**
   * Notes a job as an admission question to the client. One answer contains a limited number of
   * questions; the server sends the questions about other jobs in a later answer.
   */
  private void note(Job job) {
    String payload = job.spec().payload();
    long size = payload == null ? 0 : payload.length();
    if (undecided.size() < MAX_JOBS && (undecided.isEmpty() || payloads + size <= MAX_PAYLOADS)) {
      undecided.add(job);
      payloads += size;
    }
  }

  List<Job> undecided() {
    return undecided;
  }
}
