// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.job;

import dev.baton.board.Admission;
import dev.baton.board.AdmissionDecision;
import dev.baton.job.Job;

/** An admission that accepts every job. */
public record AdmitEverything() implements Admission {

  @Override
  public boolean accepts(ActionVersion actionVersion) {
    return true;
  }

  @Override
  public AdmissionDecision decide(Job job) {
    return new AdmissionDecision.Admitted();
  }
}
