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
 * The admission of a remote executor during one call of {@link dev.baton.board.BoardSession#claim}.
 * It knows only the admission answers that the client sent with the call. It collects the action
 * versions and jobs about which the client has not decided yet; these are the admission questions
 * of the response. Used on one thread.
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
   * @param denied receives the action versions that this admission does not accept, because the
   *     client has rejected them or has not decided about them yet
   */
  RemoteAdmission(Messages.ClaimRequest request, Set<ActionVersion> denied) {
    this.request = request;
    this.denied = denied;
  }

  @Override
  public boolean accepts(ActionVersion actionVersion) {
    boolean accepted = request.accepted().contains(actionVersion);
    if (!accepted) {
      denied.add(actionVersion);
    }
    return accepted;
  }

  @Override
  public AdmissionDecision decide(Job job) {
    JobId id = job.id();
    if (request.admitted().contains(id)) {
      return new AdmissionDecision.Admitted();
    }
    String reason = request.refused().get(id.toString());
    if (reason != null) {
      // The protocol does not say which gate is closed. At present, only capabilities decide about
      // single jobs.
      return new AdmissionDecision.NotNow(Gate.CAPABILITY, reason);
    }
    note(job);
    return new AdmissionDecision.Undecided();
  }

  /**
   * Remembers a job as an admission question to the client. One response contains a limited number
   * of questions, in jobs and in bytes. Questions about further jobs follow in later responses.
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
