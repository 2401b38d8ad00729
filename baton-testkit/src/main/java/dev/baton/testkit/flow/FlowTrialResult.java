// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.flow;

import dev.baton.logbook.FlowTransition;
import dev.baton.logbook.Logbook;
import dev.baton.testkit.assertion.BatonAssertions;
import java.time.Duration;
import java.util.List;

/**
 * What came of a {@link FlowTrial}: the subject of {@link
 * BatonAssertions#assertThat(FlowTrialResult)}.
 *
 * @param steps all, in order
 * @param waited how much time passed for the flow: sleeps, and pauses between attempts
 */
public record FlowTrialResult(Logbook logbook, List<FlowTransition> steps, Duration waited) {

  public FlowTrialResult {
    steps = List.copyOf(steps);
  }
}
