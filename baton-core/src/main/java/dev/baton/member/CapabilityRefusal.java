// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.member;

import dev.baton.error.InputBounds;
import dev.baton.job.JobId;
import dev.baton.service.ControlCharacters;
import java.time.Instant;

/**
 * A capability that keeps an executor from claiming a job.
 *
 * @param reason the reason from the capability, in one line without control characters, of at most
 *     {@value #MAX_REASON} characters
 * @param since when the executor first refused the job because of this capability, by its clock
 */
public record CapabilityRefusal(JobId job, String capability, String reason, Instant since) {

  private static final int MAX_REASON = 300;

  public CapabilityRefusal {
    String line = ControlCharacters.replaced(reason.lines().findFirst().orElse(""));
    reason = InputBounds.shown(line, MAX_REASON);
  }
}
