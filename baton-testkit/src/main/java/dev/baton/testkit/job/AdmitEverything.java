// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.job;

import dev.baton.board.Admission;
import dev.baton.job.Job;
import java.util.Optional;

/** An admission that accepts every job. */
public record AdmitEverything() implements Admission {

  @Override
  public boolean accepts(ActionVersion actionVersion) {
    return true;
  }

  @Override
  public Optional<String> refusal(Job job) {
    return Optional.empty();
  }
}
