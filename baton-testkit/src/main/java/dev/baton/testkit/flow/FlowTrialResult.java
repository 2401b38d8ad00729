// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.flow;

import dev.baton.logbook.FlowTransition;
import dev.baton.logbook.Logbook;
import java.time.Duration;
import java.util.List;

/**
 * The result of a {@link FlowTrial}, the subject of {@code BatonAssertions.assertThat}.
 *
 * @param steps all transitions, in order
 * @param waited the time that passed for the flow, in sleeps and in pauses between attempts
 */
public record FlowTrialResult(Logbook logbook, List<FlowTransition> steps, Duration waited) {

  public FlowTrialResult {
    steps = List.copyOf(steps);
  }
}
